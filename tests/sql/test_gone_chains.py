"""A thing is gone only when the last answer says so; what names it still is asked again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import duckdb
import pytest

from sigma_audit.library import Library
from sigma_audit.snapshot.shape import META

LIBRARY = Library()
START = datetime(2026, 7, 1, 9)
Row = tuple[object, ...]


@pytest.fixture
def chains() -> Iterator[duckdb.DuckDBPyConnection]:
    """Chains that a test fills in, and what mentions what."""
    with duckdb.connect() as connection:
        connection.execute(META)
        connection.execute("create table extra_endpoints as select 'schedules' as endpoint")
        connection.execute(
            "create table mentions "
            "(subject_id varchar, endpoint varchar, parent_id varchar, reading integer)"
        )
        chosen = LIBRARY.query("model", "chosen_readings").sql
        connection.execute(f"create view chosen_readings as {chosen}")
        yield connection


def read(
    connection: duckdb.DuckDBPyConnection,
    endpoint: str,
    *answers: tuple[int, int],
    parent: str = "",
) -> None:
    """Add the readings of a chain: HTTP status and minute of each; 200 is a whole answer."""
    for reading, (status, minute) in enumerate(answers, 1):
        word = {200: "complete", 404: "vanished"}.get(status, "failed")
        at = START + timedelta(minutes=minute)
        connection.execute(
            "insert into meta.chains (endpoint, parent_id, reading, status, pages, rows_served, "
            "retries, http_status, detail, started_at, ended_at) "
            "values (?, ?, ?, ?, 1, 1, 0, ?, '', ?, ?)",
            [endpoint, parent, reading, word, None if status == 200 else status, at, at],
        )


def gone(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    """Give chain, reading, is_mentioned, is_confirmed of whatever is gone."""
    found = connection.execute(LIBRARY.query("model", "gone_chains").sql).fetchall()
    return sorted(row[1:] for row in found)


@pytest.mark.parametrize(
    ("answers", "last"),
    [
        ([404], 1), ([409], 1), ([410], 1), ([403], None), ([500], None), ([200], None),
        ([404, 200], None), ([404, 403], None), ([403, 404], 2), ([404, 404], 2), ([200, 404], 2),
    ],
)  # fmt: skip
def test_the_last_answer_decides(
    chains: duckdb.DuckDBPyConnection, answers: list[int], last: int | None
) -> None:
    given = [(status, minute) for minute, status in enumerate(answers)]
    read(chains, "team_members", *given, parent="t")
    assert gone(chains) == ([("t", last, False, True)] if last else [])


def test_what_was_asked_beside_does_not_count(chains: duckdb.DuckDBPyConnection) -> None:
    read(chains, "schedules", (404, 0), parent="w")
    read(chains, "teams", (404, 0))
    assert gone(chains) == []


@pytest.mark.parametrize(
    ("lists", "named_in", "said"),
    [
        ([(200, 0)], [1], (True, False)),  # named before it was gone, and not read since
        ([(200, 0), (200, 9)], [1], (False, True)),  # read again, and no longer named
        ([(200, 0), (200, 9)], [1, 2], (True, True)),  # read again, and still named
        ([(200, 0), (200, 3)], [1], (False, False)),  # read again, but before it was gone
        ([(200, 0), (403, 9)], [1], (True, True)),  # the last answer could not be had
        ([(200, 0), (404, 9)], [1], (False, True)),  # what named it is gone itself
    ],
)
def test_what_names_it_still_is_told(
    chains: duckdb.DuckDBPyConnection,
    lists: list[tuple[int, int]],
    named_in: list[int],
    said: tuple[bool, bool],
) -> None:
    read(chains, "team_members", (404, 5), parent="t")
    read(chains, "teams", *lists)
    rows = [["t", "teams", "", reading] for reading in named_in]
    # The chain that was asked for it proves nothing.
    chains.executemany(
        "insert into mentions values (?, ?, ?, ?)", [*rows, ["t", "team_members", "t", 1]]
    )
    assert gone(chains) == [("t", 1, *said)]
