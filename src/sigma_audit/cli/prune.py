"""`snapshot prune`: which snapshots a rule keeps, and, when told so, deleting the others.

Must never delete anything without --yes, nor without saying why each file stays or goes.
"""

from __future__ import annotations

from pathlib import Path

import click

from sigma_audit.cli.chosen import FOLDER
from sigma_audit.cli.options import answering, example, narrated
from sigma_audit.cli.output import answer, narrate
from sigma_audit.errors import NotFound
from sigma_audit.result import Column, Result

_FILE = click.Path(path_type=Path)
_COLUMNS = (
    Column("file", "VARCHAR", "where it lies"),
    Column("verdict", "VARCHAR", "keep or go"),
    Column("reason", "VARCHAR", "why"),
    Column("organization_id", "VARCHAR", "whose it is"),
    Column("taken_at", "TIMESTAMP", "when it was taken, UTC"),
    Column("plan", "VARCHAR", "which questions were to be asked"),
    Column("status", "VARCHAR", "complete or incomplete"),
    Column("bytes", "BIGINT", "size of the file"),
)
_SHOWN = ("file", "verdict", "reason", "plan", "status", "bytes")
# Where what refers to snapshots is looked for without being told: beside the snapshots' folder.
_FOUND = ("waivers*.toml", "policy", "review*", "evidence*")


@click.command(
    epilog=example(
        "sigma-audit snapshot prune --keep daily:30,weekly:12,monthly:24",
        "sigma-audit snapshot prune --keep last:10 --refers waivers.toml --yes",
    )
)
@click.option("--keep", "text", required=True, metavar="RULES", help="Such as daily:30,weekly:12.")
@click.option("--snapshots", "--dir", "folder", type=_FILE, default=FOLDER, show_default=True,
              metavar="DIR", help="Folder of the snapshots.")  # fmt: skip
@click.option("--refers", "places", type=_FILE, multiple=True, metavar="PATH",
              help="Waivers, or a folder of reviews: what they name is kept.")  # fmt: skip
@click.option("--yes", is_flag=True, help="Delete what may go (default: only say what would).")
@answering
@narrated
def prune(
    text: str, folder: Path, places: tuple[Path, ...], yes: bool, form: str, raw: bool
) -> None:
    """Say which snapshots RULES keep, and with --yes delete the others.

    Kept besides: the newest complete one, what a file refers to, and what cannot
    be read. Of one day, week, month or year the snapshot that can tell most stays;
    last:N keeps the last N.
    """
    from sigma_audit import __version__
    from sigma_audit.snapshot import retention
    from sigma_audit.snapshot.series import sealed_paths
    from sigma_audit.snapshot.shelf import Shelf

    keep = retention.rules(text)
    if missing := [place for place in places if not place.exists()]:
        raise NotFound(f"there is no {missing[0]}", "name a file or a folder with --refers")
    looked = [*places, *_beside(folder)]
    with Shelf(sealed_paths(folder)) as shelf:
        unreadable = [
            (Path(file), reason)
            for file, reason in shelf.left_out
            if Path(file) not in shelf.copies
        ]
        referred = retention.references(shelf.taken, looked)
        verdicts = retention.judge(shelf.taken, shelf.copies, unreadable, keep, referred)
    rows = [
        (
            str(one.file), one.verdict, one.reason,
            *((one.taken.organization_id, one.taken.taken_at, one.taken.plan, one.taken.status)
              if one.taken else (None,) * 4),
            one.file.stat().st_size,
        )
        for one in verdicts
    ]  # fmt: skip
    going = sum(one.verdict == retention.GO for one in verdicts)
    freed = retention.take_away(verdicts) if yes else 0
    facts = {
        "tool_version": __version__,
        "parameters": {"keep": text, "dir": str(folder), "yes": yes},
        "looked_for_references": [str(place) for place in looked],
        "deleted": going if yes else 0,
        "bytes_freed": freed,
        "not_known": [],
    }
    answer(Result(_COLUMNS, rows, facts), form, raw=raw, columns=_SHOWN)
    narrate("references were looked for in: " + (", ".join(map(str, looked)) or "nothing"))
    if yes:
        narrate(f"{going:,} of {len(verdicts):,} files deleted, {freed / 1e6:,.1f} MB freed")
    else:
        narrate(f"{going:,} of {len(verdicts):,} files would go; nothing was deleted (--yes does)")


def _beside(folder: Path) -> list[Path]:
    """Find what may refer to snapshots where they lie: in their folder, and right beside it."""
    return [
        folder,
        *sorted(path for name in _FOUND for path in folder.absolute().parent.glob(name)),
    ]
