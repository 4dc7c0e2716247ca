"""What a question needs from outside the snapshot, laid beside it as tables of the schema `input`.

A table that was not given is empty and missing from `input.given`: absent is not the same as none.
Everything goes in before the engine is locked. Must never write to a snapshot, nor decide what an
outside row means.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from sigma_audit.errors import ConfigError, NotFound

Columns = tuple[tuple[str, str], ...]
_READERS = {
    ".csv": "read_csv(?, all_varchar = true, header = true)",
    ".parquet": "read_parquet(?)",
    ".jsonl": "read_json(?, format = 'newline_delimited')",
    ".ndjson": "read_json(?, format = 'newline_delimited')",
    ".json": "read_json(?)",
}


@dataclass(frozen=True)
class InputTable:
    """Rows of one outside table; `columns` are (name, DuckDB type) in the order of the rows."""

    columns: Columns
    rows: Sequence[tuple[Any, ...]] = ()
    is_given: bool = True


@dataclass(frozen=True)
class InputFile:
    """One outside table read from a CSV, Parquet or JSON-lines file.

    `mapping` is our column -> its heading in the file; `spellings` are the headings tried without
    one, compared by letters and digits only. A column without either is null, unless `required`.
    """

    path: Path
    columns: Columns
    mapping: Mapping[str, str]
    spellings: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...] = ()


def lay(
    connection: duckdb.DuckDBPyConnection, tables: Mapping[str, InputTable | InputFile]
) -> None:
    """Attach an empty in-memory database as `input` and fill it; ConfigError names a bad file."""
    connection.execute("attach ':memory:' as input")
    connection.execute("create table input.given (name varchar)")
    for name, table in tables.items():
        if isinstance(table, InputFile):
            _lay_file(connection, name, table)
            is_given = True
        else:
            _lay_rows(connection, name, table)
            is_given = table.is_given
        if is_given:
            connection.execute("insert into input.given values (?)", [name])


def _lay_rows(connection: duckdb.DuckDBPyConnection, name: str, table: InputTable) -> None:
    shape = ", ".join(f'"{column}" {kind}' for column, kind in table.columns)
    connection.execute(f"create table input.{name} ({shape})")
    if table.rows:
        columns = [list(column) for column in zip(*table.rows, strict=True)]
        casts = ", ".join(f"unnest(?::{kind}[])" for _, kind in table.columns)
        connection.execute(f"insert into input.{name} select {casts}", columns)


def _reduced(heading: str) -> str:
    return re.sub(r"[^a-z0-9]", "", heading.lower())


def _chosen(table: InputFile, headings: Sequence[str]) -> dict[str, str | None]:
    """Say which heading each of our columns is read from; ConfigError for one that is not there."""
    by_reduced = {_reduced(heading): heading for heading in reversed(headings)}
    there = f"the columns of {table.path} are: {', '.join(headings)}"
    if unknown := sorted(table.mapping.keys() - {name for name, _ in table.columns}):
        known = ", ".join(name for name, _ in table.columns)
        raise ConfigError(f"--map: there is nothing called {', '.join(unknown)}", f"map: {known}")
    chosen: dict[str, str | None] = {}
    for name, _ in table.columns:
        if name in table.mapping:
            heading = by_reduced.get(_reduced(table.mapping[name]))
            if heading is None:
                raise ConfigError(f"{table.path} has no column {table.mapping[name]!r}", there)
        else:
            tried = (_reduced(word) for word in table.spellings.get(name, (name,)))
            heading = next((by_reduced[word] for word in tried if word in by_reduced), None)
        if heading is None and name in table.required:
            raise ConfigError(
                f"{table.path}: which column is the {name}?", f"--map {name}=COLUMN; {there}"
            )
        chosen[name] = heading
    return chosen


def _lay_file(connection: duckdb.DuckDBPyConnection, name: str, table: InputFile) -> None:
    reader = _READERS.get(table.path.suffix.lower())
    if reader is None:
        raise ConfigError(
            f"{table.path}: cannot read {table.path.suffix or 'a file without a suffix'}",
            f"give one that ends in {', '.join(_READERS)}",
        )
    if not table.path.is_file():
        raise NotFound(f"there is no file {table.path}")
    try:
        connection.execute("set timezone = 'UTC'")
        found = connection.execute(f"describe from {reader}", [str(table.path)]).fetchall()
        chosen = _chosen(table, [row[0] for row in found])
        picked = ", ".join(
            f"null::varchar as {column}"
            if heading is None
            else f"{_quoted(heading)}::varchar as {column}"
            for column, heading in chosen.items()
        )
        connection.execute(
            f"create temp table reading as select {picked} from {reader}", [str(table.path)]
        )
    except duckdb.Error as error:
        raise ConfigError(
            f"{table.path} cannot be read: {str(error).splitlines()[0]}",
            "is it a whole CSV, Parquet or JSON-lines file?",
        ) from error
    for column, kind in table.columns:
        _refuse_what_does_not_cast(connection, table.path, chosen[column], column, kind)
    casts = ", ".join(f"{_cast(column, kind)} as {column}" for column, kind in table.columns)
    connection.execute(f"create table input.{name} as select {casts} from reading")
    connection.execute("drop table reading")


def _cast(column: str, kind: str) -> str:
    """Read text as a type; a time with an offset becomes UTC, one without is UTC already."""
    if kind == "TIMESTAMP":
        return f"try_cast({column} as timestamptz) at time zone 'UTC'"
    return f"try_cast({column} as {kind})"


def _refuse_what_does_not_cast(
    connection: duckdb.DuckDBPyConnection, path: Path, heading: str | None, column: str, kind: str
) -> None:
    """Stop at a value that is not of the type: a row that quietly loses its time proves nothing."""
    row = connection.execute(
        f"select {column} from reading where {column} is not null and trim({column}) <> '' "
        f"and {_cast(column, kind)} is null limit 1"
    ).fetchone()
    if row:
        raise ConfigError(
            f"{path}, column {heading}: {row[0]!r} is not a {kind.lower()}",
            f"--map {column}=COLUMN names another column",
        )


def _quoted(heading: str) -> str:
    return '"' + heading.replace('"', '""') + '"'
