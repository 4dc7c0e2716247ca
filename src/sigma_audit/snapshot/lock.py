"""Locks a folder for as long as a process wants it: whoever is killed lets go of it.

Must never leave anything in the folder, nor take a folder from somebody who holds it.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PATIENCE, _AGAIN = 10.0, 0.02  # seconds: what is done alone takes a tenth of one


def locked(folder: Path) -> int | None:
    """Lock a folder until the handle is closed; None where that cannot be done here.

    BlockingIOError where another process, or another handle of this one, has it.
    """
    if sys.platform == "win32":
        return None
    import fcntl

    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        if isinstance(error, BlockingIOError):
            raise
        return None  # a file system that knows no locks
    return handle


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Wait until nobody else is here. Who holds the folder for ever is not waited for."""
    handle, until = None, time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            handle = locked(folder)
            break
        except BlockingIOError:
            time.sleep(_AGAIN)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)
