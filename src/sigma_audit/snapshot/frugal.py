"""Keeps what a working file's queries take of the machine's memory near what was collected.

DuckDB spills the rest to the disk. A bound that turns out too low is raised and the work done
again, so that frugality never costs a run. Must never change what a query says.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import duckdb

from sigma_audit.errors import LibraryError

T = TypeVar("T")
LEAST = 192 * 2**20  # bytes; most relations over half a million paths need less
TIMES = 2  # bound / bytes collected
GROWTH = 1.25  # of a bound that was too low
MOST = 64.0  # times the bound; what needs more needs another machine
BOUNDLESS = 2**30  # bytes collected, from which on DuckDB's own bound stands: 4/5 of the machine
# Every thread has vectors, hash tables and pages of its own in memory.
ONE_THREAD = 576 * 2**20  # bytes; under a bound below this one thread works
MODEST = 32 * 2**20  # bytes collected, below which the bound is as good as never reached:
ROOMY = 512 * 2**20  # bytes


class Frugal:
    """The memory bound of one connection."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._factor = 1.0
        self._bound = 0
        self._is_tight = False
        self._counted: int | None = None
        row = connection.execute("select current_setting('threads')").fetchone()
        self._threads = int(row[0]) if row else 1

    @property
    def is_tight(self) -> bool:
        """Whether one thread works in a bound that is likely to be reached."""
        return self._is_tight

    def count(self) -> None:
        """Count what is collected now; what is made of it from here on raises no bound."""
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
        # Relations that are in order say so themselves; keeping every other order costs memory.
        self._connection.execute("set preserve_insertion_order = false")
        self._is_tight = False
        if collected > BOUNDLESS:
            self._connection.execute("reset memory_limit")
            self._connection.execute("reset threads")
            return
        self._bound = int(
            max(LEAST if collected > MODEST else ROOMY, TIMES * collected) * self._factor
        )
        self._connection.execute(f"set memory_limit = '{self._bound} bytes'")
        self._is_tight = self._bound < ONE_THREAD and collected > MODEST
        self._connection.execute(f"set threads = {1 if self._is_tight else self._threads}")

    def within(
        self, work: Callable[[], T], undo: Callable[[], object], *, goes_on: bool = False
    ) -> T:
        """Do the work in that bound, and again in more where it was too little.

        `undo` takes back what was begun; `goes_on`: the bound was set when that began. Raises
        DuckDB's own error when MOST times the bound was too little.
        """
        while True:
            if not goes_on:
                self.fit(self._collected() if self._counted is None else self._counted)
            try:
                return work()
            except (duckdb.Error, LibraryError) as error:
                if not _is_memory(error) or self._factor >= MOST:
                    raise
                undo()
                goes_on = False
                self._factor *= GROWTH

    def _collected(self) -> int:
        """Give the bytes of the file that are in use: what a look has built and left is free."""
        row = self._connection.execute(
            "select block_size * used_blocks from pragma_database_size() "
            "where database_name = current_database()"
        ).fetchone()
        return int(row[0]) if row else 0


def _is_memory(error: BaseException) -> bool:
    """Say whether it was memory that was missing; build.create names the file around it."""
    return isinstance(error, duckdb.OutOfMemoryException) or isinstance(
        error.__cause__, duckdb.OutOfMemoryException
    )
