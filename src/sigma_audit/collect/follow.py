"""Follows one chain of requests to its end: every page in turn, or a reason why not.

A chain that runs in a circle or falls short is read once more from its start before it is given up.
Must never parse more of a page than its cursor and its counts, nor end a chain as complete that it
has not seen the end of.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from sigma_audit.collect.desk import Desk, Key, Note
from sigma_audit.collect.endpoints import ENDPOINTS, Endpoint
from sigma_audit.errors import Unavailable, UnexpectedShape
from sigma_audit.sigma.answers import Failure, Reply
from sigma_audit.sigma.client import Client
from sigma_audit.sigma.paging import Listing, Tally, query_of, reader
from sigma_audit.snapshot.saving import Chain, Page

_STATUS = {"forbidden": "forbidden"}  # every other failure ends as failed

_LATELY = 1.0  # seconds: whoever answered another request since is there


@dataclass(frozen=True)
class Resumed:
    """Where an interrupted chain stands: its row, what its pages counted, its next cursor."""

    chain: Chain
    tally: Tally
    cursor: str


async def resumed(desk: Desk, chain: Chain) -> Resumed | None:
    """Count the pages of an open chain again; None when it had better start over."""
    read = reader(ENDPOINTS[chain.endpoint].style)
    key = (chain.endpoint, chain.parent_id, chain.reading)
    tally = Tally()
    cursor, counted = None, 0
    try:
        while bodies := await desk.bodies(key, counted):
            counted += len(bodies)
            for body in bodies:
                listing = read(json.loads(body))
                cursor = listing.cursor
                if tally.add(listing):
                    return None
    except (ValueError, UnexpectedShape):
        return None
    return Resumed(chain, tally, cursor) if cursor and cursor == chain.next_cursor else None


class Follower:
    """Follows chains with one client into one working file.

    `first_page_only` is for a look around: a chain with more ends as failed, with its cursor.
    """

    def __init__(self, client: Client, desk: Desk, *, first_page_only: bool = False) -> None:
        self._client = client
        self._desk = desk
        self._first_page_only = first_page_only

    async def follow(self, key: Key, since: Resumed | None = None, *, anew: bool = False) -> Chain:
        """Read a chain to its end; gives its last state. Raises when Sigma is not there at all.

        `anew` gives up pages that an interrupted run has left of this chain.
        """
        chain = Chain(
            *key, status="open", pages=0, rows_served=0, declared_total=None, retries=0,
            http_status=None, detail="", next_cursor=None,
            started_at=self._client.clock(), ended_at=None,
        )  # fmt: skip
        if anew:
            await self._desk.put(Note(chain, starts_over=True))
        ended = await self._read(since.chain if since else chain, since)
        if ended.status == "open":
            chain = replace(chain, retries=ended.retries + 1)
            await self._desk.put(Note(chain, starts_over=True))
            ended = await self._read(chain)
            if ended.status == "open":
                ended = await self._end(ended, "failed", ended.detail)
        return ended

    async def _read(self, chain: Chain, since: Resumed | None = None) -> Chain:
        """Read once from the start (or where it was left); still open when it did not add up."""
        tally = since.tally if since else Tally()
        asked = asyncio.create_task(self._ask(chain, since.cursor if since else None))
        try:
            while True:
                reply = await asked
                if isinstance(reply, Failure):
                    await self._is_anyone_there(reply)
                    retries = chain.retries + reply.retries
                    chain = replace(chain, retries=retries, http_status=reply.status)
                    status = _STATUS.get(reply.kind, "failed")
                    return await self._end(chain, status, reply.detail)
                wrong = tally.add(reply.value)
                more = reply.value.cursor if not wrong else None
                if more and self._first_page_only:
                    chain, page = self._with(chain, reply, tally, wrong, more)
                    chain = replace(chain, status="failed", detail="only its first page was read")
                    await self._desk.put(Note(chain, page))
                    return chain
                if more:
                    asked = asyncio.create_task(self._ask(chain, more))
                chain, page = self._with(chain, reply, tally, wrong, more)
                await self._desk.put(Note(chain, page))
                if not more:
                    return chain
        finally:
            asked.cancel()

    def _with(
        self, chain: Chain, reply: Reply[Listing], tally: Tally, wrong: str, more: str | None
    ) -> tuple[Chain, Page]:
        """Give the chain with one page more, and that page; ended when nothing is left to ask."""
        ended = not more and not wrong
        chain = replace(
            chain,
            status="complete" if ended else "open",
            pages=chain.pages + 1,
            rows_served=tally.rows,
            declared_total=tally.total,
            retries=chain.retries + reply.retries,
            http_status=reply.status,
            detail=wrong,
            next_cursor=more,
            ended_at=reply.fetched_at if ended else None,
        )
        key = (chain.endpoint, chain.parent_id, chain.reading)
        return chain, Page(*key, chain.pages, reply.fetched_at, reply.body)

    async def _ask(self, chain: Chain, cursor: str | None) -> Reply[Listing] | Failure:
        endpoint = ENDPOINTS[chain.endpoint]
        path, params = _request(endpoint, chain.parent_id)
        query = {**params, **query_of(endpoint.style, cursor)}
        await self._desk.reserve()
        reply: Reply[Listing] | Failure | None = None
        try:
            reply = await self._client.get(path, reader(endpoint.style), query)
        finally:
            if not isinstance(reply, Reply):
                self._desk.give_up()
        return reply

    async def _end(self, chain: Chain, status: str, detail: str) -> Chain:
        chain = replace(chain, status=status, detail=detail, ended_at=self._client.clock())
        await self._desk.put(Note(chain))
        return chain

    async def _is_anyone_there(self, failure: Failure) -> None:
        """Tell one endpoint's fault from an outage: raise when nothing at all is answered.

        An outage must stop the run, to be resumed; it must not fill it with failed chains.
        """
        if failure.kind in ("forbidden", "gone") or (
            failure.kind == "refused" and failure.status != 401
        ):
            return
        if self._client.last_served_at >= asyncio.get_running_loop().time() - _LATELY:
            return
        reply = await self._client.get("/v2/whoami", reader("object"))
        if isinstance(reply, Failure):
            raise Unavailable(
                f"Sigma does not answer any more: {reply.detail}",
                "what was collected is kept; when Sigma is back: sigma-audit collect --resume",
            )


def _request(endpoint: Endpoint, parent_id: str) -> tuple[str, Mapping[str, str]]:
    """Path and query of a chain, its parent filled in."""
    path = endpoint.path.replace("{parent}", quote(parent_id, safe=""))
    query = {name: value.replace("{parent}", parent_id) for name, value in endpoint.query.items()}
    return path, query
