"""Two runs that begin at once: both may make the folder, one is alone in it and goes on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sigma_audit.errors import Refused, StorageError
from sigma_audit.library import Library
from sigma_audit.snapshot import lock
from sigma_audit.snapshot.partial import private_folder
from worlds import World

# Begins in the folder, and has its file there only a while later.
BEGIN = """
import fcntl, os, sys, time
handle = os.open(sys.argv[1], os.O_RDONLY)
fcntl.flock(handle, fcntl.LOCK_EX)
print("alone", flush=True)
time.sleep(float(sys.argv[3]))
open(sys.argv[2], "x").close()
"""


def beginning(folder: Path, name: str, seconds: float) -> subprocess.Popen[str]:
    """Let another process begin a run of that name; it is alone in the folder when this returns."""
    command = [sys.executable, "-c", BEGIN, str(folder), str(folder / name), str(seconds)]
    other = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "alone\n"
    return other


def test_a_folder_that_another_run_makes_meanwhile_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "snapshots" / "organisation"
    private_folder(folder)
    monkeypatch.setattr(Path, "exists", lambda _: False)  # as it was when the other one looked
    private_folder(folder)
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="cannot make the folder"):
        private_folder(tmp_path / "file" / "below")


def test_a_run_that_begins_waits_for_one_that_is_beginning(tmp_path: Path) -> None:
    with beginning(tmp_path, "same-0.duckdb.partial", 0.5) as other:
        with pytest.raises(Refused, match="unfinished run"):
            World(name="same").seal(tmp_path, Library())
        assert other.wait() == 0


def test_who_never_ends_beginning_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "_PATIENCE", 0.1)
    with beginning(tmp_path, "other", 60) as other:
        with pytest.raises(BlockingIOError):
            lock.locked(tmp_path)
        assert World(name="one").seal(tmp_path, Library()).is_file()
        other.kill()
