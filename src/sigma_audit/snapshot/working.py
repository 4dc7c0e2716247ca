"""A snapshot being written: `<name>.duckdb.partial`, sealed by renaming it to its final name.

The final name is absent or whole, never half. Must never parse a page or decide what is complete:
pages go in as they came, SQL reads them.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from sigma_audit.errors import NameTaken, Refused, StorageError
from sigma_audit.library import Library, Query
from sigma_audit.snapshot import build
from sigma_audit.snapshot.checksum import write_checksum
from sigma_audit.snapshot.frugal import MODEST, Frugal, is_memory
from sigma_audit.snapshot.lock import alone
from sigma_audit.snapshot.partial import (
    Run,
    begin,
    connect,
    partial_path,
    private_folder,
    remove,
    storage_error,
    storing,
)
from sigma_audit.snapshot.saving import Chain, Page, chains, save

T = TypeVar("T")
PORTION = 32  # pages of a chain taken at once: a long list's are hundreds of megabytes


class Working:
    """The open file of a run. One process at a time: DuckDB's own lock keeps others out."""

    def __init__(
        self, final: Path, connection: duckdb.DuckDBPyConnection, library: Library
    ) -> None:
        self.final = final
        self.library = library
        self._connection = connection
        self._needed: dict[str, list[Query]] = {}
        # What looks has a connection of its own: it sees what was there when it began.
        beside = connection.cursor()
        self._frugal = Frugal(beside)
        self._look = build.Look(beside, self._frugal.settle)
        self._looking = threading.RLock()
        self._written = 0  # how often anything was written, and how often it had been at the look
        self._looked_at = 0
        self._is_beside, self._grown = False, 0  # and characters of pages since

    @classmethod
    def create(
        cls,
        final: Path,
        run: Run,
        endpoint_names: Iterable[str],
        library: Library,
        settings: Mapping[str, str] | None = None,
    ) -> Working:
        """Start a new working file; NameTaken when the final or the working file is already there.

        `settings` is what was asked for beside the plan; it stands in `meta.settings`.
        """
        path = partial_path(final)
        private_folder(path.parent)
        with alone(path.parent):  # else another run might begin with the same file
            if final.exists():
                raise NameTaken(
                    f"{final} is already there", "a sealed snapshot is never overwritten"
                )
            if path.exists():
                hint = "continue it with --resume, or remove it"
                raise NameTaken(f"{path} is an unfinished run", hint)
            begin(path, run, endpoint_names, settings or {})
            connection = connect(path)
        return cls(final, connection, library)

    @classmethod
    def reopen(cls, final: Path, library: Library) -> Working:
        """Open the unfinished run for `final`."""
        working = cls(final, connect(partial_path(final)), library)
        build.clear(working._connection)
        return working

    def is_small(self) -> bool:
        """Say whether so little is collected that a look may go on beside the writing."""
        with self._looking:
            return self._frugal.is_small()

    def settings(self) -> dict[str, str]:
        """Give what was asked for beside the plan, by name."""
        return dict(self._execute("from meta.settings", {}).fetchall())

    def run_facts(self) -> dict[str, Any]:
        """Give the run's row of `meta.run` as a dictionary."""
        cursor = self._connection.execute("from meta.run")
        names = [column[0] for column in cursor.description or ()]
        row = cursor.fetchone()
        return dict(zip(names, row or (), strict=False))

    def update_run(self, **facts: object) -> None:
        """Fill in facts that only the run itself finds out (organisation, source, taken_at)."""
        names = ", ".join(f"{name} = ?" for name in facts)
        self._wrote()
        self._execute(f"update meta.run set {names}", list(facts.values()))
        self._written += 1

    def save(
        self,
        pages: Sequence[Page] = (),
        chains: Sequence[Chain] = (),
        probes: Mapping[str, tuple[str, str]] | None = None,
        starting_over: Iterable[tuple[str, str, int]] = (),
    ) -> None:
        """Keep pages and the state of their chains in one transaction: all or nothing.

        `starting_over` names chains (endpoint, parent, reading) whose earlier pages are given up,
        because the whole chain is being read again.
        """
        self._wrote(pages)
        given = (pages, chains, probes or {}, list(starting_over))
        self._beside(lambda: save(self._connection, *given), self._frugal.writing)
        self._written += 1  # only now: a look that began meanwhile has not seen it

    def relation(self, name: str, *, is_beside: bool = False) -> list[dict[str, Any]]:
        """Rows of one relation or question over what was collected so far, in a fixed order.

        What was built for it serves the next one too, until something is written. `is_beside`:
        another thread may write meanwhile.
        """
        with self._looking:
            if self._looked_at != self._written:
                self._end_look()
            self._looked_at, self._grown, self._is_beside = self._written, 0, is_beside
            return self._look_up(name)

    def seen(self, name: str) -> list[dict[str, Any]] | None:
        """Rows of one more relation as of the last look; None where that is over."""
        with self._looking:
            return self._look_up(name) if self._look.is_open and self._is_beside else None

    def _look_up(self, name: str) -> list[dict[str, Any]]:
        with storing(partial_path(self.final)):
            if name not in self._needed:
                self._needed[name] = self._look.needed(self.library, name)
            needed = self._needed[name]

            def rows() -> list[dict[str, Any]]:
                if not (self._look.is_open or self._is_beside):
                    self._afresh()
                return self._look.rows(needed, is_beside=self._is_beside)

            return self._frugal.within(
                rows,
                lambda: self._look.end(),
                goes_on=self._look.is_open,
                is_beside=self._is_beside,
            )

    def chains(self, endpoints: Sequence[str] = (), statuses: Sequence[str] = ()) -> list[Chain]:
        """Every chain that was begun, as it stands now; of these endpoints, in these states."""
        return self._beside(
            lambda: chains(self._connection, endpoints, statuses), self._frugal.again
        )

    def bodies(self, endpoint: str, parent_id: str, reading: int, after: int = 0) -> list[str]:
        """Bodies of the pages of one chain that follow page `after`, in order, PORTION at most."""
        sql = (
            f"select body from raw.{endpoint} where parent_id = ? and reading = ? "
            "and page_number > ? order by page_number limit ?"
        )

        def read() -> list[str]:
            asked = [parent_id, reading, after, PORTION]
            return [row[0] for row in self._connection.execute(sql, asked).fetchall()]

        return self._beside(read, self._frugal.again)

    def seal(self) -> Path:
        """Build every relation, close, sync to disk, rename; gives the sealed file's path."""
        path = partial_path(self.final)
        with storing(path):
            self._end_look()
            self._build()
            self._connection.execute("checkpoint")
            self._frugal.let_go()
            self._connection.close()
            with path.open("rb") as file:
                os.fsync(file.fileno())
            if self.final.exists():
                raise Refused(f"{self.final} appeared meanwhile", f"this run is kept as {path}")
            write_checksum(path, self.final)
            path.rename(self.final)
            folder = os.open(self.final.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        return self.final

    def discard(self) -> None:
        """Close and remove the unfinished run: a guard stopped it before it was worth keeping."""
        self.close()
        remove(partial_path(self.final))

    def close(self) -> None:
        """Leave the unfinished run on disk, ready to be resumed."""
        with contextlib.suppress(duckdb.Error):
            self._connection.close()

    def _wrote(self, pages: Sequence[Page] = ()) -> None:
        """Give up a look that is not to last, unless somebody is looking: then the next one does.

        One that others write beside lasts, but not for long: what is written since stays in memory.
        """
        self._grown += sum(len(page.body) for page in pages)
        if self._is_beside and self._grown <= MODEST:
            return
        if self._looking.acquire(blocking=False):
            try:
                self._end_look()
                self._is_beside = False
            finally:
                self._looking.release()

    def _beside(
        self, work: Callable[[], T], again: Callable[[Callable[[], T], Callable[[], None]], T]
    ) -> T:
        """Do work on the file beside a look; where that lacks memory, once nobody looks."""
        with storing(partial_path(self.final)):
            if self._is_beside:
                try:
                    return work()
                except duckdb.Error as error:
                    if not is_memory(error):
                        raise
            with self._looking:
                return again(work, lambda: self._look.end())

    def _end_look(self) -> None:
        with storing(partial_path(self.final)):
            self._look.end()

    def _build(self) -> None:
        """Make every relation: in one transaction, or where memory is tight each in its own.

        Cut short, it leaves relations at most, which `reopen` drops, beside the pages as they were.
        """
        self._frugal.count()
        self._afresh()
        steps = build.steps(self._connection, self.library, self._frugal.settle)
        for group in [[step] for step in steps] if self._frugal.is_tight else [steps]:
            self._frugal.within(partial(self._kept, group), self._connection.rollback)

    def _afresh(self) -> None:
        """Where memory is tight, close the file and open it: what it held beside its bound is free.

        The collected pages lie in the file by then, and no look is open.
        """
        if not self._frugal.is_tight:
            return
        path = partial_path(self.final)
        self._frugal.let_go()  # the file stays open while any connection to it is
        self._connection.close()
        if not path.exists():  # else it would begin anew, empty
            raise StorageError(f"{path} was removed while it was written", "collect again")
        self._connection = connect(path)
        beside = self._connection.cursor()
        self._frugal.move(beside)
        self._look = build.Look(beside, self._frugal.settle)

    def _kept(self, group: Sequence[Callable[[], None]]) -> None:
        """Take some steps and keep what they made: all of it or nothing."""
        self._connection.begin()
        for step in group:
            self._frugal.settle()
            step()
        self._connection.commit()

    def _execute(self, sql: str, params: Any) -> duckdb.DuckDBPyConnection:
        try:
            return self._connection.execute(sql, params)
        except (duckdb.IOException, duckdb.FatalException) as error:
            raise storage_error(error, partial_path(self.final)) from error
