"""Opens two sealed files as `before` and `after`, and lays `sql/history` over them.

A relation of it is made when a query first reads it, in memory, for as long as the pair is open:
what is asked decides what is compared. Must never mix organisations, or demo data with real data,
and never writes to a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from sigma_audit.errors import LibraryError, Refused
from sigma_audit.library import Library, Query
from sigma_audit.result import Result
from sigma_audit.snapshot import build
from sigma_audit.snapshot.asked import answered
from sigma_audit.snapshot.inputs import InputFile, InputTable
from sigma_audit.snapshot.overlay import Overlay
from sigma_audit.snapshot.store import Snapshot

SIDES = ("before", "after")


class Pair(Snapshot):
    """An earlier and a later snapshot of one organisation. Use as a context manager."""

    def __init__(
        self,
        before: Path,
        after: Path,
        library: Library,
        inputs: Mapping[str, InputTable | InputFile] | None = None,
        overlays: Mapping[str, Sequence[Overlay]] | None = None,
    ) -> None:
        """Attach both; Refused when they cannot be compared.

        `inputs` and `overlays` (by side) as of a `Snapshot`.
        """
        self._unmade: dict[str, Query] = {}
        super().__init__({"before": before, "after": after}, inputs=inputs, overlays=overlays)
        try:
            comparable(*(self.info(side) for side in SIDES))
        except BaseException:
            self._close()
            raise
        self._unmade = {query.name: query for query in library.queries("history")}
        self._numbers = library.query("questions", "numbers_of_ids")

    def sql(self, text: str, params: Mapping[str, object] | None = None) -> Result:
        """Ask anything, read-only, as of a `Snapshot`; what it names of the history is made."""
        self._make(set(re.findall(r"\w+", text)) & self._unmade.keys())
        return super().sql(text, params)

    def _answered(self, query: Query, kept: str, params: Mapping[str, object]) -> Result:
        self._make_read(query)
        return super()._answered(query, kept, self._numbered(query, params))

    def _numbered(self, query: Query, params: Mapping[str, object]) -> Mapping[str, object]:
        """Fill in the numbers of the ids that are given, where a query declares them.

        A pair is compared by number: as a value, a filter by it reaches through every join.
        """
        declared = {param.name for param in query.params}
        wanted = declared & {name for name, _ in self._numbers.columns} - params.keys()
        if query is self._numbers or not wanted:
            return params
        ids = {param.name: params.get(param.name) for param in self._numbers.params}
        numbers = self.run(self._numbers, ids).one()
        return {**params, **{name: no for name, no in numbers.items() if name in wanted}}

    def _make_read(self, query: Query) -> None:
        """Make what a query reads of the history, and what that reads."""
        read = build.tables_read(self._connection, query)
        self._make(name.removeprefix("main.") for name in read)

    def _make(self, names: Iterable[str]) -> None:
        """Make these relations, with all they rest on, unless they are there; LibraryError."""
        for name in sorted(names):
            query = self._unmade.pop(name, None)
            if query is None:
                continue
            self._make_read(query)
            try:
                answered(self._connection, (f"create {query.kind} {name} as {query.sql}", None))
            except duckdb.Error as error:
                raise LibraryError(query.file, 1, "sql", str(error)) from error


def comparable(before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Refuse two organisations, and demo data beside real data; takes both rows of their info."""
    for key, word in (("organization_id", "organisations"), ("source", "sources")):
        if before[key] != after[key]:
            raise Refused(
                f"the two snapshots are of different {word}: {before[key]} and {after[key]}",
                "compare two snapshots of one organisation, both demo or both real",
            )
