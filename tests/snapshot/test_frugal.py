"""A bound that was too low is raised, and the work done again: it never costs a run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from sigma_audit.errors import LibraryError
from sigma_audit.snapshot import frugal
from sigma_audit.snapshot.frugal import Frugal
from sigma_audit.snapshot.store import Snapshot
from worlds import World

# Lists cannot be spilled: what is gathered in one stays in memory.
GREEDY = "create table greedy as select list(range) as all_of_them from range(4_000_000)"


def test_what_needs_more_is_done_again_in_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frugal, "ROOMY", 8 * 2**20)
    undone = []
    with duckdb.connect() as connection:
        Frugal(connection).within(lambda: connection.execute(GREEDY), lambda: undone.append(1))
        assert connection.execute("select len(all_of_them) from greedy").fetchone() == (4_000_000,)
    assert 0 < len(undone) < 20


def test_a_run_is_sealed_in_whatever_it_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frugal, "ROOMY", 2**20)
    factors = []
    within = Frugal.within

    def watched(self: Frugal, *given: Any) -> Any:
        result = within(self, *given)
        factors.append(self._factor)
        return result

    monkeypatch.setattr(Frugal, "within", watched)
    world = World()
    world.grant(world.workspace("Space"), "view", member=world.member("Ann"))
    with Snapshot.open(world.seal(tmp_path)) as snapshot:
        assert snapshot.sql("select count(*) > 0 from effective_access").rows == [(True,)]
    assert factors[-1] > 1


def test_what_never_fits_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frugal, "ROOMY", 8 * 2**20)
    monkeypatch.setattr(frugal, "MOST", 1)
    with duckdb.connect() as connection, pytest.raises(duckdb.OutOfMemoryException):
        Frugal(connection).within(lambda: connection.execute(GREEDY), lambda: None)


def test_other_errors_are_not_tried_again() -> None:
    tried = []

    def wrong() -> None:
        tried.append(1)
        raise LibraryError("sql/model/x.sql", 1, "sql", "wrong")

    with duckdb.connect() as connection, pytest.raises(LibraryError):
        Frugal(connection).within(wrong, lambda: None)
    assert tried == [1]


def test_the_bound_follows_what_was_collected() -> None:
    with duckdb.connect() as connection:
        bound = Frugal(connection)
        found = []
        for collected in (10**6, 60 * 2**20, 400 * 2**20, 2 * 2**30):
            bound.fit(collected)
            found.append(
                connection.execute(
                    "select current_setting('memory_limit'), current_setting('threads')"
                ).fetchone()
            )
        every = duckdb.connect().execute("select current_setting('threads')").fetchone()
    assert every is not None
    assert [row and row[0] for row in found[:3]] == ["512.0 MiB", "176.0 MiB", "800.0 MiB"]
    assert [row and row[1] for row in found] == [every[0], 1, every[0], every[0]]
