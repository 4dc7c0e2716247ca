"""Runs `sql/typed`, then `sql/model`, in dependency order; then `sql/integrity` must find nothing.

The order comes from DuckDB's own parser: nothing that can be derived is declared. Must never decide
what a relation means, and never reads a file: it is handed queries.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import partial
from graphlib import CycleError, TopologicalSorter
from typing import Any

import duckdb

from sigma_audit.errors import LibraryError
from sigma_audit.library import Library, Query
from sigma_audit.snapshot.allowed import nodes
from sigma_audit.snapshot.ordered import create_table, without_order
from sigma_audit.snapshot.slices import apart, sliced

SCHEMA = {"typed": "typed", "model": "main", "questions": "main"}
_READ: dict[str, frozenset[str]] = {}  # by SQL text: a process builds the same queries many times


def tables_read(connection: duckdb.DuckDBPyConnection, query: Query) -> frozenset[str]:
    """Name the relations a query reads as `schema.name` (unqualified: `main.`), CTEs left out."""
    if query.sql in _READ:
        return _READ[query.sql]
    row = connection.execute("select json_serialize_sql(?::varchar)", [query.sql]).fetchone()
    tree = json.loads(row[0]) if row else {}
    if tree.get("error"):
        raise LibraryError(
            query.file, 1, "sql", str(tree.get("error_message")), "a file holds one SELECT"
        )
    found = list(nodes(tree))
    ctes = {str(entry["key"]) for node in found for entry in node.get("cte_map", {}).get("map", [])}
    _READ[query.sql] = frozenset(
        f"{node['schema_name'] or 'main'}.{node['table_name']}"
        for node in found
        if node.get("type") == "BASE_TABLE"
        and not (not node["schema_name"] and node["table_name"] in ctes)
    )
    return _READ[query.sql]


def build_order(connection: duckdb.DuckDBPyConnection, queries: Iterable[Query]) -> list[Query]:
    """Order queries so that each comes after what it reads; LibraryError names a circle."""
    by_name = {relation(query): query for query in queries}
    graph = {
        name: tables_read(connection, query) & by_name.keys() for name, query in by_name.items()
    }
    try:
        return [by_name[name] for name in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        circle = " -> ".join(error.args[1])
        raise LibraryError(
            by_name[error.args[1][0]].file, 1, "sql", f"reads in a circle: {circle}"
        ) from error


def relation(query: Query) -> str:
    """Name the relation that a query makes, as `schema.name`."""
    return f"{SCHEMA[query.drawer]}.{query.name}"


def quoted(text: str) -> str:
    """Give a text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def create(
    connection: duckdb.DuckDBPyConnection,
    query: Query,
    kind: str = "",
    name: str = "",
    *,
    in_order: bool = True,
    in_slices: bool = True,
    settle: Callable[[], bool] = lambda: False,
) -> None:
    """Make the relation of a query, under another kind or name if given; LibraryError.

    Not `in_order`, its rows lie as they come: what is looked through once needs no order. Not
    `in_slices`, all raw pages are read at once: few pages need no cutting. `settle` frees memory,
    and says whether it is tight: then what can be made in parts is.
    """
    kind = kind or query.kind
    try:
        if kind == "table" and "by" in query.extra and settle():
            _in_parts(connection, query, name or relation(query), settle)
            return
        if kind == "view":  # read by people, and by files that hold no such row ids as slices have
            connection.execute(f"create view {name or relation(query)} as {query.sql}")
        else:
            sql = query.sql if in_order else without_order(query.sql)
            sql = sliced(connection, sql) if in_slices else sql
            create_table(connection, name or relation(query), sql)
    except duckdb.Error as error:
        raise LibraryError(query.file, 1, "sql", str(error)) from error


def _in_parts(
    connection: duckdb.DuckDBPyConnection, query: Query, name: str, settle: Callable[[], object]
) -> None:
    """Make a table in the parts that its header names, in the memory of the largest of them."""
    connection.execute(f"create table {name} as from ({query.sql}) limit 0")
    for sql in apart(connection, query.sql, query.extra["by"]):
        connection.execute(f"insert into {name} {sql}")
        settle()


def _describe(connection: duckdb.DuckDBPyConnection, query: Query) -> None:
    """Put the header's words into the file, where any client shows them."""
    name = relation(query)
    described = [f"comment on {query.kind} {name} is {quoted(query.purpose)}"]
    for column, meaning in query.columns:
        described.append(f"comment on column {name}.{column} is {quoted(meaning)}")
    connection.execute(";".join(described))


