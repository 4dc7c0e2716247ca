"""Two runs that begin at once: who only looks at a file does not keep its maker from going on."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from sigma_audit.errors import Refused
from sigma_audit.snapshot.partial import connect
from sigma_audit.snapshot.shape import STORAGE

HOLD = """
import ast, duckdb, sys, time
connection = duckdb.connect(sys.argv[1], config=ast.literal_eval(sys.argv[2]))
print("held", flush=True)
time.sleep(float(sys.argv[3]))
"""


@contextmanager
def held(path: Path, seconds: float) -> Iterator[None]:
    """Let another process hold the file for a while."""
    command = [sys.executable, "-c", HOLD, str(path), repr(STORAGE), str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        yield
        other.kill()


def test_a_run_waits_for_one_that_only_looks_at_its_file(tmp_path: Path) -> None:
    path = tmp_path / "run.duckdb.partial"
    duckdb.connect(str(path), config=STORAGE).close()
    with held(path, 0.3), connect(path, patience=30) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_a_file_that_another_run_holds_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "run.duckdb.partial"
    duckdb.connect(str(path), config=STORAGE).close()
    with held(path, 60), pytest.raises(Refused, match="another run is writing"):
        connect(path, patience=0.1)
