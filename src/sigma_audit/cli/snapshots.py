"""`snapshot list|show|verify`: what is there, is it whole, is it untouched.

Must never hide a file that it cannot read, nor change one.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sigma_audit.cli.chosen import FOLDER, chosen
from sigma_audit.cli.main import LazyGroup
from sigma_audit.cli.options import answering, example, narrated
from sigma_audit.cli.output import answer, describe, emit_line, narrate
from sigma_audit.cli.prune import prune
from sigma_audit.errors import NotFound, Refused
from sigma_audit.result import Column, Result

if TYPE_CHECKING:
    from sigma_audit.library import Library
    from sigma_audit.snapshot.store import Snapshot

_LISTED = (
    *("file", "organization_id", "source", "taken_at", "plan", "status", "bytes", "covers"),
    "reason",
)
_FILE = click.Path(path_type=Path)


@click.group(cls=LazyGroup, epilog=example("sigma-audit snapshot list"))
def snapshot() -> None:
    """Say which snapshots there are, what one holds, and whether it is untouched."""


snapshot.add_command(prune)


@snapshot.command(name="list", epilog=example("sigma-audit snapshot list --format json"))
@click.option(
    "--snapshots",
    "--dir",
    "folder",
    type=_FILE,
    default=FOLDER,
    show_default=True,
    metavar="DIR",
    help="Folder to look under.",
)
@answering
@narrated
def list_snapshots(folder: Path, form: str, raw: bool) -> None:
    """List the snapshots under a folder; those that cannot be read, with the reason."""
    from sigma_audit import __version__
    from sigma_audit.snapshot.inventory import sealed_files, unfinished_files
    from sigma_audit.snapshot.store import continue_it

    if not folder.is_dir():
        raise NotFound(
            f"there is no folder {folder}",
            "take a snapshot with `sigma-audit collect`, or name a folder with --snapshots DIR",
        )
    found = sealed_files(folder)
    for path in unfinished_files(folder):
        narrate(f"unfinished: {path} ({continue_it(path)})")
    facts = {"tool_version": __version__, "parameters": {"dir": str(folder)}, "not_known": []}
    answer(Result(found.columns, found.rows, facts), form, raw=raw, columns=_LISTED)


@snapshot.command(epilog=example("sigma-audit snapshot show"))
@click.argument("file", type=_FILE, required=False)
@answering
@narrated
def show(file: Path | None, form: str, raw: bool) -> None:
    """Say what a snapshot is, how it was made, and what it holds (default: the latest)."""
    from sigma_audit.library import Library
    from sigma_audit.snapshot.inventory import contents
    from sigma_audit.snapshot.store import Snapshot

    path = chosen(file)
    with Snapshot.open(path) as opened:
        narrate(describe(opened.info()))
        held = contents(opened)
        parts = _parts(opened, Library())
        if form == "text":
            _print_parts(opened.info(), parts, held)
            return
        facts = opened.info() | {
            "file": str(path),
            "complete": opened.info()["status"] == "complete",
            "parameters": {},
        }
    facts |= {name: part.records() for name, part in parts.items()}
    answer(Result(held.columns, held.rows, facts), form, raw=raw)


def _parts(opened: Snapshot, library: Library) -> dict[str, Result]:
    """Ask how the snapshot was made, endpoint by endpoint, and what it cannot tell."""
    return {
        "endpoints": opened.run(library.query("sections", "frame_endpoints")),
        "capabilities": opened.run(library.query("sections", "coverage_capabilities")),
        "two_answers_that_do_not_agree": opened.run(
            library.query("sections", "coverage_differences")
        ),
        "verification": opened.run(library.query("questions", "verification_summary")),
        "where_sigma_says_otherwise": opened.run(
            library.query("sections", "coverage_verification")
        ),
        "sample_of_objects": opened.run(library.query("sections", "coverage_sample")),
        "integrity": opened.run(library.query("sections", "coverage_integrity")),
        "not_known": opened.run(library.query("questions", "gap_summary")),
    }


def _print_parts(info: dict[str, Any], parts: dict[str, Result], held: Result) -> None:
    from sigma_audit.render.cells import text
    from sigma_audit.render.to_console import table

    width = max(len(name) for name in info)
    for name, value in info.items():
        emit_line(f"{name:<{width}}  {text(value)}")
    for title, part in ({**parts, "relations": held}).items():
        emit_line("")
        emit_line(title.replace("_", " ").capitalize())
        emit_line(table(part).rstrip() if part.rows else "none")


@snapshot.command(epilog=example("sigma-audit snapshot verify"))
@click.argument("file", type=_FILE, required=False)
@answering
@narrated
def verify(file: Path | None, form: str, raw: bool) -> None:
    """Make every relation again from the raw pages and compare (default: the latest).

    Exit code 5 when the file is not what was sealed.
    """
    from sigma_audit import __version__
    from sigma_audit.library import Library
    from sigma_audit.snapshot.verify import FAILED, NOT_CHECKED
    from sigma_audit.snapshot.verify import verify as look_at

    path = chosen(file)
    found = look_at(path, Library())
    columns = tuple(Column(name) for name in ("check", "status", "detail"))
    rows = [(one.check, one.status, one.detail) for one in found]
    failed = [one.check for one in found if one.status == FAILED]
    not_checked = [f"{one.check}: {one.detail}" for one in found if one.status == NOT_CHECKED]
    facts = {
        "file": str(path),
        "tool_version": __version__,
        "parameters": {},
        "complete": not not_checked,
        "not_known": not_checked,
    }
    answer(Result(columns, rows, facts), form, raw=raw)
    if failed:
        raise Refused(
            f"{path} is not what was sealed: {', '.join(failed)}",
            "take another copy, or another snapshot",
        )