def clear(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop every typed and model relation, whatever a sealing that was cut short has left."""
    for kind in ("view", "table"):
        names = connection.execute(
            f"select schema_name, {kind}_name from duckdb_{kind}s() where not internal "
            "and database_name = current_database() and schema_name in ('typed', 'main')"
        ).fetchall()
        for schema, name in names:
            connection.execute(f'drop {kind} {schema}."{name}"')


def needed(connection: duckdb.DuckDBPyConnection, library: Library, name: str) -> list[Query]:
    """Give the queries that a relation or a question rests on, itself last, in build order."""
    made = [*library.queries("typed"), *library.queries("model")]
    if not library.has("model", name):
        made.append(library.query("questions", name))
    by_name = {relation(query): query for query in made}
    found: dict[str, Query] = {}
    waiting = [f"main.{name}"]
    while waiting:
        reached = waiting.pop()
        if reached in by_name and reached not in found:
            found[reached] = by_name[reached]
            waiting += tables_read(connection, by_name[reached])
    return build_order(connection, found.values())


class Look:
    """A look at what the raw pages mean so far, gone when it ends: no relation of it stays.

    What a relation rests on is built as tables, once for all relations of one look: views upon
    views over the same pages would be planned, and read, once for every path that leads to them.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, settle: Callable[[], bool] = lambda: False
    ) -> None:
        """`settle` is called before each relation: frees memory, and says whether it is tight.

        Then each relation is committed and dropped in the end; else all of them are rolled back.
        """
        self._connection = connection
        self._settle = settle
        self._built: set[str] = set()
        self._is_committed = False
        self.is_open = False

    def needed(self, library: Library, name: str) -> list[Query]:
        """Give the queries that a relation rests on, as the function of that name does."""
        return needed(self._connection, library, name)

    def rows(self, needed: list[Query], *, is_beside: bool = False) -> list[dict[str, Any]]:
        """Give the rows of the last of these relations, in a fixed order; begins a look if needed.

        An error ends the look. `is_beside`: others write meanwhile, so nothing is committed.
        """
        if not self.is_open:
            self._connection.begin()
            self.is_open = True
        try:
            return self._rows(needed, is_beside)
        except Exception:
            self.end()
            raise

    def _rows(self, needed: list[Query], is_beside: bool) -> list[dict[str, Any]]:
        for query in needed:
            if relation(query) not in self._built:
                is_tight = not is_beside and self._settle()
                create(self._connection, query, "table", in_order=False, in_slices=not is_beside)
                self._built.add(relation(query))
                if is_tight:
                    self._connection.commit()
                    self._is_committed = True
                    self._connection.begin()
        cursor = self._connection.execute(f"from main.{needed[-1].name} order by all")
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def end(self) -> None:
        """Give up what was built, if anything was; the pages are about to change."""
        if self.is_open:
            self.is_open = False
            self._built.clear()
            self._connection.rollback()
        if self._is_committed:
            clear(self._connection)
            self._connection.execute("checkpoint")  # their blocks are free from then on
            self._is_committed = False


def answer(connection: duckdb.DuckDBPyConnection, needed: list[Query]) -> list[dict[str, Any]]:
    """Give the rows of the last of these relations over the raw pages so far, in a fixed order."""
    look = Look(connection)
    try:
        return look.rows(needed)
    finally:
        look.end()


def build(connection: duckdb.DuckDBPyConnection, library: Library) -> None:
    """Make every typed and model relation for good, described; then ask the integrity queries."""
    for step in steps(connection, library):
        step()


def steps(
    connection: duckdb.DuckDBPyConnection,
    library: Library,
    settle: Callable[[], bool] = lambda: False,
) -> list[Callable[[], None]]:
    """Give what `build` does, one thing at a time, each resting only on those before it.

    `settle` is what `create` takes by that name.
    `meta.integrity` holds one row for each integrity query and how many rows it found (0 is good).
    """
    queries = [*library.queries("typed"), *library.queries("model")]
    ordered = build_order(connection, queries)

    def begin() -> None:
        # There before the relations, some of which tell what it found.
        connection.execute(
            "create or replace table meta.integrity (name varchar, purpose varchar, found bigint)"
        )

    def make(query: Query) -> None:
        create(connection, query, settle=settle)
        _describe(connection, query)

    def ask(query: Query) -> None:
        row = connection.execute(f"select count(*) from ({query.sql})").fetchone()
        connection.execute(
            "insert into meta.integrity values (?, ?, ?)",
            [query.name, query.purpose, row[0] if row else None],
        )

    verified = library.query("questions", "verified_access")
    return [
        begin,
        *(partial(make, query) for query in ordered),
        partial(_hold_against, connection, verified),
        *(partial(ask, query) for query in library.queries("integrity")),
    ]


def _hold_against(connection: duckdb.DuckDBPyConnection, query: Query) -> None:
    """Keep what the members drawn can use, each asked alone: the wide view is never expanded."""
    connection.execute("delete from meta.verified_access")
    drawn = connection.execute(
        "select member_id from verified_members where is_answered order by 1"
    )
    for (member_id,) in drawn.fetchall():
        connection.execute(
            f"insert into meta.verified_access {query.sql}", {"member_id": member_id}
        )
