"""Folders for what DuckDB lays aside while it works: one for each use, gone with it.

A killed process leaves its folder; the next one that needs a folder removes it. Must never touch a
folder of a living process, of somebody else, or of another name.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from sigma_audit.snapshot.lock import locked

_NAME = re.compile(r"sigma-audit-(\d+)-\w+")
_locks: dict[str, int] = {}


def make() -> str:
    """Make a folder that only this user may enter, with this process's id in its name; OSError."""
    _remove_left(tempfile.gettempdir())
    folder = tempfile.mkdtemp(prefix=f"sigma-audit-{os.getpid()}-")
    if (lock := _locked(folder)) is not None:
        _locks[folder] = lock
    return folder


def remove(folder: str) -> None:
    """Remove a folder and all that lies in it."""
    shutil.rmtree(folder, ignore_errors=True)
    if (lock := _locks.pop(folder, None)) is not None:
        os.close(lock)


@cache
def _remove_left(where: str) -> None:
    """Remove, once for each place, what processes have left that are no more."""
    # A place that cannot be listed is left as it is; a thousand files in it are looked at by name.
    with suppress(OSError), os.scandir(where) as found:
        for entry in found:
            made = _NAME.fullmatch(entry.name)
            if not (made and _is_ours(path := Path(entry)) and _is_gone(int(made[1]))):
                continue
            # A container that shares this place counts its processes apart: its lock is seen.
            if (lock := _locked(str(path))) is not None:
                remove(str(path))
                os.close(lock)


def _locked(folder: str) -> int | None:
    """Lock a folder as long as this process lives; None where another one holds it."""
    try:
        return locked(Path(folder))
    except BlockingIOError:
        return None


def _is_ours(path: Path) -> bool:
    """Whether this is a folder, no link to one, and this user's own."""
    try:
        return not path.is_symlink() and path.is_dir() and path.stat().st_uid == os.getuid()
    except (OSError, AttributeError):  # gone meanwhile; a system without user ids
        return False


def _is_gone(pid: int) -> bool:
    """Whether no process has this id; what cannot be told counts as living."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False
