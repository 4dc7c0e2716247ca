"""Runs a query so that Ctrl-C stops it: DuckDB looks for signals too rarely to hear one itself.

The query stays on the thread that asks, whose memory serves it again and again; another one waits
for the signal. Must never swallow an error, nor take a signal from somebody else who waits for it.
"""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import duckdb

# A statement with its parameters; the rows of the last are given.
Step = tuple[str, dict[str, object] | None]
_AGAIN = 0.1  # seconds: a query that was just beginning has not heard the first word


def fetched(
    connection: duckdb.DuckDBPyConnection, *steps: Step
) -> tuple[Sequence[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Execute statements in turn; give the description and rows of the last. duckdb.Error."""
    with _listening(connection):
        for text, params in steps:
            connection.execute(text, params or {})
        described = connection.description or []
        return described, connection.fetchall() if described else []


@contextmanager
def _listening(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Have Ctrl-C stop what runs inside; KeyboardInterrupt. Signals reach the main thread alone."""
    if (
        threading.current_thread() is not threading.main_thread()
        or signal.getsignal(signal.SIGINT) is not signal.default_int_handler
    ):
        yield
        return
    heard, told = socket.socketpair()
    told.setblocking(False)
    before = signal.set_wakeup_fd(told.fileno(), warn_on_full_buffer=False)
    ended = threading.Event()

    def listen() -> None:
        with suppress(duckdb.Error):  # closed meanwhile
            while number := heard.recv(1):
                while number[0] == signal.SIGINT and not ended.is_set():
                    connection.interrupt()
                    ended.wait(_AGAIN)

    listener = threading.Thread(target=listen, name="interrupt", daemon=True)
    listener.start()
    try:
        yield
    except (duckdb.InterruptException, RuntimeError) as error:  # DuckDB tells of it either way
        if "interrupted" in str(error).lower():
            raise KeyboardInterrupt from error
        raise
    finally:
        signal.set_wakeup_fd(before)
        ended.set()
        told.close()
        listener.join()
        heard.close()
