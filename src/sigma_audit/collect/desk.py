"""The one writer: takes pages and chain states from all workers, writes them in batches.

Database work happens in a thread of its own, one piece at a time, so that the network never waits
for the disk. Must never look into a page.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sigma_audit.errors import AuditError
from sigma_audit.snapshot.working import Chain, Page, Working

T = TypeVar("T")
Key = tuple[str, str, int]  # endpoint, parent id, reading
# Pages of one connection that may be asked for and not yet written: one on its way while the one
# before it is written. A crash asks no more than these again, and memory stays bounded.
IN_FLIGHT = 2
BATCH, BATCH_SIZE = 256, 8_000_000  # notes, and characters of pages, that are written at once


@dataclass(frozen=True)
class Note:
    """A chain's new state, the page that brought it there, and whether it begins anew with it."""

    chain: Chain
    page: Page | None = None
    starts_over: bool = False


class Desk:
    """Everything that touches the working file goes through here. An async context manager.

    `connections`: how many pages may be on their way from the API at a time.
    """

    def __init__(self, working: Working, connections: int) -> None:
        self._working = working
        self._queue: asyncio.Queue[Note] = asyncio.Queue()
        self._room = asyncio.Semaphore(IN_FLIGHT * connections)
        self._error: AuditError | None = None
        self._lock = threading.Lock()
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Desk:
        self._task = asyncio.create_task(self._write())
        return self

    async def __aexit__(self, *_: object) -> None:
        # Interrupted or not: what has arrived is written before the file is let go.
        await self._queue.join()
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def reserve(self) -> None:
        """Wait for room for one page more, before it is asked for; `put` takes it, or `give_up`."""
        await self._room.acquire()

    def give_up(self) -> None:
        """Give back the room for a page that did not come."""
        self._room.release()

    async def put(self, note: Note) -> None:
        """Hand over a page for which there was room. StorageError when the disk has failed."""
        self._raise()
        await self._queue.put(note)

    async def relation(self, name: str) -> list[dict[str, Any]]:
        """Rows of a model relation over everything handed over so far."""
        return await self._after_all(lambda: self._working.relation(name))

    async def chains(self) -> list[Chain]:
        """Every chain begun so far."""
        return await self._after_all(self._working.chains)

    async def bodies(self, key: Key) -> list[str]:
        """Bodies of the pages of one chain, in order."""
        return await self._after_all(lambda: self._working.bodies(*key))

    async def probed(self, probes: dict[str, tuple[str, str]]) -> None:
        """Keep what was found out about the API."""
        await self._after_all(lambda: self._working.save(probes=probes))

    async def facts(self, **facts: object) -> None:
        """Fill in facts of the run."""
        await self._after_all(lambda: self._working.update_run(**facts))

    def _raise(self) -> None:
        if self._error is not None:
            raise self._error

    async def _after_all(self, work: Callable[[], T]) -> T:
        await self._queue.join()
        self._raise()
        return await asyncio.to_thread(self._alone, work)

    def _alone(self, work: Callable[[], T]) -> T:
        # A cancelled question may still run in its thread: nothing else uses the file meanwhile.
        with self._lock:
            return work()

    async def _write(self) -> None:
        while True:
            notes = [await self._queue.get()]
            size = _size(notes[0])
            while len(notes) < BATCH and size < BATCH_SIZE and not self._queue.empty():
                notes.append(self._queue.get_nowait())
                size += _size(notes[-1])
            try:
                if self._error is None:
                    await asyncio.to_thread(self._alone, lambda notes=notes: self._save(notes))
            except AuditError as error:
                self._error = error
            finally:
                for note in notes:
                    self._queue.task_done()
                    if note.page:
                        self._room.release()

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
