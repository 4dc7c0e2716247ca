"""Keeps what a working file's queries take of the machine's memory near what was collected.

DuckDB spills the rest to the disk. A bound that turns out too low is raised and the work done
again, so that frugality never costs a run. Must never change what a query says.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import duckdb

from sigma_audit.errors import LibraryError

T = TypeVar("T")
LEAST = 176 * 2**20  # bytes; most relations over half a million paths need less
TIMES = 2  # bound / bytes collected
GROWTH = 1.25  # of a bound that was too low
MOST = 64.0  # times the bound; what needs more needs another machine
BOUNDLESS = 2**30  # bytes collected, from which on DuckDB's own bound stands: 4/5 of the machine
# Every thread has vectors, hash tables and pages of its own in memory.
ONE_THREAD = 576 * 2**20  # bytes; under a bound below this one thread works
MODEST = 32 * 2**20  # bytes collected, below which the bound is as good as never reached:
ROOMY = 512 * 2**20  # bytes
# The last pages of every table are packed anew at each checkpoint, which takes them all into memory
# for it: a journal of many pages is rather kept, and packed once before they are looked through.
JOURNAL = "512MB"
UNPACKED = 16 * 2**20  # bytes of the journal, above which it is packed before a look


class Frugal:
    """The memory bound of one connection."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._factor = 1.0
        self._bound = self._fitted = 0
        self._is_tight = self._is_roomy = False
        self._counted: int | None = None
        row = connection.execute(
            "select current_setting('threads'), path from duckdb_databases() "
            "where database_name = current_database()"
        ).fetchone()
        self._threads, path = (int(row[0]), row[1]) if row else (1, None)
        self._journal = Path(f"{path}.wal") if path else None
        self._keep_journal()
        self.fit(0)

    @property
    def is_tight(self) -> bool:
        """Whether one thread works in a bound that is likely to be reached."""
        return self._is_tight

    def is_small(self) -> bool:
        """Say whether so little is collected that a bound is as good as never reached."""
        return not self._is_unpacked() and self._collected() <= MODEST

    def let_go(self) -> None:
        """Close the connection, for `move` to give another."""
        self._connection.close()

    def move(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Hold another connection to the same file, the first since it was closed, to the bound."""
        self._connection = connection
        self._keep_journal()
        self.fit(self._fitted)

    def count(self) -> None:
        """Count what is collected now; what is made of it from here on raises no bound."""
        self._pack()
        self._counted = self._collected()
        self.fit(self._counted)

    def settle(self) -> bool:
        """Have DuckDB give back what it has freed, where memory is tight; says whether it is."""
        if self._is_tight:
            # Setting a bound does it, the same one too.
            self._connection.execute(f"set memory_limit = '{self._bound} bytes'")
        return self._is_tight

    def fit(self, collected: int) -> None:
        """Set the bound for a file of so many bytes; outside a transaction."""
        self._fitted = collected
        # Relations that are in order say so themselves; keeping every other order costs memory.
        self._connection.execute("set preserve_insertion_order = false")
        self._is_tight = False
        self._is_roomy = collected <= MODEST
        if collected > BOUNDLESS:
            self._connection.execute("reset memory_limit")
            self._connection.execute("reset threads")
            return
        self._set(max(ROOMY if self._is_roomy else LEAST, TIMES * collected))
        self._is_tight = self._bound < ONE_THREAD and not self._is_roomy
        self._connection.execute(f"set threads = {1 if self._is_tight else self._threads}")

    def _keep_journal(self) -> None:
        self._connection.execute(f"set wal_autocheckpoint = '{JOURNAL}'")

    def _set(self, bound: int) -> None:
        self._bound = int(bound * self._factor)
        self._connection.execute(f"set memory_limit = '{self._bound} bytes'")

    def writing(self, work: Callable[[], T], undo: Callable[[], object]) -> T:
        """Write what was answered, and again in more memory if that was short.

        What waits to be packed does so in the least memory. Raises as `within` does.
        """
        if self._is_roomy:
            self._is_roomy = False
            self._set(LEAST)
        return self.again(work, undo)

    def again(self, work: Callable[[], T], undo: Callable[[], object]) -> T:
        """Do the work in the bound that stands, and again in more; outside a look or inside."""
        while True:
            try:
                return work()
            except duckdb.Error as error:
                self._grow(error, undo)
                self._set(max(LEAST, TIMES * self._collected()))

    def within(
        self,
        work: Callable[[], T],
        undo: Callable[[], object],
        *,
        goes_on: bool = False,
        is_beside: bool = False,
    ) -> T:
        """Do the work in that bound, and again in more where it was too little.

        `undo` takes back what was begun; `goes_on`: the bound was set when that began;
        `is_beside`: others write meanwhile, so nothing is packed. Raises DuckDB's own error when
        MOST times the bound was too little.
        """
        while True:
            try:
                if not goes_on:
                    if not is_beside:
                        self._pack()
                    self.fit(self._collected() if self._counted is None else self._counted)
                return work()
            except (duckdb.Error, LibraryError) as error:
                self._grow(error, undo)
                goes_on = False

    def _grow(self, error: Exception, undo: Callable[[], object]) -> None:
        """Take back what lacked memory and let the bound be higher; any other error is raised."""
        if not is_memory(error) or self._factor >= MOST:
            raise error
        undo()
        self._factor *= GROWTH

    def _pack(self) -> None:
        """Have what was written lie in the file as it is read later; outside a transaction."""
        if self._is_unpacked():
            self._connection.execute("checkpoint")

    def _is_unpacked(self) -> bool:
        journal = self._journal
        return bool(journal and journal.exists() and journal.stat().st_size > UNPACKED)

    def _collected(self) -> int:
        """Give the bytes of the file that are in use: what a look has built and left is free."""
        row = self._connection.execute(
            "select block_size * used_blocks from pragma_database_size() "
            "where database_name = current_database()"
        ).fetchone()
        return int(row[0]) if row else 0


def is_memory(error: BaseException | None) -> bool:
    """Say whether it was memory that was missing; build.create names the query around it."""
    if isinstance(error, LibraryError):
        return is_memory(error.__cause__)
    return isinstance(error, duckdb.OutOfMemoryException) or (
        # A commit that lacks memory says so in its words only.
        isinstance(error, duckdb.TransactionException) and "could not allocate" in str(error)
    )
