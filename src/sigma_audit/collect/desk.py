"""The one writer: takes pages and chain states from all workers, writes them in batches.

Database work happens in threads, so that the network never waits for the disk: what is handed over
is dealt with in turn, and of a small organisation a look at what it means goes on beside the
writing. Must never look into a page.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from sigma_audit.errors import AuditError
from sigma_audit.snapshot.saving import Chain, Page
from sigma_audit.snapshot.working import Working

T = TypeVar("T")
Key = tuple[str, str, int]  # endpoint, parent id, reading
# Pages of one connection that may be asked for and not yet written: one on its way while the one
# before it is written. A crash asks no more than these again, and memory stays bounded.
IN_FLIGHT = 2
BATCH, BATCH_SIZE = 256, 8_000_000  # notes, and characters of pages, that are written at once
# After a batch the writer rests, so many times as long as it took and not longer than so many
# seconds: a batch costs much the same however few pages are in it. Whoever asks ends the rest.
REST, LONGEST_REST = 2.0, 0.05


@dataclass(frozen=True)
class Note:
    """A chain's new state, the page that brought it there, and whether it begins anew with it."""

    chain: Chain
    page: Page | None = None
    starts_over: bool = False


@dataclass(frozen=True)
class Task:
    """Work on the file that comes after all that was handed over before it, and who waits."""

    work: Callable[[], Any]
    done: asyncio.Future[Any]


class Desk:
    """Everything that touches the working file goes through here. An async context manager.

    `connections`: how many pages may be on their way from the API at a time.
    """

    def __init__(self, working: Working, connections: int) -> None:
        self._working = working
        self._queue: asyncio.Queue[Note | Task] = asyncio.Queue()
        self._room = asyncio.Semaphore(IN_FLIGHT * connections)
        self._error: AuditError | None = None
        self._looking = threading.Lock()
        self._wanted = asyncio.Event()
        self._writer: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Desk:
        self._writer = asyncio.create_task(self._write())
        return self

    async def __aexit__(self, *_: object) -> None:
        # Interrupted or not: what has arrived is written before the file is let go.
        self._wanted.set()
        await self._queue.join()
        if self._writer:
            self._writer.cancel()
            await asyncio.gather(self._writer, return_exceptions=True)
        # A look that nobody waits for any more may still go on in its thread.
        await asyncio.to_thread(self._wait)

    async def reserve(self) -> None:
        """Wait for room for one page more, before it is asked for; `put` takes it, or `give_up`."""
        if self._room.locked():
            self._wanted.set()
        await self._room.acquire()

    def give_up(self) -> None:
        """Give back the room for a page that did not come."""
        self._room.release()

    async def put(self, note: Note) -> None:
        """Hand over a page for which there was room. StorageError when the disk has failed."""
        self._raise()
        await self._queue.put(note)

    async def relation(self, name: str, *, anew: bool = True) -> list[dict[str, Any]]:
        """Rows of a relation or a question over everything handed over so far.

        Not `anew`: as it was at the last look, if that is still open.
        """
        if not anew and (rows := await self._look(partial(self._working.seen, name))) is not None:
            return rows
        if await self._in_turn(self._working.is_small):
            return await self._look(partial(self._working.relation, name, is_beside=True))
        return await self._in_turn(partial(self._working.relation, name))

    async def chains(
        self, endpoints: Sequence[str] = (), statuses: Sequence[str] = ()
    ) -> list[Chain]:
        """Every chain begun so far: of some endpoints or in some states where they are named."""
        return await self._in_turn(partial(self._working.chains, endpoints, statuses))

    async def bodies(self, key: Key, after: int) -> list[str]:
        """Bodies of some pages of one chain, those next after page `after`, in order."""
        return await self._in_turn(lambda: self._working.bodies(*key, after))

    async def probed(self, probes: dict[str, tuple[str, str]]) -> None:
        """Keep what was found out about the API."""
        await self._in_turn(lambda: self._working.save(probes=probes))

    async def facts(self, **facts: object) -> None:
        """Fill in facts of the run."""
        await self._in_turn(lambda: self._working.update_run(**facts))

    def _raise(self) -> None:
        if self._error is not None:
            raise self._error

    async def _in_turn(self, work: Callable[[], T]) -> T:
        """Do work on the file once all that was handed over so far is in it."""
        task = Task(work, asyncio.get_running_loop().create_future())
        await self._queue.put(task)
        self._wanted.set()
        found: T = await task.done
        return found

    async def _look(self, work: Callable[[], T]) -> T:
        """Do work that others may write beside; one piece at a time."""

        def alone() -> T:
            with self._looking:
                return work()

        return await asyncio.to_thread(alone)

    def _wait(self) -> None:
        with self._looking:
            pass

    async def _write(self) -> None:
        while True:
            first = await self._queue.get()
            if isinstance(first, Task):
                await self._do(first)
                continue
            notes = [first]
            size = _size(first)
            after: Task | None = None
            while len(notes) < BATCH and size < BATCH_SIZE and not self._queue.empty():
                following = self._queue.get_nowait()
                if isinstance(following, Task):
                    after = following
                    break
                notes.append(following)
                size += _size(following)
            began = time.monotonic()
            try:
                if self._error is None:
                    await asyncio.to_thread(self._save, notes)
            except AuditError as error:
                self._error = error
            finally:
                for note in notes:
                    self._queue.task_done()
                    if note.page:
                        self._room.release()
            if after:
                await self._do(after)
            else:
                rest = min(LONGEST_REST, REST * (time.monotonic() - began))
                # Not `wait_for`: before Python 3.12 it may swallow that it was cancelled.
                with suppress(TimeoutError):
                    async with asyncio.timeout(rest):
                        await self._wanted.wait()
                self._wanted.clear()

    async def _do(self, task: Task) -> None:
        self._wanted.clear()
        try:
            if task.done.done():  # whoever asked was stopped
                return
            self._raise()
            found = await asyncio.to_thread(task.work)
        except Exception as error:  # noqa: BLE001 it is whoever waits that is to hear of it
            if not task.done.done():
                task.done.set_exception(error)
        else:
            if not task.done.done():
                task.done.set_result(found)
        finally:
            self._queue.task_done()

    def _save(self, notes: list[Note]) -> None:
        chains: dict[Key, Chain] = {}
        pages: dict[Key, list[Page]] = {}
        starting_over: set[Key] = set()
        for note in notes:
            key = (note.chain.endpoint, note.chain.parent_id, note.chain.reading)
            chains[key] = note.chain
            if note.starts_over:
                starting_over.add(key)
                pages[key] = []
            if note.page:
                pages.setdefault(key, []).append(note.page)
        self._working.save(
            [page for group in pages.values() for page in group],
            list(chains.values()),
            starting_over=sorted(starting_over),
        )


def _size(note: Note) -> int:
    return len(note.page.body) if note.page else 0
