"""Runs a crawl under faults and says what is wrong with how it ended, '' when nothing is.

A run may end whole and equal to the undisturbed one; or incomplete, naming what was struck; or
refused, where nobody was there to ask. Which of these is allowed follows from the faults alone.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from unittest.mock import patch

import httpx

from collect.crawl import InProcess, emulated, settings
from collect.fault_kinds import (
    AILMENTS,
    DELETED,
    TOKEN,
    Ailment,
    Place,
    deleting,
    places,
    struck_org,
)
from collect.remembered import Memory, Remembered, Verdict
from collect.versions import State
from sigma.stub import VirtualLoop
from sigma_audit.collect import beside
from sigma_audit.collect.endpoints import ENDPOINTS, EXTRAS
from sigma_audit.collect.progress import Silent
from sigma_audit.collect.run import Order, gather
from sigma_audit.emulator.faults import Fault, FaultPlan
from sigma_audit.errors import AuditError
from sigma_audit.library import Library
from sigma_audit.sigma.client import TRIES
from sigma_audit.sigma.hosts import url_of

NOW = datetime(2026, 6, 1, 12, 0)
# Lists that say no total: what is missing from one reading of them, nothing can tell.
UNCOUNTED = {
    "members", "teams", "workspaces", "account_types", "account_type_permissions",
    "connection_grants", "path_grants", "team_members", "team_grants", "member_grants",
    "object_grants", "all_grants",
}  # fmt: skip
AT_ONCE = "all_grants"  # asked in chains only where the API answers grants without a filter
OPTIONAL = {AT_ONCE, "member_files"} | {one.name for group in EXTRAS.values() for one in group}
READ_TWICE = {"members", "teams", "team_members"}
SHORTENING = {"shift", "short"}
NEVER = 10**9  # the call that no run gets to


@dataclass(frozen=True)
class Blow:
    """One fault to come: what, where, at which call, and whether for good."""

    ailment: Ailment
    place: Place
    nth: int = 1
    lasts: bool = False

    def __str__(self) -> str:
        lasting = " for good" if self.lasts else ""
        return f"{self.ailment.name} at {self.place.name} #{self.nth}{lasting}"


@dataclass(frozen=True)
class Ended:
    """How a run under blows ended: a verdict, or the error that stopped it."""

    blows: tuple[Blow, ...]
    faults: tuple[Fault, ...]
    verdict: Verdict | None
    error: AuditError | None
    unnamed: tuple[str, ...] = ()

    @property
    def fired(self) -> tuple[int, ...]:
        """How often each of the faults really struck."""
        return tuple(fault.fired for fault in self.faults)

    def complaint(self) -> str:
        """Say what is wrong with this end."""
        wrong = _complaint(self)
        return f"{' + '.join(map(str, self.blows))}: {wrong}" if wrong else ""

    def in_vain(self) -> list[str]:
        """Say of each fault that did not strike why not."""
        return [
            "nothing of the kind in the answers there"
            if fault.unfit
            else "the other fault left too few requests there"
            if len(self.faults) > 1
            else "no request there"
            for fault in self.faults
            if not fault.fired
        ]


class Ticking(Silent):
    """A clock that only a new round of reading moves on: what SQL compares are rounds."""

    def __init__(self) -> None:
        self.moment = NOW

    def phase(self, name: str, total: int) -> None:
        """Let an hour pass where something is read again."""
        if name.startswith("what "):
            self.moment += timedelta(hours=1)

    def now(self) -> datetime:
        """Give the moment."""
        return self.moment


class Patient(InProcess):
    """Waits for an answer as long as the client said it would, by the clock that jumps."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        seconds = request.extensions["timeout"]["read"]
        try:
            return await asyncio.wait_for(super().handle_async_request(request), seconds)
        except TimeoutError as error:
            raise httpx.ReadTimeout("no answer") from error


