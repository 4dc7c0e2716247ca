"""What goes wrong, by plan: refusals, broken answers, drifting pages; and a log of what was asked.

`fault_layer.py` acts by it. Must never fire unseen: every fault counts how often it really did.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qsl, urlencode

from starlette.types import Scope

from sigma_audit.emulator.rate import Rate
from sigma_audit.emulator.spoil import EDGE_PAGE
from sigma_audit.emulator.wire import Answer, json_answer, page_answer, skewed_answer

Kind = Literal[
    "status",  # the JSON envelope with `status` and, where given, Retry-After
    "edge",  # an edge's HTML page with `status`, 200 too
    "unauthorized",  # 401, and every token dies
    "reset",  # the connection is cut before an answer
    "cut",  # half of the body, then the connection ends
    "stall",  # nothing for `seconds`, then the answer
    "act",  # `act` is called (an object deleted in mid-crawl), then the answer
    "not_json",  # 200 with JSON that ends too early
    "empty_page",  # no entries, and a cursor to what should have been there
    "same_cursor",  # the page again under a cursor that leads back to it
    "cycle",  # as before, by two cursors in turn
    "duplicate",  # the first entry twice
    "shift",  # the first entry has slipped off the page
    "short",  # the last entry is missing
    "wrong_total",  # a total that is one too high
    "entry_error",  # an error object in the place of the first entry (4.3)
    "missing",  # `fields` left out of every entry
    "hide",  # entries whose grantId is among `fields` left out, the total lowered with them
    "extra",  # every entry holds fields that nobody has heard of
    "word",  # `fields` of every entry say a word that nobody has heard of
    "skewed",  # 429 by a clock that is `seconds` ahead: Date, and Retry-After as a date
]


@dataclass
class Fault:
    """One thing that goes wrong at the calls it matches; empty criteria match any call.

    `given` is a query parameter that a call must have, `lacking` are those that it must not.
    It fires at the `nth` matching call and the `times - 1` after it (None: at all after it); a call
    whose answer holds nothing to spoil is not counted but as `unfit`.
    """

    kind: Kind
    operation: str = ""
    path: str = ""
    parent: str = ""
    given: str = ""
    lacking: tuple[str, ...] = ()
    nth: int = 1
    times: int | None = 1
    status: int = 503
    retry_after: str | None = None
    seconds: float = 0.0
    fields: tuple[str, ...] = ()
    act: Callable[[], None] | None = None
    seen: int = 0
    unfit: int = 0
    fired: int = 0

    def strikes(self, operation: str, path: str, query: list[tuple[str, str]]) -> bool:
        """Tell whether this call is one to spoil; counts the calls that match."""
        if self.operation not in ("", operation) or self.path not in ("", path):
            return False
        names = {name for name, _ in query}
        if (self.given and self.given not in names) or names & {*self.lacking}:
            return False
        values = (*path.split("/"), *(value for _, value in query))
        if self.parent and self.parent not in values:
            return False
        self.seen += 1
        last = None if self.times is None else self.nth + self.times - 1
        return self.seen >= self.nth and (last is None or self.seen <= last)

    def settle(self, has_spoilt: bool) -> None:
        """Note whether the answer could be spoilt; where not, the next one is tried."""
        self.fired += has_spoilt
        self.seen -= not has_spoilt
        self.unfit += not has_spoilt


@dataclass
class Asked:
    """One request as it was answered; times are the event loop's seconds, status 0 is none."""

    method: str
    path: str
    query: str
    operation: str
    started: float
    in_flight: int
    status: int = 0
    ended: float = 0.0


@dataclass
class FaultPlan:
    """The faults to come, the pace of the server, and the log; tests and benchmarks read it."""

    faults: list[Fault] = field(default_factory=list)
    latency_seconds: float = 0.0
    rate: Rate | None = None
    is_logging: bool = True
    log: list[Asked] = field(default_factory=list)
    in_flight: int = 0
    most_in_flight: int = 0
    rejected: int = 0
    _cursors: dict[str, str | None] = field(default_factory=dict)
    _operation_of: Callable[[str, str], str] = lambda _method, _path: ""
    _touch: Callable[[], None] = lambda: None
    _revoke: Callable[[], None] = lambda: None

    def attach(
        self,
        operation_of: Callable[[str, str], str],
        *,
        touch: Callable[[], None],
        revoke: Callable[[], None],
    ) -> None:
        """Connect the plan with the app that it spoils."""
        self._operation_of, self._touch, self._revoke = operation_of, touch, revoke

    def fired(self) -> int:
        """Count what really went wrong so far."""
        return sum(fault.fired for fault in self.faults)

    def asked(self, operation: str) -> list[Asked]:
        """List the requests for one operation."""
        return [one for one in self.log if one.operation == operation]

    def begin(self, scope: Scope) -> Asked:
        """Note that a request came in."""
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        asked = Asked(
            scope["method"],
            scope["path"],
            scope.get("query_string", b"").decode("latin-1"),
            self._operation_of(scope["method"], scope["path"]),
            _now(),
            self.in_flight,
        )
        if self.is_logging:
            self.log.append(asked)
        return asked

    def end(self, asked: Asked) -> None:
        """Note that a request is done with."""
        self.in_flight -= 1
        asked.ended = _now()

    def striking(self, asked: Asked) -> Iterator[Fault]:
        """Give the fault of this request, the next one only where that spoilt nothing.

        A fault counts the calls that those before it have left.
        """
        if self.faults:
            query = parse_qsl(asked.query, keep_blank_values=True)
            for fault in self.faults:
                if fault.strikes(asked.operation, asked.path, query):
                    yield fault

    def refuse(self, asked: Asked) -> Answer | None:
        """Answer 429 where the caller is too fast; signing in has its own limit."""
        if self.rate is None or asked.operation == "postToken":
            return None
        if self.rate.admits(_now()):
            return None
        self.rejected += 1
        return page_answer(429, EDGE_PAGE, self.rate.retry_after)

    def instead(self, fault: Fault) -> Answer | None:
        """Give the answer of a fault that needs none of the app's, or do what comes before it."""
        if fault.kind == "status":
            return json_answer(fault.status, fault.retry_after)
        if fault.kind == "skewed":
            return skewed_answer(429, fault.seconds)
        if fault.kind == "edge":
            return page_answer(fault.status, EDGE_PAGE, fault.retry_after)
        if fault.kind == "unauthorized":
            self._revoke()
            return json_answer(401, None)
        if fault.kind == "act" and fault.act is not None:
            fault.act()
            self._touch()
        return None

    def follow(self, scope: Scope) -> str | None:
        """Lead a cursor that a fault made up back to the real one; gives the cursor asked with."""
        query = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
        cursor = next((value for key, value in query if key in ("page", "pageToken")), None)
        if cursor is None or cursor not in self._cursors:
            return cursor
        real = self._cursors[cursor]
        kept = [
            (key, real if key in ("page", "pageToken") and real is not None else value)
            for key, value in query
            if key not in ("page", "pageToken") or real is not None
        ]
        scope["query_string"] = urlencode(kept).encode()
        return real

    def cursor_to(self, real: str | None, turn: int) -> str:
        """Make up a cursor that leads to a real one (None: to the first page)."""
        made = f"again-{turn}-{real or 'first'}"
        self._cursors[made] = real
        return made


def _now() -> float:
    return asyncio.get_running_loop().time()
