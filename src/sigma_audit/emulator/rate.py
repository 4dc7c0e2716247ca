"""How many requests the embedded organisation serves in a second.

Must never know who asks, or what for.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Rate:
    """A bucket of `burst` requests that fills with `rate` a second; beyond it 429 as an edge's."""

    rate: float
    burst: float
    retry_after: str | None = None
    _level: float | None = None
    _last: float = 0.0

    def admits(self, now: float) -> bool:
        """Take one from the bucket, if there is one; `now` in seconds of any steady clock."""
        level = self.burst if self._level is None else self._level
        self._level = min(self.burst, level + (now - self._last) * self.rate)
        self._last = now
        if self._level < 1:
            return False
        self._level -= 1
        return True
