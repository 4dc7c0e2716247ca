"""Where a run is written, and which unfinished one may be continued.

Must never overwrite a file, and never mixes two organisations, hosts, plans or versions in one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sigma_audit.errors import ConfigError, Refused, StorageError, UnexpectedShape
from sigma_audit.library import Library
from sigma_audit.snapshot.partial import partial_path
from sigma_audit.snapshot.store import Snapshot
from sigma_audit.snapshot.working import Working

SNAPSHOTS = "snapshots"
_SUFFIX = ".duckdb"
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


def organization_folder(organization_id: str, root: Path | None = None) -> Path:
    """Folder of an organisation's snapshots; the id comes from outside and must be no path."""
    if not _SAFE.fullmatch(organization_id):
        raise UnexpectedShape(
            "the organisation id that Sigma gave cannot be the name of a folder", "use --out FILE"
        )
    return (root or Path.cwd()) / SNAPSHOTS / organization_id


def new_place(organization_id: str, moment: datetime, root: Path | None = None) -> Path:
    """Give a free file name made of the moment (naive UTC): sorting by name sorts by time."""
    folder = organization_folder(organization_id, root)
    stamp = moment.strftime("%Y-%m-%dT%H%M%SZ")
    for number in range(1, 1000):
        path = folder / f"{stamp}{f'-{number}' if number > 1 else ''}{_SUFFIX}"
        if not path.exists() and not partial_path(path).exists():
            return path
    raise StorageError(f"{folder} has no free name for {stamp}", "give one with --out")


def checked_out(out: Path) -> Path:
    """Take a path given with --out; ConfigError when it is a folder."""
    if out.is_dir():
        raise ConfigError(f"{out} is a folder", "give --out the name of a file")
    return out.absolute()


def unfinished(out: Path | None, organization_id: str, root: Path | None = None) -> Path | None:
    """Find the run to continue, by final name: that of `out`, else the organisation's newest."""
    if out is not None:
        return out if partial_path(out).is_file() else None
    folder = organization_folder(organization_id, root)
    found = sorted(folder.glob(f"*{_SUFFIX}.partial"), key=lambda path: path.stat().st_mtime_ns)
    return found[-1].with_suffix("") if found else None


def continue_run(final: Path, library: Library, expected: Mapping[str, object]) -> Working:
    """Open an unfinished run; Refused when it was begun against anything but `expected`."""
    working = Working.reopen(final, library)
    try:
        facts = working.run_facts()
        if not facts:
            raise StorageError(
                f"{partial_path(final)} was cut off before it began", "remove it and start again"
            )
        _check(partial_path(final), facts | working.settings(), expected)
    except BaseException:
        working.close()
        raise
    return working


def check_sealed(final: Path, library: Library, expected: Mapping[str, object]) -> datetime:
    """Make sure that a sealed snapshot is what was to be continued; gives when it was taken.

    Refused when it was begun against anything but `expected`.
    """
    with Snapshot.open(final) as snapshot:
        facts = snapshot.info()
        asked = snapshot.run(library.query("questions", "asked_beside")).records()
    _check(final, facts | {str(row["name"]): str(row["value"]) for row in asked}, expected)
    taken_at: datetime = facts["taken_at"]
    return taken_at


def _check(path: Path, facts: Mapping[str, object], expected: Mapping[str, object]) -> None:
    differing = [name for name, value in expected.items() if facts.get(name, "") != value]
    if differing:
        what = ", ".join(
            f"{name.replace('_', ' ')} {facts.get(name) or 'none'} (now {expected[name] or 'none'})"
            for name in differing
        )
        raise Refused(
            f"{path} was begun with another {what}",
            "continue it as it was begun, or start a new one without --resume",
        )
