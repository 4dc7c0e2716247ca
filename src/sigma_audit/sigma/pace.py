"""How fast to ask: starts slowly, grows while nothing is refused, cuts on a refusal, creeps up.

Sigma publishes no limit, so the pace is learned from what is served and what is refused. Must never
decide whether a request is repeated (that is `client.py`); it only says when the next may go out.
"""

from __future__ import annotations

import asyncio
import math
from collections import deque

START = 5.0  # requests a second, before anything is known (contract, Pace)
GROW, GROW_EVERY = 1.6, 0.5  # factor and seconds, until the first refusal
WINDOW = 2.0  # seconds over which "what was served" is counted
CUT, CUT_AGAIN = 0.97, 0.8  # of what was served; the second when refusals come close together
CLOSE = 5.0  # seconds: refusals nearer than this are close together
SETTLE = 1.0  # seconds after a cut before another refusal tells something new
CREEP_OVER = 1500  # answers after a cut until the refused pace is reached again …
CREEP_WITHIN = 300.0  # … or so many seconds, whichever is sooner
PROBE = 1.02  # factor a GROW_EVERY once the refused pace is passed: the limit may have moved
FLOOR = 0.5  # requests a second, however often it is refused


class Pace:
    """A clock for requests; all times are the event loop's seconds. `rate` in requests a second."""

    def __init__(self, start: float = START, cap: float = math.inf) -> None:
        self.cap = cap
        self.rate = min(start, cap)
        self._ceiling = math.inf
        self._creep = 1.0
        self._next = 0.0
        self._gate = 0.0
        self._grown_at: float | None = None
        self._cut_at = -math.inf
        self._settled_at = -math.inf
        self._began: float | None = None
        self._served: deque[float] = deque()

    async def turn(self) -> float:
        """Wait until a request may go out; gives the moment it does."""
        clock = asyncio.get_running_loop().time
        self._began = clock() if self._began is None else self._began
        while True:
            now = clock()
            self._grow(now)
            slot = max(now, self._next, self._gate)
            self._next = slot + 1 / self.rate
            if slot > now:
                await asyncio.sleep(slot - now)
            if clock() >= self._gate:
                return clock()

    def served(self) -> None:
        """Note an answer that was no refusal."""
        now = asyncio.get_running_loop().time()
        self._served.append(now)
        while self._served and self._served[0] < now - WINDOW:
            self._served.popleft()
        if self.rate < self._ceiling < math.inf:
            self.rate = min(self.cap, self.rate * self._creep)

    def refused(self, sent_at: float, retry_after: float | None) -> None:
        """Note a 429: close the gate as long as asked, cut to just under what was served.

        Refusals of requests sent before the last cut tell nothing new and cut no further.
        """
        now = asyncio.get_running_loop().time()
        if retry_after is not None:
            self._gate = max(self._gate, now + retry_after)
        if sent_at <= self._settled_at:
            return
        began = now if self._began is None else self._began
        recent = [moment for moment in self._served if moment >= now - WINDOW]
        goodput = len(recent) / max(1.0, min(WINDOW, now - began))
        factor = CUT_AGAIN if now - self._cut_at < CLOSE else CUT
        self._ceiling = min(self.rate, max(goodput, FLOOR))
        self.rate = min(self.cap, max(FLOOR, factor * self._ceiling))
        answers = max(1.0, min(CREEP_OVER, self.rate * CREEP_WITHIN))
        self._creep = max(1.0, self._ceiling / self.rate) ** (1 / answers)
        self._cut_at = now
        # By then turns given out at the old pace, and what a drained limit still refuses, are past.
        self._settled_at = max(self._next, now + SETTLE)
        self._next = max(self._next, now + 1 / self.rate)

    def _grow(self, now: float) -> None:
        if self._grown_at is None:
            self._grown_at = now
        if now - self._grown_at < GROW_EVERY or math.isinf(self.rate):
            return
        self._grown_at = now  # one step at most, however long nothing was asked
        if math.isinf(self._ceiling):
            self.rate = min(self.cap, self.rate * GROW)
        elif self.rate >= self._ceiling:
            self.rate = min(self.cap, self.rate * PROBE)
