"""The demo as its users run it, made once for all tests and all of xdist's workers."""

from __future__ import annotations

import fcntl
import os
import pickle
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

from e2e.command import Said, csv_rows, sigma_audit

Made = TypeVar("Made")


@dataclass(frozen=True)
class Demo:
    """One finished demo: `folder` is where the command was run, in which it made `demo`."""

    folder: Path
    said: Said
    seconds: float

    @property
    def root(self) -> Path:
        """The folder that the demo made."""
        return self.folder / "demo"

    @property
    def snapshots(self) -> list[Path]:
        """The sealed files, oldest first."""
        return sorted((self.root / "snapshots").rglob("*.duckdb"))

    @property
    def reports(self) -> Path:
        """Where the reports lie."""
        return self.root / "reports"

    def rows(self, name: str) -> list[dict[str, str]]:
        """A report's CSV as rows."""
        return csv_rows((self.reports / f"{name}.csv").read_bytes())


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Made]) -> Made:
    """Make something in a folder of its own, once for all of xdist's workers: the others wait."""
    root = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    kept = root / f"{name}.pickle"
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            folder = root / f"once-{name}"
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            kept.write_bytes(pickle.dumps(make(folder)))
        made: Made = pickle.loads(kept.read_bytes())
    return made


def finished_demo(factory: pytest.TempPathFactory) -> Demo:
    """Give the demo, run by the real command in a process of its own, with nothing configured."""
    return Demo(*once(factory, "demo", _run))


def _run(folder: Path) -> tuple[Path, Said, float]:
    started = time.monotonic()
    said = sigma_audit("demo", folder=folder)
    return folder, said, time.monotonic() - started
