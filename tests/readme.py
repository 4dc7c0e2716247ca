"""Writes the README's generated lists: `python tests/readme.py` brings them up to date.

The commands, the reports and the relations come from what they describe, never from memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click

from sigma_audit.cli.main import cli
from sigma_audit.library import Library
from sigma_audit.report.catalog import catalog

README = Path(__file__).resolve().parents[1] / "README.md"
CONTRACT = (
    *("snapshot_info", "coverage", "capabilities", "not_known", "members", "teams"),
    *("team_members", "account_types", "account_type_permissions", "inodes", "connections"),
    *("connection_paths", "grants", "access_paths", "effective_access"),
)


def _commands(group: click.Group, prefix: str) -> Iterator[tuple[str, str]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from _commands(command, f"{prefix} {name}")
        else:
            given = " ".join(
                parameter.make_metavar(context)
                for parameter in command.params
                if isinstance(parameter, click.Argument)
            )
            yield f"{prefix} {name} {given}".strip(), command.get_short_help_str(limit=100)


def commands() -> str:
    """List every command with the first sentence of its help."""
    rows = [f"| `{name}` | {text} |" for name, text in _commands(cli, "sigma-audit")]
    return "\n".join(["| command | does |", "|---|---|", *rows])


def report_list() -> str:
    """List every report with the question it answers."""
    rows = [f"| `{report.name}` | {report.question} |" for report in catalog(Library()).values()]
    return "\n".join(["| report | answers |", "|---|---|", *rows])


def relations() -> str:
    """List the relations that users rely on, with their grain and purpose."""
    library = Library()
    found = [library.query("model", name) for name in CONTRACT]
    rows = [f"| `{q.name}` | {', '.join(q.grain)} | {q.purpose} |" for q in found]
    return "\n".join(["| relation | one row for each | what it says |", "|---|---|---|", *rows])


def generated(text: str) -> str:
    """Give the README's text with every generated list as it should be."""
    for marker, body in (
        ("commands", commands()),
        ("reports", report_list()),
        ("relations", relations()),
    ):
        pattern = re.compile(rf"(<!-- {marker} -->\n).*?(<!-- end -->)", re.DOTALL)
        assert pattern.search(text), f"README.md has no <!-- {marker} -->"
        text = pattern.sub(lambda match, body=body: f"{match[1]}{body}\n{match[2]}", text)  # type: ignore[misc]
    return text


if __name__ == "__main__":
    README.write_text(generated(README.read_text(encoding="utf-8")), encoding="utf-8")