@dataclass
class Sweep:
    """Many runs over one organisation; `memory` is what DuckDB has said so far.

    `calls` counts how often an undisturbed run asks at each place; `last` is what the last run to
    its end has collected.
    """

    extras: tuple[str, ...] = ()
    verify: int = 0
    is_offering_grants: bool = False
    page_limit: int = 2
    memory: Memory = field(init=False)
    calls: dict[str, int] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()
    last: State | None = None

    def __post_init__(self) -> None:
        self.memory = Memory(Library(), tuple(ENDPOINTS), DELETED, self.is_offering_grants)
        calm = self.run(())
        assert calm.verdict is not None, calm.error
        assert calm.verdict.status == "complete"
        everywhere = places()
        counted = self.run([Blow(AILMENTS[0], place, NEVER) for place in everywhere])
        self.calls = {
            place.name: fault.seen for place, fault in zip(everywhere, counted.faults, strict=True)
        }

    def run(self, blows: Sequence[Blow]) -> Ended:
        """Crawl under these blows, four at a time."""
        org = struck_org()
        faults = [
            blow.ailment.fault(blow.place, nth=blow.nth, lasts=blow.lasts, act=deleting(org))
            for blow in blows
        ]
        plan = FaultPlan(faults, is_logging=False)
        app = emulated(
            org, plan, page_limit=self.page_limit, unfiltered_grants=self.is_offering_grants
        )
        clock = Ticking()
        order = Order(
            settings(org), "standard", None, False, 4, None, self.memory.library, clock,
            lambda: Patient(app, [], lambda: None), clock.now, False,
            beside.settings_of("standard", self.extras, self.verify),
        )  # fmt: skip
        verdict, error = None, None
        self.last = None
        unnamed: tuple[str, ...] = ()
        with remembering(self.memory):
            try:
                with asyncio.Runner(loop_factory=VirtualLoop) as runner:
                    runner.run(gather(order))
                assert isinstance(order.working, Remembered)
                verdict, self.last = order.working.verdict(), order.working.state()
                self.asked |= {chain.endpoint for chain in order.working.chains()}
                unnamed = tuple(
                    chain.endpoint
                    for chain in order.working.chains()
                    if chain.status in ("failed", "forbidden") and not chain.detail
                )
            except AuditError as stop:
                error = stop
        return Ended(tuple(blows), tuple(faults), verdict, error, unnamed)


@contextmanager
def remembering(memory: Memory) -> Iterator[None]:
    """Let runs keep their pages in memory; pauses between tries are all of one length."""
    Remembered.memory = memory
    with (
        patch("sigma_audit.collect.run.Working", Remembered),
        patch("sigma_audit.collect.desk.asyncio.to_thread", _at_once),
        patch("sigma_audit.sigma.client.url_of", _url_of),
        patch("sigma_audit.sigma.client.random.uniform", lambda low, high: (low + high) / 2),
    ):
        yield


def _url_of(base_url: str, path: str, params: Mapping[str, str] | None = None) -> httpx.URL:
    return _known_url(base_url, path, tuple((params or {}).items()))


@cache
def _known_url(base_url: str, path: str, params: tuple[tuple[str, str], ...]) -> httpx.URL:
    return url_of(base_url, path, dict(params))


async def _at_once(work: Callable[..., object], *given: object) -> object:
    """Do in the loop's own thread what is otherwise waited for in another."""
    return work(*given)


def _complaint(ended: Ended) -> str:
    struck = [blow for blow, fired in zip(ended.blows, ended.fired, strict=True) if fired]
    passing = all(blow.ailment.nature == "passes" and not blow.lasts for blow in struck)
    passing = passing and not _outlast(struck) and not _is_refused(struck)
    if ended.unnamed:
        return f"no reason is given at {ended.unnamed}"
    if ended.error is not None:
        return _refusal(struck, ended.error, passing)
    assert ended.verdict is not None
    verdict = ended.verdict
    differing = _differing(verdict, struck)
    if passing:
        if verdict.status != "complete":
            return f"passed, and the run is {verdict.status}: {sorted(verdict.shortcomings)}"
        return f"passed, and differs: {differing}" if differing else ""
    if verdict.status == "complete":
        return _silence(verdict, struck, differing)
    return _honesty(verdict, struck)


def _outlast(struck: list[Blow]) -> bool:
    """Whether faults that pass may follow upon each other longer than one is asked again."""
    tries = Counter[str]()
    for blow in struck:
        tries[blow.place.name] += blow.ailment.times
    return any(count >= TRIES for count in tries.values())


def _is_refused(struck: list[Blow]) -> bool:
    """Whether the token endpoint says no to both ways of giving credentials, one after the other.

    Its 401 is its own no: asked once more with a Basic header, and then final (README, contract).
    """
    own = [blow for blow in struck if blow.place.operation == TOKEN and blow.ailment.name == "401"]
    return sum(blow.ailment.times for blow in own) > 1


