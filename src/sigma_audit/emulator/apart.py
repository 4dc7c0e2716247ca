"""The embedded organisation in a process of its own, with its clock in the caller's hand.

Server and client in one process would share one core; apart, they use two. Must never listen on
anything but loopback.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from multiprocessing.connection import Connection

from sigma_audit.emulator.app import create_app
from sigma_audit.emulator.by_hand import Hand, do
from sigma_audit.emulator.company import company
from sigma_audit.emulator.server import serve

_PATIENCE = 20.0  # seconds to start, and to answer


class Apart:
    """A served organisation: its base URL, and its clock."""

    def __init__(self, line: Connection) -> None:
        self._line = line
        self.base_url = str(self._answer())

    def set_clock(self, moment: datetime) -> None:
        """Let it be `moment` (naive UTC) in the organisation: writes are stamped with it."""
        self._line.send(moment)
        self._answer()

    def lay(self, hand: Hand) -> None:
        """Do what has no write endpoint."""
        self._line.send(hand)
        self._answer()

    def _answer(self) -> object:
        if not self._line.poll(_PATIENCE):
            raise OSError("the embedded organisation does not answer")
        try:
            return self._line.recv()
        except EOFError as error:
            raise OSError("the embedded organisation did not start") from error


@contextmanager
def serve_apart(seed: int = 1) -> Iterator[Apart]:
    """Serve the company from a process of its own for as long as the context lives; OSError."""
    context = multiprocessing.get_context("spawn")
    mine, its = context.Pipe()
    process = context.Process(target=_work, args=(its, seed), name="emulator", daemon=True)
    process.start()
    its.close()
    try:
        yield Apart(mine)
    finally:
        mine.close()
        process.join(_PATIENCE)
        if process.is_alive():
            process.terminate()


def _work(line: Connection, seed: int) -> None:
    """Serve until the caller hangs up; an interrupt is the caller's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    org = company(seed)
    app = create_app(org, token_rate=False)
    with serve(app) as base_url, contextlib.suppress(EOFError):
        line.send(base_url)
        while True:
            asked = line.recv()
            if isinstance(asked, Hand):
                do(org, asked)
                app.state.emulator.touch()
            else:
                org.now = asked
            line.send(None)
