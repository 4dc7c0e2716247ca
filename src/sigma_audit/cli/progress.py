"""How far a long job is, on stderr: what, how many, how long to go.

On a terminal one line is redrawn; elsewhere, and with -v, a phase is one line when it ends. Must
never write to stdout.
"""

from __future__ import annotations

import sys
import time

import click

from sigma_audit.cli.output import NORMAL, narrate, verbosity

_REDRAW_SECONDS = 0.1
_WIDTH = 20
_CLEAR = "\r\x1b[K"


class Progress:
    """Hears of phases (see `collect/progress.py`) and shows them; `prefix` names the job."""

    def __init__(self, prefix: str = "") -> None:
        self._prefix = prefix
        self._name = ""
        self._done = self._total = 0
        self._started = self._drawn = 0.0
        self._is_redrawn = sys.stderr.isatty() and verbosity() == NORMAL

    def phase(self, name: str, total: int) -> None:
        """Begin a phase of `total` pieces; ends the one before, should it be open."""
        self.done()
        self._name, self._done, self._total = name, 0, total
        self._started, self._drawn = time.monotonic(), 0.0
        self._draw()

    def step(self, n: int) -> None:
        """Count `n` more pieces."""
        self._done += n
        self._draw()

    def done(self) -> None:
        """End the phase with its final count and time."""
        if not self._name:
            return
        if self._is_redrawn:
            click.echo(_CLEAR, err=True, nl=False)
        took = time.monotonic() - self._started
        narrate(f"{self._prefix}{self._name}: {self._done:,} in {took:.1f} s")
        self._name = ""

    def _draw(self) -> None:
        now = time.monotonic()
        if self._is_redrawn and now - self._drawn >= _REDRAW_SECONDS:
            self._drawn = now
            click.echo(f"{_CLEAR}{self.line(now - self._started)}", err=True, nl=False)

    def line(self, took: float) -> str:
        """Write the bar for a phase that has been going on for `took` seconds."""
        head = f"{self._prefix}{self._name}"
        if not self._total:
            return f"{head}: {self._done:,}"
        share = min(self._done / self._total, 1.0)
        filled = int(share * _WIDTH)
        bar = "#" * filled + "." * (_WIDTH - filled)
        left = f", {took / share - took:.0f} s to go" if 0 < share < 1 and took >= 1 else ""
        return f"{head} [{bar}] {self._done:,} of {self._total:,}{left}"
