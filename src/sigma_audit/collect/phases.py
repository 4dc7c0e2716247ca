"""Asks the chains that the working file says are open, several at a time, until none is.

Which chains those are is decided in `sql/model/planned_chains.sql`; that is looked up while others
are being asked, so that no connection waits for it. Must never invent a chain.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Any

from sigma_audit.collect.desk import Desk, Key
from sigma_audit.collect.endpoints import ENDPOINTS, EXTRAS
from sigma_audit.collect.follow import Follower, Resumed, resumed
from sigma_audit.collect.progress import Progress
from sigma_audit.errors import AuditError
from sigma_audit.snapshot.saving import Chain

# What is asked before what: a phase's answers open the chains of later ones.
PHASES = (
    ("lists", frozenset(name for name, found in ENDPOINTS.items() if not found.has_parent)),
    (
        "teams, members and hidden folders",
        frozenset(
            {
                "file_nodes", "team_members", "account_type_permissions", "team_grants",
                "member_grants",
            }
        ),
    ),
    (
        "grants on objects, and what --with adds",
        frozenset({"object_grants", "connection_grants", "path_grants"})
        | {one.name for group in EXTRAS.values() for one in group if one.has_parent},
    ),
    ("what Sigma itself lists for the members drawn", frozenset({"member_files"})),
)  # fmt: skip
_PHASE_OF = {name: place for place, (_, names) in enumerate(PHASES) for name in names}
_LISTS = PHASES[0][1]
# Answers to these and to nothing else open the chains of members and teams; no later one takes any
# of them back, so they are asked while the long lists still go on.
OF_PEOPLE = frozenset({"team_members", "account_type_permissions", "team_grants", "member_grants"})
_PEOPLE = frozenset({"members", "teams", "account_types"})
# What answers open no further chain. Whatever else has ended, what is open is looked up again.
_CLOSED = frozenset({"object_grants", "connection_grants", "path_grants"})
ROUNDS = 200  # folders above folders that no list shows; more is no content tree


class Crew:
    """Works through chains, `workers` of them at a time.

    `is_strict`: no phase begins before everything of the one before has been asked.
    """

    def __init__(
        self,
        desk: Desk,
        follower: Follower,
        progress: Progress,
        workers: int,
        *,
        is_strict: bool = False,
    ) -> None:
        self._desk = desk
        self._follower = follower
        self._progress = progress
        self._workers = workers
        self._is_strict = is_strict
        self._begun: dict[Key, Chain] = {}

    async def pick_up(self) -> None:
        """Remember what an earlier, interrupted run has begun and not ended."""
        self._begun = {
            (chain.endpoint, chain.parent_id, chain.reading): chain
            for chain in await self._desk.chains(statuses=["open"])
        }

    async def work(self, name: str, keys: Iterable[Key]) -> None:
        """Follow every chain of `keys`; raises the first error that stops the run."""
        line = Line(self._progress)
        line.add(name, list(keys))
        line.close()
        await together([partial(self._work, line)] * self._workers)
        self._progress.done()

    async def _work(self, line: Line) -> None:
        while (key := await line.take()) is not None:
            begun = self._begun.pop(key, None)
            since: Resumed | None = await resumed(self._desk, begun) if begun else None
            await self._follower.follow(key, since, anew=begun is not None and since is None)
            line.ended(key)

    async def until_nothing_is_open(
        self,
        after: Callable[[], Awaitable[bool]] | None = None,
        beside: Callable[[], Awaitable[None]] | None = None,
        before: frozenset[str] = frozenset(),
        first: list[dict[str, Any]] | None = None,
    ) -> None:
        """Ask what is open, and what the answers open, until nothing is.

        `after` runs once the lists are in, and says whether what follows is to be asked phase by
        phase; `beside` runs beside all that follows; `before` need not wait for it. `first` is what
        is open now, where that is known.
        """
        line = Line(self._progress)

        async def lead() -> None:
            async with asyncio.TaskGroup() as group:
                job = beside and partial(_start, group, beside)
                await self._lead(line, after, job, before, first)
            line.close()

        await together([lead, *[partial(self._work, line)] * self._workers])
        self._progress.done()

    async def _lead(
        self,
        line: Line,
        after: Callable[[], Awaitable[bool]] | None,
        beside: Callable[[], None] | None,
        before: frozenset[str],
        first: list[dict[str, Any]] | None,
    ) -> None:
        """Put into the line what is open and due; comes back when nothing is open any more."""
        is_strict, has_looked = self._is_strict, False
        taken = set[Key]()
        for _ in range(ROUNDS):
            line.has_news, is_seen = False, False
            if has_looked and line.has_ended(_LISTS):
                if after:
                    is_strict, after, is_seen = await after() or is_strict, None, True
                if beside:
                    beside()
                    beside = None
            if first is None:
                # Before the lists are in, their answers open chains about people and no others.
                name = "open_people" if has_looked and after else "open_chains"
                first = await self._desk.relation(name, anew=not is_seen)
            keys = [key for key in map(_key, first) if key not in taken]
            first, has_looked = None, True  # of a large organisation, much to keep
            while True:
                may = {*_LISTS, *before} if after else _PHASE_OF.keys()
                waiting = {endpoint for endpoint, *_ in keys}
                due = [
                    key
                    for key in keys
                    if key[0] in may
                    and waiting.isdisjoint(earlier := _earlier(key[0], is_strict))
                    and line.has_ended(earlier)
                ]
                if due:
                    taken.update(due)
                    keys = [key for key in keys if key not in taken]
                    line.add(PHASES[max(_PHASE_OF[key[0]] for key in due)][0], due)
                # What was found is put in line even where it is time to look again.
                if line.has_news or (not due and after and line.has_ended(_LISTS)):
                    break
                if not due:
                    if line.is_idle:
                        return
                    await line.news()


def _key(row: dict[str, Any]) -> Key:
    return str(row["endpoint"]), str(row["parent_id"]), 1


def _earlier(endpoint: str, is_strict: bool) -> frozenset[str]:
    """Name the endpoints that are asked, each to its end, before this one; strictly or not."""
    phase = _PHASE_OF[endpoint]
    if is_strict or phase == len(PHASES) - 1:
        return frozenset().union(*(names for _, names in PHASES[:phase]))
    if endpoint in OF_PEOPLE:
        return _PEOPLE
    return _LISTS if phase else frozenset()


class Line:
    """Chains in line to be asked, those before all whose answers open others.

    `has_news`: since it was last set to false, something has ended that may have opened a chain,
    and what else may open the like has ended too.
    """

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._waiting: asyncio.PriorityQueue[tuple[int, int, Key | None]] = asyncio.PriorityQueue()
        self._put = 0
        self._left = Counter[str]()  # chains not ended, by endpoint
        self._stirred = asyncio.Event()
        self.has_news = False

    @property
    def is_idle(self) -> bool:
        """Whether all that was ever in line has ended."""
        return not self._left

    def has_ended(self, endpoints: frozenset[str]) -> bool:
        """Whether nothing of these endpoints is in line or being asked."""
        return self._left.keys().isdisjoint(endpoints)

    def add(self, name: str, keys: Iterable[Key]) -> None:
        """Put chains in line, for a phase of that name."""
        for key in keys:
            self._left[key[0]] += 1
            self._push(_PHASE_OF[key[0]], key)
        self._progress.phase(name, self._left.total())

    def close(self) -> None:
        """Say that nothing will follow; whoever waits is told, after the last chain."""
        self._push(len(PHASES), None)

    def _push(self, place: int, key: Key | None) -> None:
        self._put += 1
        self._waiting.put_nowait((place, self._put, key))

    async def take(self) -> Key | None:
        """Give the next chain; None when there will be no more."""
        *_, key = await self._waiting.get()
        if key is None:
            self.close()  # for the next one who asks
        return key

    def ended(self, key: Key) -> None:
        """Note that a chain has been followed to its end."""
        self._progress.step(1)
        self._left[key[0]] -= 1
        if not self._left[key[0]]:
            del self._left[key[0]]
        if self._left.keys() <= _CLOSED:
            self.has_news |= key[0] not in _CLOSED
        for lists in (_PEOPLE, _LISTS):
            self.has_news |= key[0] in lists and self.has_ended(lists)
        if self.has_news or self.is_idle:
            self._stirred.set()

    async def news(self) -> None:
        """Wait until there is news, or nothing in line any more."""
        self._stirred.clear()
        if not (self.has_news or self.is_idle):
            await self._stirred.wait()


def _start(group: asyncio.TaskGroup, job: Callable[[], Awaitable[None]]) -> None:
    group.create_task(_run(job))


async def together(jobs: Iterable[Callable[[], Awaitable[None]]]) -> None:
    """Run jobs side by side; the first error of ours stops them all and is raised itself."""
    try:
        async with asyncio.TaskGroup() as group:
            for job in jobs:
                group.create_task(_run(job))
    except* AuditError as errors:
        raise _first(errors) from None


async def _run(job: Callable[[], Awaitable[None]]) -> None:
    await job()


def _first(errors: BaseExceptionGroup[AuditError]) -> AuditError:
    for error in errors.exceptions:
        return _first(error) if isinstance(error, BaseExceptionGroup) else error
    raise AssertionError("an exception group is never empty")
