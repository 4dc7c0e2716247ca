"""Lays a catalog in memory in the place of a sealed file, with some relations made again.

A relation is either a view onto the file's own, or built by the library's SQL: because it was
replaced, because it lies downstream of one that was, or because everything is to be made again from
the raw pages. Must never write to the file, nor decide what a relation means.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import duckdb

from sigma_audit.errors import LibraryError
from sigma_audit.library import Library, Query
from sigma_audit.snapshot import build
from sigma_audit.snapshot.frugal import is_memory
from sigma_audit.snapshot.shape import META, raw_table

# Memory in which older files' relations are made and kept; what is more is laid aside on the disk.
LEAST = 5 * 2**28  # bytes
SHARE = 0.75  # bound / bytes of all files that are open
SEALED = "sealed"  # schema of the catalog in memory: the file's own model relations


@dataclass(frozen=True)
class Overlay:
    """Which relations of one file are made again; the others stay as they were sealed.

    `replaced` is model relation -> the SELECT that stands in its place: it may read the file's own
    as `sealed.<name>`, and the schema `input`. What lies downstream is built again by `library`,
    except the relations `kept`. With `is_whole` every typed and model relation is made from `raw`:
    the meaning that this version gives to the pages of an earlier one.
    """

    library: Library
    replaced: Mapping[str, Query] = field(default_factory=dict)
    kept: Collection[str] = ()
    is_whole: bool = False


def lay_all(connection: duckdb.DuckDBPyConnection, alias: str, stack: Sequence[Overlay]) -> None:
    """Make the catalog `alias` over the attached `<alias>_file`, through those between the two."""
    file = f"{alias}_file"
    for number, overlay in enumerate(stack, 1):
        name = alias if number == len(stack) else f"{alias}_{number}"
        _lay(connection, name, file, overlay)
        file = name


def _lay(connection: duckdb.DuckDBPyConnection, alias: str, file: str, overlay: Overlay) -> None:
    """Make the catalog `alias` over the attached `file`; LibraryError names SQL that fails.

    Leaves `alias` in use. Views are bound in their own catalog, so that a pair cannot be mixed up.
    """
    connection.execute(f"attach ':memory:' as {alias}")
    connection.execute(f"use {alias}")
    for schema in ("raw", "typed", "meta", SEALED):
        connection.execute(f"create schema {schema}")
    library = overlay.library
    ordered = build.build_order(connection, [*library.queries("typed"), *library.queries("model")])
    if overlay.is_whole:
        made = {build.relation(query) for query in ordered} - {f"main.{k}" for k in overlay.kept}
    else:
        made = _downstream(connection, ordered, overlay)
    read = {
        name for query in overlay.replaced.values() for name in build.tables_read(connection, query)
    }
    _show_file(connection, file, made, read)
    if overlay.is_whole:
        _fill_in(connection, ordered)
        _bind(connection)
    for query in ordered:
        if build.relation(query) in made:
            replaced = overlay.replaced.get(query.name) if query.drawer == "model" else None
            kind = "table" if replaced else query.kind
            _make(connection, replaced or query, kind, build.relation(query))


def _bind(connection: duckdb.DuckDBPyConnection) -> None:
    """Bound what everything that is open takes of the memory, from here on."""
    row = connection.execute(
        "select sum(block_size * total_blocks)::bigint from pragma_database_size()"
    ).fetchone()
    bytes_open = row[0] if row and row[0] else 0
    connection.execute(f"set memory_limit = '{int(max(LEAST, SHARE * bytes_open))} bytes'")


def _make(connection: duckdb.DuckDBPyConnection, query: Query, kind: str, name: str) -> None:
    """Make one relation; where the bound was too little, in all the memory there is."""
    try:
        build.create(connection, query, kind, name)
    except LibraryError as error:
        if not is_memory(error):
            raise
        connection.execute("reset memory_limit")
        build.create(connection, query, kind, name)


def _downstream(
    connection: duckdb.DuckDBPyConnection, ordered: list[Query], overlay: Overlay
) -> set[str]:
    """Name what was replaced and everything that reads it, directly or not, less what is kept."""
    made = {f"main.{name}" for name in overlay.replaced}
    for query in ordered:
        if query.name not in overlay.kept and build.tables_read(connection, query) & made:
            made.add(build.relation(query))
    return made


def _show_file(
    connection: duckdb.DuckDBPyConnection, file: str, made: set[str], read: set[str]
) -> None:
    """Make a view onto each relation of the file that is not made again, or is read as sealed."""
    rows = connection.execute(
        "select schema_name, table_name, comment from duckdb_tables() where database_name = $file "
        "union all select schema_name, view_name, comment from duckdb_views() "
        "where database_name = $file and not internal order by all",
        {"file": file},
    ).fetchall()
    for schema, name, comment in rows:
        shown = [schema] if f"{schema}.{name}" not in made else []
        shown += [SEALED] if schema == "main" and f"{SEALED}.{name}" in read else []
        for place in shown:
            connection.execute(f'create view {place}."{name}" as from {file}.{schema}."{name}"')
        if comment and schema in shown:
            connection.execute(f'comment on view {schema}."{name}" is {build.quoted(comment)}')


def _fill_in(connection: duckdb.DuckDBPyConnection, ordered: list[Query]) -> None:
    """Make empty what a file of an earlier version does not have: pages and records of the run."""
    read = {name for query in ordered for name in build.tables_read(connection, query)}
    there = {
        f"{schema}.{name}"
        for schema, name in connection.execute(
            "select schema_name, view_name from duckdb_views() "
            "where database_name = current_database() and not internal"
        ).fetchall()
    }
    for name in sorted(read - there):
        schema, _, table = name.partition(".")
        if schema == "raw":
            connection.execute(raw_table(table))
    for statement in META.split(";"):
        words = statement.split()
        if words[:2] == ["create", "table"] and words[2] not in there:
            connection.execute(statement)
