"""The demo as its users run it, two full snapshots around the quarter, and what was truly so."""

from __future__ import annotations

import copy
import fcntl
import os
import pickle
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import pytest

from e2e.command import Said, csv_rows, sigma_audit
from e2e.truth import Truth
from sigma_audit.collect.run import CollectOutcome, collect
from sigma_audit.config import Settings
from sigma_audit.emulator.app import create_app
from sigma_audit.emulator.company import CLIENT_ID, CLIENT_SECRET, company
from sigma_audit.emulator.drive import Driver
from sigma_audit.emulator.faults import Asked
from sigma_audit.emulator.org import Org
from sigma_audit.emulator.quarter import QUARTER, Batch, apply
from sigma_audit.emulator.server import serve

Made = TypeVar("Made")


@dataclass(frozen=True)
class Stage:
    """The organisation before and after one batch; `names` is what created things are called."""

    batch: Batch
    before: Org
    after: Org
    names: Mapping[str, str]


@dataclass(frozen=True)
class Quarter:
    """Every state the organisation had, oldest first, made by the real writes."""

    stages: tuple[Stage, ...]

    @cached_property
    def truths(self) -> list[Truth]:
        """What is so in each state: before the first batch, and after each."""
        orgs = [self.stages[0].before, *(stage.after for stage in self.stages)]
        return [Truth(org) for org in orgs]


@dataclass(frozen=True)
class Demo:
    """One finished demo."""

    folder: Path
    said: Said
    seconds: float

    @property
    def snapshots(self) -> list[Path]:
        """The sealed files, oldest first."""
        return sorted((self.folder / "tour" / "snapshots").rglob("*.duckdb"))

    @property
    def reports(self) -> Path:
        """Where the reports lie."""
        return self.folder / "tour" / "reports"

    def rows(self, name: str) -> list[dict[str, str]]:
        """A report's CSV as rows."""
        return csv_rows((self.reports / f"{name}.csv").read_bytes())


@dataclass(frozen=True)
class Full:
    """Two snapshots of plan `full`, before and after the quarter, and all that was asked."""

    outcomes: tuple[CollectOutcome, CollectOutcome]
    log: list[Asked]
    tokens: tuple[str, ...]

    @property
    def paths(self) -> list[Path]:
        """The sealed files, oldest first."""
        return [outcome.path for outcome in self.outcomes]


@pytest.fixture(scope="session")
def quarter() -> Quarter:
    org = company()
    names: dict[str, str] = {}
    stages = []
    with serve(create_app(org, token_rate=False)) as base_url:
        driver = Driver(base_url, CLIENT_ID, CLIENT_SECRET)
        for batch in QUARTER:
            before = copy.deepcopy(org)
            names = apply(batch, driver.send, names, org)
            stages.append(Stage(batch, before, copy.deepcopy(org), names))
    return Quarter(tuple(stages))


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Made]) -> Made:
    """Make something in a folder of its own, once for all of xdist's workers: the others wait."""
    root = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    kept = root / f"{name}.pickle"
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            folder = root / f"e2e-{name}"
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            kept.write_bytes(pickle.dumps(make(folder)))
        made: Made = pickle.loads(kept.read_bytes())
    return made


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return Demo(*once(tmp_path_factory, "demo", run_demo))


def run_demo(folder: Path) -> tuple[Path, Said, float]:
    """Run the demo by the real command, in a process of its own."""
    started = time.monotonic()
    said = sigma_audit("demo", "--out", "tour", folder=folder)
    return folder, said, time.monotonic() - started


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> Full:
    return Full(*once(tmp_path_factory, "full", collect_full))


def collect_full(
    folder: Path,
) -> tuple[tuple[CollectOutcome, CollectOutcome], list[Asked], tuple[str, ...]]:
    """Collect with every table's grants before and after the quarter, over a real socket."""
    org = company()
    app = create_app(org, token_rate=False)
    emulator = app.state.emulator

    def taken(base_url: str, name: str, moment: datetime) -> CollectOutcome:
        """Seal a snapshot on the organisation's own date: the quarter lies between the two."""
        return collect(
            Settings(base_url, CLIENT_ID, CLIENT_SECRET),
            plan="full",
            out=folder / name,
            concurrency=8,
            now=lambda: moment,
        )

    with serve(app) as base_url:
        before = taken(base_url, "before.duckdb", org.now)
        log = list(emulator.faults.log)
        driver = Driver(base_url, CLIENT_ID, CLIENT_SECRET)
        names: dict[str, str] = {}
        for batch in QUARTER:
            names = apply(batch, driver.send, names, org)
        emulator.faults.log.clear()
        after = taken(base_url, "after.duckdb", org.now)
        log += emulator.faults.log
        tokens = (*emulator.tokens._access, *emulator.tokens._refresh)
    return (before, after), log, tokens
