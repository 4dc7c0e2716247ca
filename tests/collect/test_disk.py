"""A volume that is full, two runs at once, and kills: what is under the final name is whole."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from collect.crawl import differences, emulated, rows, settings, take
from collect.fault_kinds import struck_org
from sigma_audit.emulator.faults import FaultPlan
from sigma_audit.emulator.server import serve
from sigma_audit.snapshot.partial import partial_path
from soak.kills import sweep

COMMAND = [sys.executable, "-m", "sigma_audit", "collect", "-q"]


def environment(url: str) -> dict[str, str]:
    who = settings(struck_org())
    return {
        **os.environ, "SIGMA_BASE_URL": url, "SIGMA_CLIENT_ID": who.client_id,
        "SIGMA_CLIENT_SECRET": who.client_secret,
    }  # fmt: skip


@pytest.fixture
def volume(tmp_path: Path) -> Iterator[Path]:
    """A volume of its own, too small; whoever may not mount one cannot test it."""
    folder = tmp_path / "volume"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    try:
        done = subprocess.run(mount, capture_output=True, text=True, check=False)
    except OSError as error:
        pytest.skip(f"a volume cannot be mounted here: {error}")
    if done.returncode:
        pytest.skip(f"a volume cannot be mounted here: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def resized(folder: Path, size: str) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size}", str(folder)], check=True)


def test_a_full_volume_keeps_what_it_has_and_a_resume_is_equal(
    volume: Path, tmp_path: Path
) -> None:
    out, whole = volume / "x.duckdb", tmp_path / "whole.duckdb"
    org = struck_org()
    take(emulated(org), whole, settings(org))
    codes = []
    with serve(emulated(org)) as url:
        # Full while answers arrive, full at the sealing, and then large enough.
        for size in ("1m", "2m", "64m"):
            resized(volume, size)
            command = [*COMMAND, "--resume", "--out", str(out)]
            done = subprocess.run(
                command, env=environment(url), capture_output=True, text=True, check=False
            )
            codes.append(done.returncode)
            if done.returncode:
                assert "cannot write" in done.stderr
                assert "free some space" in done.stderr
                assert "Traceback" not in done.stderr
                assert not out.exists()
                assert partial_path(out).exists()
    assert codes == [2, 2, 0]
    assert differences(whole, out) == []


def test_two_runs_at_once_each_have_a_file_of_their_own(tmp_path: Path) -> None:
    plan = FaultPlan(latency_seconds=0.02)
    with serve(emulated(struck_org(), plan)) as url:
        both = [
            subprocess.Popen(
                COMMAND, cwd=tmp_path, env=environment(url), text=True,
                stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            )
            for _ in range(2)
        ]  # fmt: skip
        said = [process.communicate(timeout=120) for process in both]
    for process, (_, err) in zip(both, said, strict=True):
        assert process.returncode == 0, err
    paths = {tmp_path / out.strip() for out, _ in said}
    assert len(paths) == 2
    for path in paths:
        assert rows(path, "select status from snapshot_info") == [("complete",)]


def test_a_slice_of_the_kills_leaves_no_bad_file_and_no_unequal_resume() -> None:
    """All of them: `python tests/soak/kills.py`."""
    _, tally = sweep(kills=3, seed=7)
    assert tally.kills >= 3
    assert (tally.bad_files, tally.unequal, tally.complaints) == (0, 0, [])
