"""Asks the chains that the working file says are open, several at a time, until none is.

Which chains those are is decided in `sql/model/planned_chains.sql`. Must never invent a chain.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable

from sigma_audit.collect.desk import Desk, Key
from sigma_audit.collect.endpoints import ENDPOINTS, EXTRAS
from sigma_audit.collect.follow import Follower, Resumed, resumed
from sigma_audit.collect.progress import Progress
from sigma_audit.errors import AuditError
from sigma_audit.snapshot.working import Chain

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
            for chain in await self._desk.chains()
            if chain.status == "open"
        }

    async def work(self, name: str, keys: Iterable[Key]) -> None:
        """Follow every chain of `keys`; raises the first error that stops the run."""
        waiting = list(keys)
        self._progress.phase(name, len(waiting))
        turns = iter(waiting)

        async def worker() -> None:
            for key in turns:
                await self._one(key)
                self._progress.step(1)

        await together(worker for _ in range(min(self._workers, len(waiting))))
        self._progress.done()

    async def _one(self, key: Key) -> None:
        begun = self._begun.pop(key, None)
        since: Resumed | None = await resumed(self._desk, begun) if begun else None
        await self._follower.follow(key, since, anew=begun is not None and since is None)

    async def until_nothing_is_open(
        self, after: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        """Ask what is open, phase by phase, until nothing is; `after` runs once lists are in.

        What a phase opens of its own kind (a folder above a hidden folder) is asked beside the
        next one; where a sample is drawn, before it: the draw is from all that there is.
        """
        reached = 0
        for _ in range(ROUNDS):
            keys = [
                (str(row["endpoint"]), str(row["parent_id"]), 1)
                for row in await self._desk.relation("open_chains")
            ]
            if not keys:
                return
            earliest = min(_PHASE_OF[key[0]] for key in keys)
            reached = earliest if self._is_strict else max(earliest, reached)
            turn = [key for key in keys if _PHASE_OF[key[0]] <= reached]
            turn.sort(key=lambda key: _PHASE_OF[key[0]])
            await self.work(PHASES[_PHASE_OF[turn[-1][0]]][0], turn)
            if reached == 0 and after:
                await after()
                after = None
            reached += 1


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
