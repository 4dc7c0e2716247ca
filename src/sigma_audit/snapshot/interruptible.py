"""Runs a query so that Ctrl-C stops it: DuckDB looks for signals too rarely to hear one itself.

The query has a thread of its own and the main one waits. Must never swallow an error of either.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import duckdb

# A statement with its parameters; the rows of the last are given.
Step = tuple[str, dict[str, object] | None]


def fetched(
    connection: duckdb.DuckDBPyConnection, *steps: Step
) -> tuple[Sequence[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Execute statements in turn; give the description and rows of the last. duckdb.Error."""
    given: list[tuple[Sequence[tuple[Any, ...]], list[tuple[Any, ...]]]] = []
    failed: list[BaseException] = []
    done = threading.Event()  # a thread's own join forgets it when a signal cuts it short

    def go() -> None:
        try:
            for text, params in steps:
                connection.execute(text, params or {})
            described = connection.description or []
            given.append((described, connection.fetchall() if described else []))
        except BaseException as error:  # noqa: BLE001 - raised below, by the thread that asked
            failed.append(error)
        finally:
            done.set()

    if threading.current_thread() is not threading.main_thread():
        go()
    else:
        worker = threading.Thread(target=go, name="query", daemon=True)
        worker.start()
        try:
            done.wait()
        except KeyboardInterrupt:
            connection.interrupt()
            done.wait()
            raise
        worker.join()
    if failed:
        raise failed[0]
    return given[0]