def _refusal(struck: list[Blow], error: AuditError, passing: bool) -> str:
    if passing:
        return f"passed, and the run stopped: {error.sentence}"
    if error.exit_code != 3:
        return f"exit code {error.exit_code}: {error.sentence}"
    guarding = any(
        blow.place.name in ("whoami", "token") or blow.ailment.name == "401" for blow in struck
    )
    return "" if guarding else f"stopped, though Sigma was there: {error.sentence}"


def _differing(verdict: Verdict, struck: list[Blow]) -> list[str]:
    """Relations that differ by more than the rows of what was deleted."""
    if any(blow.ailment.nature == "deletes" for blow in struck):
        return [one for one in verdict.differing if DELETED not in one]
    return list(verdict.differing)


def _silence(verdict: Verdict, struck: list[Blow], differing: list[str]) -> str:
    """Judge a run that calls itself complete: nothing may be missing that could be missed."""
    changing = any(blow.ailment.nature == "harmless" for blow in struck)
    for blow in struck:
        is_said = blow.place.name in OPTIONAL and blow.place.name in verdict.unread
        # What --with adds holds no snapshot back; what differs may be the other fault's doing.
        is_excused = is_said and is_beyond_telling(struck)
        if blow.ailment.nature == "refuses" and differing and not changing and not is_excused:
            return f"refused, and the run says it is complete: {differing}"
        # What one list would have shown at once was asked object by object instead.
        is_said = is_said or (blow.place.name == AT_ONCE and not differing)
        if blow.lasts and blow.ailment.nature in ("passes", "mutilates") and not is_said:
            return "never answered, and the run says it is complete"
    if not differing or changing or is_beyond_telling(struck):
        return ""
    return f"complete, and differs: {differing}"


def is_beyond_telling(struck: Sequence[Blow]) -> bool:
    """Whether a row is gone from a list that no count and no second reading speaks for."""
    return any(
        blow.ailment.kind in SHORTENING
        and blow.place.name in UNCOUNTED
        and (blow.lasts or blow.place.name not in READ_TWICE)
        for blow in struck
    )


def _honesty(verdict: Verdict, struck: list[Blow]) -> str:
    """Judge a run that calls itself incomplete: what was struck is named, and nothing else."""
    named = verdict.shortcomings
    places = {blow.place.name for blow in struck}
    if not named and not verdict.moving and verdict.is_admin:
        return "incomplete, and nothing is named"
    false_alarms = named - places
    if false_alarms:
        return f"{sorted(false_alarms)} are said to be missing, and were not struck"
    return ""


def singles(place: Place) -> Iterator[tuple[Blow, ...]]:
    """Give every ailment at a place, once and for good."""
    for ailment in suiting(place):
        yield (Blow(ailment, place),)
        yield (Blow(ailment, place, 1, True),)


def at_one_place(rng: random.Random, place: Place, calls: int) -> Iterator[tuple[Blow, ...]]:
    """Give every pair of ailments at a place, one after the other, the second for good or not.

    `calls` are those of an undisturbed run; what passes is asked again, and leaves as many.
    """
    suited = suiting(place)
    for i, one in enumerate(suited):
        for other in suited[i:]:
            pair = (one, other) if rng.random() < 0.5 else (other, one)
            first, second = sorted(
                pair, key=lambda ailment: calls == 1 and not _is_repeated(ailment)
            )
            left = calls if _is_repeated(first) else calls - 1
            nth = rng.randint(1, max(1, min(3, left)))
            yield Blow(first, place), Blow(second, place, nth, rng.random() < 0.4)


def _is_repeated(ailment: Ailment) -> bool:
    return ailment.nature == "passes"


def across(
    rng: random.Random, all_places: Sequence[Place], calls: Mapping[str, int]
) -> tuple[Blow, ...]:
    """Draw two ailments at two places."""
    return tuple(
        Blow(
            rng.choice(suiting(place)),
            place,
            rng.randint(1, min(3, calls[place.name])),
            rng.random() < 0.35,
        )
        for place in rng.sample(list(all_places), 2)
    )


def suiting(place: Place) -> list[Ailment]:
    """Ailments that a place can have; a token answer has neither entries nor words."""
    if place.operation == TOKEN:
        return [one for one in AILMENTS if one.nature in ("passes", "refuses")]
    return list(AILMENTS)


def ending(ended: Ended) -> str:
    """Put how a run ended in a few words, for the count."""
    if ended.error is not None:
        return f"refused, exit {ended.error.exit_code}"
    assert ended.verdict is not None
    if ended.verdict.status == "incomplete":
        return "incomplete, saying where"
    return "complete, told otherwise" if ended.verdict.differing else "complete and equal"
