"""Two full snapshots around the quarter, and what was truly so."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

import pytest

from e2e.truth import Truth
from finished_demo import once
from sigma_audit.collect.run import CollectOutcome, collect
from sigma_audit.config import Settings
from sigma_audit.emulator.app import create_app
from sigma_audit.emulator.company import CLIENT_ID, CLIENT_SECRET, company
from sigma_audit.emulator.drive import Driver
from sigma_audit.emulator.faults import Asked
from sigma_audit.emulator.org import Org
from sigma_audit.emulator.quarter import QUARTER, Batch, apply
from sigma_audit.emulator.server import serve


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
