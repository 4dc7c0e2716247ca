"""How fast to ask: starts slowly, grows while nothing is refused, cuts on a refusal, creeps up.

Sigma publishes no limit, so the pace is learned from what is served and what is refused. A limit is
taken for a bucket that fills steadily: at a refusal it is empty, so what was served between two
refusals is what it lets through. Must never decide whether a request is repeated (that is
`client.py`); it only says when the next may go out.
"""

from __future__ import annotations

import asyncio
import math
from collections import deque

START = 5.0  # requests a second, before anything is known (contract, Pace)
GROW, GROW_EVERY = 1.6, 0.5  # factor and seconds, until the first refusal
WINDOW = 2.0  # seconds over which "what was served lately" is counted
CUT = 0.97  # of the limit, as it is known after a refusal
SETTLE = 1.0  # seconds after a cut before another refusal tells something new
# Answers after a cut until the pace is at the limit again, the first time and at most: it comes
# near quickly, stays there long, and then leaves it ever faster, for the limit may have moved.
CREEP, CREEP_MOST = 200, 2000
CREEP_WITHIN = 300.0  # seconds, where so many answers would take longer
PLAUSIBLE = 0.85  # of the pace: a mean below it was not held back by the limit alone
FLOOR = 0.5  # requests a second, however often it is refused


class Pace:
    """A clock for requests; all times are the event loop's seconds. `rate` in requests a second."""

    def __init__(self, start: float = START, cap: float = math.inf) -> None:
        self.cap = cap
        self.rate = min(start, cap)
        self._limit = math.inf  # requests a second, as the last refusal showed it
        self._creep = CREEP / 2
        self._next = 0.0
        self._gate = 0.0
        self._grown_at: float | None = None
        self._began: float | None = None
        self._cut_at = -math.inf  # when the request that was refused went out
        self._settled_at = -math.inf
        self._since = 0  # served of what went out after it
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

    def served(self, sent_at: float) -> None:
        """Note an answer that was no refusal, to a request that went out at `sent_at`."""
        now = asyncio.get_running_loop().time()
        self._served.append(now)
        while self._served and self._served[0] < now - WINDOW:
            self._served.popleft()
        if sent_at <= self._cut_at:
            return
        self._since += 1
        if math.isfinite(self._limit):
            at = self._since / min(self._creep, max(1.0, self._limit * CREEP_WITHIN)) - 1
            self.rate = min(self.cap, self._limit * (1 + (1 - CUT) * at**3))

    def refused(self, sent_at: float, retry_after: float | None) -> None:
        """Note a 429: close the gate as long as asked, cut to just under the limit it shows.

        Refusals of requests sent before the last cut tell nothing new and cut no further.
        """
        now = asyncio.get_running_loop().time()
        if retry_after is not None:
            self._gate = max(self._gate, now + retry_after)
        if sent_at <= self._settled_at:
            return
        if not self._served:  # nothing was let through that could tell how much would be
            self.rate = min(self.cap, START, max(FLOOR, self.rate / GROW))
            self._settled_at = now + SETTLE
            self._next = max(self._next, now + 1 / self.rate)
            return
        self._limit = max(FLOOR, min(self.rate, self._let_through(sent_at, now)))
        self.rate = min(self.cap, max(FLOOR, CUT * self._limit))
        self._creep = min(CREEP_MOST, 2 * self._creep)
        self._cut_at, self._since = sent_at, 0
        # By then turns given out at the old pace, and what a drained limit still refuses, are past.
        self._settled_at = max(self._next, now + SETTLE)
        self._next = max(self._next, now + 1 / self.rate)

    def _let_through(self, sent_at: float, now: float) -> float:
        """Tell how many a second the limit lets through, as far as can be known."""
        if math.isinf(self._limit):
            return self._lately(now, WINDOW / 2)
        mean = (self._since + 0.5) / max(SETTLE / 2, sent_at - self._cut_at)
        return mean if mean >= PLAUSIBLE * self.rate else self._lately(now, WINDOW)

    def _lately(self, now: float, window: float) -> float:
        began = now if self._began is None else self._began
        recent = sum(moment >= now - window for moment in self._served)
        return recent / max(0.5, min(window, now - began))

    def _grow(self, now: float) -> None:
        if self._grown_at is None:
            self._grown_at = now
        if now - self._grown_at < GROW_EVERY or math.isfinite(self._limit):
            return
        self._grown_at = now  # one step at most, however long nothing was asked
        self.rate = min(self.cap, self.rate * GROW)
