"""What a killed process laid aside is removed by the next one, and nothing else is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from sigma_audit.snapshot import spill
from sigma_audit.snapshot.store import Snapshot
from worlds import World

KILLED = """
import os, signal, sys
from pathlib import Path
from sigma_audit.snapshot.store import Snapshot
snapshot = Snapshot.open(Path(sys.argv[1]))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty place for temporary files."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setenv("TMPDIR", str(place))
    monkeypatch.setattr(tempfile, "tempdir", None)
    spill._remove_left.cache_clear()
    return place


def test_what_a_killed_process_left_is_removed_by_the_next(place: Path, tmp_path: Path) -> None:
    sealed = World().seal(tmp_path)
    killed = subprocess.run([sys.executable, "-c", KILLED, str(sealed)], check=False, timeout=60)
    assert killed.returncode == -signal.SIGKILL
    (left,) = place.iterdir()
    (left / "duckdb_temp_storage.tmp").write_bytes(b"rows")
    with Snapshot.open(sealed):
        (own,) = place.iterdir()
        assert own != left
        assert own.name.startswith(f"sigma-audit-{os.getpid()}-")
    assert list(place.iterdir()) == []


def test_what_is_not_certainly_left_stays(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    stay = [
        place / f"sigma-audit-{os.getpid()}-living",
        place / f"sigma-audit-{gone.pid}-locked",  # by a process of another container, say
        place / f"sigma-audit-{10**30}-impossible",
        place / "sigma-audit-doctor-abc",
        place / f"other-{gone.pid}-abc",
    ]
    for path in stay:
        path.mkdir()
    lock = spill._locked(str(stay[1]))
    assert lock is not None
    link = place / f"sigma-audit-{gone.pid}-link"
    link.symlink_to(stay[0])
    file = place / f"sigma-audit-{gone.pid}-file"
    file.write_text("")
    left = place / f"sigma-audit-{gone.pid}-left"
    left.mkdir()
    spill.remove(spill.make())
    assert sorted(place.iterdir()) == sorted([*stay, link, file])
    os.close(lock)
    # Nor what is somebody else's.
    left.mkdir()
    spill._remove_left.cache_clear()
    monkeypatch.setattr(os, "getuid", lambda: 10**9)
    spill.remove(spill.make())
    assert left.is_dir()
