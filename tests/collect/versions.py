"""Relations by their content: DuckDB is asked once for each relation over each content it reads.

A relation is a function of what it reads. So a relation's content has a fingerprint, and what it
was over inputs of known fingerprints it still is. Where inputs differ and the outcome does not,
whatever rests on it need not be asked again. Must never guess: an unknown input is computed.
"""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from sigma_audit.collect.endpoints import ENDPOINTS
from sigma_audit.library import Library
from sigma_audit.snapshot import build

Mark = bytes  # fingerprint of a content
Rows = list[tuple[Any, ...]]
MOST_TABLES = 2000  # kept in DuckDB; others are made again when something new rests on them

# Relations of all endpoints at once, and who reads of them some endpoints only: those that its text
# names, or these. Of chains such a one reads the columns that its text names. `partial` tells
# whether that is so; whoever is not listed here is taken to read everything.
NAMED: tuple[str, ...] = ()
NAMING: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "main.chosen_readings": dict.fromkeys(
        (
            "account_type_permissions", "account_types", "cap_levels", "connection_paths",
            "connections", "document_tags", "grant_rows", "grants_at_once", "listed_documents",
            "listed_inodes", "listed_members", "sweep_sightings", "team_members", "teams",
            "verified_members",
        ),
        NAMED,
    ),
    "main.chain_states": dict.fromkeys(
        ("not_known", "sweep", "sweep_sightings", "unread_grants", "unread_places", "unread_teams"),
        NAMED,
    ),
    "meta.chains": dict.fromkeys(
        ("grant_moves", "grants_at_once", "inode_refs", "moved", "rereads", "verified_members"),
        NAMED,
    )
    | {"planned_chains": ("datasets",)},
}  # fmt: skip


def mark_of(name: str, rows: Sequence[Any]) -> Mark:
    """Give the fingerprint of a relation's rows, whatever their order."""
    found = hashlib.blake2b(name.encode(), digest_size=16)
    for line in sorted(map(repr, rows)):
        found.update(line.encode())
    return found.digest()


@dataclass
class State:
    """What one run has collected at one moment: each base table's content, and how to load it."""

    base: Mapping[str, Mark]
    load: Callable[[str], Rows]
    marks: dict[str, Mark] = field(default_factory=dict)


