"""Many sealed files of one organisation, open at once: a question is put to each in turn.

What they answer is gathered in memory, in the catalog `series`, for `sql/series` to read. Must
never run SQL of the user's (the engine is not locked here), mix organisations, or write to a file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sigma_audit.errors import AuditError, Refused
from sigma_audit.library import Library, Query
from sigma_audit.snapshot import allowed, overlay
from sigma_audit.snapshot.interruptible import fetched
from sigma_audit.snapshot.overlay import Overlay
from sigma_audit.snapshot.shape import SCHEMA_VERSION
from sigma_audit.snapshot.store import Snapshot, attach, bind

_AT_ONCE = 40  # files in one statement: more are planned no faster
_MAIN = re.compile(r"\bmain(?=\.)")
_INFO = "snapshot_id, organization_id, source, taken_at, plan, status"


@dataclass(frozen=True)
class Taken:
    """One sealed snapshot, by what it says of itself; `taken_at` is naive UTC."""

    file: Path
    snapshot_id: str
    organization_id: str
    source: str
    taken_at: datetime
    plan: str
    status: str


class Shelf(Snapshot):
    """Sealed files, oldest first, each attached as long as there is room. A context manager.

    What the engine knows of its tables and views takes some 5 MB for each file that is attached;
    to attach one again for a question takes some 10 ms.
    """

    def __init__(self, paths: Iterable[Path], *, stay_open: int | None = None) -> None:
        """Attach every file once; `left_out` says (file, reason) of the others.

        `stay_open`: how many stay attached at most; the others are for each question, and no more
        than `_AT_ONCE` of them together. None: as many as the system lets.
        `copies`: a file of a snapshot that another file holds -> that other file.
        """
        super().__init__({}, is_locked=False)
        # What was read of one file is not needed for the next: keeping it makes nothing quicker.
        self._connection.execute("set memory_limit = '1GB'")
        self.left_out: list[tuple[str, str]] = []
        self.copies: dict[Path, Path] = {}
        self._alias: dict[str, str] = {}
        self._versions: dict[str, int] = {}
        self._room = _room() if stay_open is None else min(stay_open, _room())
        try:
            self._connection.execute("attach ':memory:' as series")
            self._connection.execute("use series")
            found: dict[str, Taken] = {}
            for number, path in enumerate(paths):
                if (one := self._see(path, f"s{number}")) is None:
                    continue
                if (twin := found.setdefault(one.snapshot_id, one)) is not one:
                    self.left_out.append((str(path), f"it is a copy of {twin.file}"))
                    self.copies[path] = twin.file
            self.taken = tuple(
                sorted(found.values(), key=lambda one: (one.taken_at, one.snapshot_id))
            )
        except BaseException:
            self._close()
            raise

    def _see(self, path: Path, alias: str) -> Taken | None:
        """Read what a file says of itself; leaves it attached while there is room."""
        try:
            version = attach(self._connection, path, alias)
        except AuditError as error:
            self._connection.execute(f"detach database if exists {alias}")
            self.left_out.append((str(path), error.sentence))
            return None
        row = self._connection.execute(f"select {_INFO} from {alias}.main.snapshot_info").fetchone()
        assert row is not None
        one = Taken(path, *row)
        if version < SCHEMA_VERSION or len(self._alias) >= self._room:
            self._connection.execute(f"detach {alias}")
        else:
            self._alias.setdefault(one.snapshot_id, alias)
        self._versions[one.snapshot_id] = version
        return one

    def refuse_mixture(self) -> None:
        """Stop at two organisations, or at demo data beside real data; Refused."""
        for key, word in (("organization_id", "organisations"), ("source", "sources")):
            values = sorted({str(getattr(one, key)) for one in self.taken})
            if len(values) > 1:
                raise Refused(
                    f"the snapshots are of different {word}: {', '.join(values)}",
                    "name a folder of one organisation with --snapshots DIR, all demo or all real",
                )

    @contextmanager
    def standing_at(self, one: Taken) -> Iterator[Shelf]:
        """Let plain names mean the relations of one snapshot for as long as the context lives.

        Of a file that an older version has sealed, they are made again from its pages.
        """
        with self._attached([one]) as (alias,):
            self._connection.execute(f"use {alias}")
            try:
                yield self
            finally:
                self._connection.execute("use series")

    @contextmanager
    def _attached(self, among: Sequence[Taken]) -> Iterator[list[str]]:
        """Give the alias of each, attached for the while where there was no room for longer."""
        passing: list[str] = []
        found: list[str] = []
        try:
            for one in among:
                alias = self._alias.get(one.snapshot_id)
                if alias is None and self._versions[one.snapshot_id] < SCHEMA_VERSION:
                    alias = self._alias[one.snapshot_id] = f"old{len(self._alias)}"
                    attach(self._connection, one.file, f"{alias}_file")
                    overlay.lay_all(self._connection, alias, [Overlay(Library(), is_whole=True)])
                    self._connection.execute("use series")
                if alias is None:
                    alias = f"passing{len(passing)}"
                    attach(self._connection, one.file, alias)
                    passing.append(alias)
                found.append(alias)
            yield found
        finally:
            for alias in passing:
                self._connection.execute(f"detach {alias}")

    def lay(self, among: Sequence[Taken]) -> None:
        """Make `series.snapshots` of the snapshots that a question is about, numbered from 0."""
        self._connection.execute(
            "create or replace table series.snapshots (snapshot_no integer, snapshot_id varchar, "
            "taken_at timestamp, plan varchar, status varchar, file varchar)"
        )
        self._connection.executemany(
            "insert into series.snapshots values (?, ?, ?, ?, ?, ?)",
            [
                (number, one.snapshot_id, one.taken_at, one.plan, one.status, one.file.name)
                for number, one in enumerate(among)
            ],
        )

    def gather(
        self, name: str, query: Query, params: Mapping[str, object], among: Sequence[Taken]
    ) -> None:
        """Put a query to each and keep all rows as `series.<name>`, with their `snapshot_no`."""
        body, bound = allowed.body(query.sql), bind(query, params)
        for number, one in enumerate(among):
            into = (
                f"insert into series.{name}"
                if number
                else f"create or replace table series.{name} as"
            )
            with self.standing_at(one):
                fetched(
                    self._connection,
                    (f"{into} select {number}::integer as snapshot_no, * from ({body})", bound),
                )

    def gather_slices(
        self,
        table: str,
        query: Query,
        params: Mapping[str, object],
        among: Sequence[Taken],
        only: Collection[int] | None = None,
        *,
        is_more: bool = False,
    ) -> None:
        """Make `table`, or add to it, of a query of `sql/slices` to each, many in one statement.

        In it `main` is the snapshot and `$snapshot_no` its number; with `only` no others are read.
        """
        numbered = any(param.name == "snapshot_no" for param in query.params)
        bound = bind(query, {**params, **({"snapshot_no": 0} if numbered else {})})
        bound.pop("snapshot_no", None)
        body = allowed.body(query.sql)
        chosen = [(n, one) for n, one in enumerate(among) if only is None or n in only]
        # Where none is to be read, the first says of what shape nothing is.
        read = chosen or [(0, among[0])]
        for start in range(0, len(read), _AT_ONCE):
            part = read[start : start + _AT_ONCE]
            with self._attached([one for _, one in part]) as aliases:
                sql = " union all by name ".join(
                    f"select {number}::integer as snapshot_no, * from ("
                    + _MAIN.sub(f"{alias}.main", body).replace("$snapshot_no", str(number))
                    + ")"
                    for (number, _), alias in zip(part, aliases, strict=True)
                )
                sql += "" if chosen else " limit 0"
                into = (
                    f"insert into {table} by name"
                    if start or is_more
                    else f"create or replace table {table} as"
                )
                fetched(self._connection, (f"{into} {sql}", bound))

    def do(self, text: str, params: dict[str, object] | None = None) -> list[tuple[Any, ...]]:
        """Run a statement of our own, and give its rows."""
        return fetched(self._connection, (text, params))[1]

    @contextmanager
    def within(self, catalog: str) -> Iterator[None]:
        """Let plain names mean the relations of a catalog for as long as the context lives."""
        self._connection.execute(f"use {catalog}")
        try:
            yield
        finally:
            self._connection.execute("use series")

    def keep_rows(self, name: str, query: Query, params: Mapping[str, object]) -> None:
        """Keep the rows of a query over the series as `series.<name>`, for those that follow."""
        body = allowed.body(query.sql)
        fetched(
            self._connection,
            (f"create or replace table series.{name} as {body}", bind(query, params)),
        )


def _room() -> int:
    """Say how many files may stay open: half of what the system lets this process have."""
    try:
        import resource
    except ImportError:  # Windows, where the limit is high
        return 500
    return min(500, resource.getrlimit(resource.RLIMIT_NOFILE)[0] // 2)
