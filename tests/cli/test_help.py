"""Help is the first thing a user reads: it fits a screen, ends in an example and costs nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from sigma_audit.cli.main import cli

# contract.md, "Commands": what must be there, and what is not to be seen before it works.
LEAVES = {
    "demo",
    "doctor",
    "collect",
    "snapshot list",
    "snapshot show",
    "snapshot verify",
    "report list",
    "report run",
    "report explain",
    "access member",
    "access object",
    "access why",
    "diff",
    "sql",
    "api",
    "emulator serve",
}
LATER = ("review", "evidence", "remediate")
READS_A_SNAPSHOT = {"report run", "access member", "access object", "access why", "sql"}
ANSWERS = {"report list", "access member", "access object", "access why", "diff", "sql"}


def walk(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Every command with its words, groups too."""
    yield " ".join(path), command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None, name
            yield from walk(found, (*path, name))


def help_of(words: str) -> str:
    result = CliRunner().invoke(cli, [*words.split(), "--help"], terminal_width=80)
    assert result.exit_code == 0, result.output
    return result.output


COMMANDS = dict(walk(cli))


def test_the_commands_are_those_of_the_contract() -> None:
    leaves = {words for words, command in COMMANDS.items() if not isinstance(command, click.Group)}
    assert leaves >= LEAVES
    listed = {line.split()[0] for line in help_of("").splitlines() if line.startswith("  ")}
    assert not listed & set(LATER)


@pytest.mark.parametrize("words", COMMANDS)
def test_help_fits_a_screen_and_ends_in_an_example(words: str) -> None:
    lines = help_of(words).rstrip().splitlines()
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 80
    assert "Example" in "".join(lines[-4:])
    assert lines[-1].startswith("    sigma-audit ")


@pytest.mark.parametrize("words", sorted(LEAVES))
def test_every_command_takes_v_and_q(words: str) -> None:
    shown = help_of(words)
    assert "-v, --verbose" in shown
    assert "-q, --quiet" in shown
    assert ("--snapshot FILE" in shown) >= (words in READS_A_SNAPSHOT)
    assert ("--format [text|json|csv]" in shown) >= (words in ANSWERS)


@pytest.mark.parametrize("words", sorted(LEAVES))
def test_every_option_and_command_says_what_it_does(words: str) -> None:
    command = COMMANDS[words]
    assert command.help
    for param in command.params:
        if isinstance(param, click.Option):
            assert param.help, f"{words} {param.name}"


def test_help_imports_nothing_that_is_slow() -> None:
    script = f"""
import sys
from sigma_audit.cli.main import cli
for words in {sorted(COMMANDS)!r}:
    try:
        cli.main([*words.split(), "--help"])
    except SystemExit as end:
        assert end.code == 0, words
slow = {{"duckdb", "httpx", "polars", "jinja2", "starlette", "uvicorn", "xlsxwriter"}}
print("loaded:", sorted(slow & sys.modules.keys()), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stderr.strip() == "loaded: []"
    assert done.stdout.count("Usage:") == len(COMMANDS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("reprot", "report"),
        ("colect", "collect"),
        ("report lst", "list"),
        ("access memebr", "member"),
    ],
)
def test_a_mistype_is_answered_with_what_was_probably_meant(typed: str, meant: str) -> None:
    result = CliRunner().invoke(cli, typed.split())
    assert result.exit_code == 2
    assert result.stdout == ""
    assert f"Did you mean {meant}" in result.stderr


def test_without_a_command_help_is_shown_and_the_version_can_be_asked() -> None:
    assert "Usage: sigma-audit" in CliRunner().invoke(cli, [], prog_name="sigma-audit").output
    from sigma_audit import __version__

    assert __version__ in CliRunner().invoke(cli, ["--version"]).stdout