class Versions:
    """Every content of every relation so far; `computed` counts how often DuckDB was asked.

    `outcomes` and `answers` may be kept and given to a later process: they hold fingerprints and
    rows, and no table.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, library: Library) -> None:
        self._connection = connection
        queries = [
            *library.queries("typed"), *library.queries("model"),
            library.query("questions", "open_people"),
        ]  # fmt: skip
        self._queries = {build.relation(query): query for query in queries}
        self._reads: dict[str, tuple[str, ...]] = {}
        self._tables: OrderedDict[tuple[str, Mark], str] = OrderedDict()
        self._mounted: dict[str, Mark] = {}
        self._made = 0
        self._types: dict[str, str] = {}
        self._slicing: dict[tuple[str, str], tuple[tuple[str, ...], tuple[int, ...]]] = {}
        self._slices: dict[tuple[str, Mark, tuple[int, ...]], dict[str, Mark]] = {}
        self.outcomes: dict[tuple[str, tuple[Mark, ...]], Mark] = {}
        self.answers: dict[tuple[str, tuple[Mark, ...]], Rows] = {}
        self.computed = 0
        # Plans of a few rows cost more to improve than to carry out.
        connection.execute("pragma disable_optimizer")
        connection.execute("create schema store")

    def take_over(self, name: str) -> None:
        """Keep an empty base table's shape; from here on its content is a state's."""
        self._connection.execute(f"create table store.empty_{self._flat(name)} as from {name}")
        self._connection.execute(f"drop table {name}")

    def ask(self, sql: str, names: Sequence[str], state: State) -> Rows:
        """Put a query that reads these relations; gives its rows."""
        key = (sql, tuple(self.mark(name, state) for name in names))
        if key not in self.answers:
            for name in names:
                self._mount(name, state)
            self.computed += 1
            self.answers[key] = self._connection.execute(sql).fetchall()
        return self.answers[key]

    def columns(self, name: str, state: State) -> list[str]:
        """Name the columns of a relation."""
        return [row[0] for row in self.ask(f"describe {name}", [name], state)]

    def mark(self, name: str, state: State) -> Mark:
        """Give the fingerprint of a relation over a state, computing what is new."""
        if name in state.base:
            return state.base[name]
        if name not in state.marks:
            reads = self._inputs(name)
            key = (name, tuple(self._read_by(name, one, state) for one in reads))
            if key not in self.outcomes:
                self.outcomes[key] = self._compute(name, state)
            state.marks[name] = self.outcomes[key]
        return state.marks[name]

    def partial(self, name: str, state: State) -> list[str]:
        """Name the inputs of which a relation reads more than `NAMING` says."""
        sql, found = self._queries[name].sql, []
        for one in self._inputs(name):
            self._mount(one, state)
        whole = mark_of(name, self._connection.execute(sql).fetchall())
        for one in filter(lambda one: self._is_named(name, one), self._inputs(name)):
            table = self._tables[(one, self._mounted.pop(one))]
            endpoints, columns = self._slice_of(name, one)
            names = self._connection.execute(f"describe {table}").fetchall()
            chosen = ", ".join(
                row[0] if n in columns else f"null::{row[1]} as {row[0]}"
                for n, row in enumerate(names)
            )
            self._connection.execute(
                f"create or replace view {one} as select {chosen} from {table} "
                f"where endpoint in ({', '.join(map(build.quoted, endpoints))})"
            )
            if mark_of(name, self._connection.execute(sql).fetchall()) != whole:
                found.append(one)
            self._mount(one, state)
        return found

    def _read_by(self, name: str, one: str, state: State) -> Mark:
        """Give the fingerprint of what a relation reads of an input."""
        mark = self.mark(one, state)
        if not self._is_named(name, one):
            return mark
        if (name, one) not in self._slicing:
            self._mount(one, state)
        endpoints, columns = self._slice_of(name, one)
        if (one, mark, columns) not in self._slices:
            self._mount(one, state)
            by_endpoint = defaultdict(list)
            rows = self._connection.execute(f"from {self._tables[(one, mark)]}").fetchall()
            for row in rows:
                by_endpoint[row[0]].append([row[n] for n in columns])
            self._slices[(one, mark, columns)] = {
                endpoint: mark_of(one, own) for endpoint, own in by_endpoint.items()
            }
        slices = self._slices[(one, mark, columns)]
        return b"".join(slices.get(endpoint, b"-") for endpoint in endpoints)

    @staticmethod
    def _is_named(name: str, one: str) -> bool:
        return name.removeprefix("main.") in NAMING.get(one, ())

    def _slice_of(self, name: str, one: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
        """Give the endpoints and the columns of an input that a relation reads."""
        if (name, one) not in self._slicing:
            words = set(re.findall(r"\w+", self._queries[name].sql))
            endpoints = NAMING[one][name.removeprefix("main.")] or tuple(
                sorted(words & ENDPOINTS.keys())
            )
            columns = [row[0] for row in self._connection.execute(f"describe {one}").fetchall()]
            read = tuple(
                n for n, column in enumerate(columns) if column in words or one != "meta.chains"
            )
            self._slicing[(name, one)] = endpoints, read
        return self._slicing[(name, one)]

    def _inputs(self, name: str) -> tuple[str, ...]:
        if name not in self._reads:
            query = self._queries[name]
            self._reads[name] = tuple(sorted(build.tables_read(self._connection, query)))
        return self._reads[name]

    def _compute(self, name: str, state: State) -> Mark:
        for one in self._inputs(name):
            self._mount(one, state)
        self.computed += 1
        table = self._new_table(name)
        build.create(self._connection, self._queries[name], "table", table)
        mark = mark_of(name, self._connection.execute(f"from {table}").fetchall())
        if (name, mark) in self._tables:
            self._connection.execute(f"drop table {table}")
        else:
            self._keep(name, mark, table)
        return mark

    def _mount(self, name: str, state: State) -> None:
        """Let the name show the state's content."""
        mark = self.mark(name, state)
        if (name, mark) not in self._tables:
            if name in state.base:
                self._keep(name, mark, self._loaded(name, state))
            else:
                self._compute(name, state)
        self._tables.move_to_end((name, mark))
        if self._mounted.get(name) != mark:
            table = self._tables[(name, mark)]
            self._connection.execute(f"create or replace view {name} as from {table}")
            self._mounted[name] = mark

    def _loaded(self, name: str, state: State) -> str:
        table, rows = self._new_table(name), state.load(name)
        self._connection.execute(f"create table {table} as from store.empty_{self._flat(name)}")
        if rows:
            columns = [list(column) for column in zip(*rows, strict=True)]
            kinds = self._connection.execute(f"describe {table}").fetchall()
            marks = ", ".join(f"unnest(?::{kind[1]}[])" for kind in kinds)
            self._connection.execute(f"insert into {table} select {marks}", columns)
        return table

    def _new_table(self, name: str) -> str:
        self._made += 1
        return f"store.{self._flat(name)}_{self._made}"

    def _keep(self, name: str, mark: Mark, table: str) -> None:
        self._tables[(name, mark)] = table
        while len(self._tables) > MOST_TABLES:
            (gone, its), old = self._tables.popitem(last=False)
            if self._mounted.get(gone) == its:
                del self._mounted[gone]
                self._connection.execute(f"drop view {gone}")
            self._connection.execute(f"drop table {old}")

    @staticmethod
    def _flat(name: str) -> str:
        return name.replace(".", "_")
