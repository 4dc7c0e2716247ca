"""Pages and the state of their chains, and how a batch is written: all of it, or nothing.

Must never parse a page, nor leave a transaction open.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

import duckdb

FEW = 1000  # rows taken at once
# Columns of raw.* in order; those of meta.chains with their types: a list of nulls has none.
_PAGE = tuple(map(attrgetter, ("parent_id", "reading", "page_number", "fetched_at", "body")))
_CHAIN = {
    "endpoint": "varchar[]", "parent_id": "varchar[]", "reading": "bigint[]",
    "status": "varchar[]", "pages": "bigint[]", "rows_served": "bigint[]",
    "declared_total": "bigint[]", "retries": "bigint[]", "http_status": "bigint[]",
    "detail": "varchar[]", "next_cursor": "varchar[]", "started_at": "timestamp[]",
    "ended_at": "timestamp[]",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """One answer: which chain, which reading, which page of it, when, and its body as it came."""

    endpoint: str
    parent_id: str
    reading: int
    page_number: int
    fetched_at: datetime
    body: str


@dataclass(frozen=True, slots=True)
class Chain:
    """How one request chain stands; `status` is open, complete, forbidden, failed or vanished."""

    endpoint: str
    parent_id: str
    reading: int
    status: str
    pages: int
    rows_served: int
    declared_total: int | None
    retries: int
    http_status: int | None
    detail: str
    next_cursor: str | None
    started_at: datetime
    ended_at: datetime | None


def save(
    connection: duckdb.DuckDBPyConnection,
    pages: Sequence[Page],
    chains: Sequence[Chain],
    probes: Mapping[str, tuple[str, str]],
    starting_over: Sequence[tuple[str, str, int]],
) -> None:
    """Write a batch; duckdb.Error, with nothing of it written.

    `starting_over` names chains (endpoint, parent, reading) whose earlier pages are given up.
    """
    with _transaction(connection):
        for endpoint, *key in starting_over:
            connection.execute(
                f"delete from raw.{endpoint} where parent_id = ? and reading = ?", key
            )
        for endpoint in {page.endpoint for page in pages}:
            batch = [page for page in pages if page.endpoint == endpoint]
            connection.execute(
                f"insert into raw.{endpoint} select unnest(?), unnest(?), unnest(?), "
                "unnest(?::timestamp[]), unnest(?)",
                [list(map(column, batch)) for column in _PAGE],
            )
        if chains:
            connection.execute(
                "insert or replace into meta.chains select "
                + ", ".join(f"unnest(?::{kind})" for kind in _CHAIN.values()),
                [list(map(attrgetter(column), chains)) for column in _CHAIN],
            )
        for question, (answer, detail) in probes.items():
            connection.execute(
                "insert or replace into meta.probes values (?, ?, ?)", [question, answer, detail]
            )


def chains(
    connection: duckdb.DuckDBPyConnection, endpoints: Sequence[str], statuses: Sequence[str]
) -> list[Chain]:
    """Give the chains of some endpoints in some states, in order; where none is named, of all."""
    found = connection.execute(
        "from meta.chains where ($1 = [] or endpoint in $1) and ($2 = [] or status in $2) "
        "order by all",
        [list(endpoints), list(statuses)],
    )
    read = list[Chain]()
    while rows := found.fetchmany(FEW):  # all of them twice would be much of the memory
        read += (Chain(*row) for row in rows)
    return read


@contextlib.contextmanager
def _transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    connection.begin()
    try:
        yield
        connection.commit()
    except duckdb.Error:
        with contextlib.suppress(duckdb.Error):
            connection.rollback()
        raise
