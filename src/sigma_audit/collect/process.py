"""What a run asks of its process: files that are its owner's alone, an end that can be asked for.

Must never change anything of the process for longer than the run lasts.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import threading
from collections.abc import Iterator


@contextlib.contextmanager
def private_files() -> Iterator[None]:
    """Make every file of this run its owner's alone, DuckDB's journal included."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


@contextlib.contextmanager
def terminable() -> Iterator[None]:
    """Treat a termination signal like Ctrl-C, where this thread may."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    usable = threading.current_thread() is threading.main_thread() and task is not None
    if usable:
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(signal.SIGTERM, task.cancel)  # type: ignore[union-attr]
    try:
        yield
    finally:
        if usable:
            with contextlib.suppress(NotImplementedError):
                loop.remove_signal_handler(signal.SIGTERM)
