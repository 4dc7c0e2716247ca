"""How a run tells what it is doing; the command line decides how that looks.

Must never print: a library call stays silent.
"""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Hears of phases: a name and how many chains it has, each that ended, and the phase's end."""

    def phase(self, name: str, total: int) -> None:
        """Begin a phase of `total` chains."""

    def step(self, n: int) -> None:
        """Count `n` chains as ended."""

    def done(self) -> None:
        """End the phase."""


class Silent:
    """Says nothing."""

    def phase(self, name: str, total: int) -> None:
        """Say nothing."""

    def step(self, n: int) -> None:
        """Say nothing."""

    def done(self) -> None:
        """Say nothing."""
