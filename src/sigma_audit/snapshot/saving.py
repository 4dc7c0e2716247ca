"""Writes pages and the state of their chains into a working file: all of a batch, or nothing.

Must never parse a page, nor leave a transaction open.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from sigma_audit.snapshot.working import Chain, Page

_TEXT, _NUMBER, _TIME = "varchar[]", "bigint[]", "timestamp[]"
# DuckDB types of Chain's fields, in order; a list of nulls alone would have none.
_CHAIN_TYPES = (
    *(_TEXT, _TEXT, _NUMBER, _TEXT, _NUMBER, _NUMBER, _NUMBER),
    *(_NUMBER, _NUMBER, _TEXT, _TEXT, _TIME, _TIME),
)


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
            batch = [astuple(page)[1:] for page in pages if page.endpoint == endpoint]
            columns = [list(column) for column in zip(*batch, strict=True)]
            connection.execute(
                f"insert into raw.{endpoint} select unnest(?), unnest(?), unnest(?), "
                "unnest(?::timestamp[]), unnest(?)",
                columns,
            )
        if chains:
            columns = [list(column) for column in zip(*map(astuple, chains), strict=True)]
            connection.execute(
                "insert or replace into meta.chains select "
                + ", ".join(f"unnest(?::{kind})" for kind in _CHAIN_TYPES),
                columns,
            )
        for question, (answer, detail) in probes.items():
            connection.execute(
                "insert or replace into meta.probes values (?, ?, ?)", [question, answer, detail]
            )


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
