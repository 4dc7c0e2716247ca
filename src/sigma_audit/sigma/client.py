"""Asks Sigma: GETs only, paced, repeated while a fault may pass, at most so many at a time.

Every request leaves through `_send`, which knows the two verbs this tool may use. Must never change
anything at Sigma, follow a redirect, or turn an error into an empty answer.
"""

from __future__ import annotations

import asyncio
import logging
import math
import random
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

import httpx

from sigma_audit import __version__
from sigma_audit.config import Settings, is_loopback
from sigma_audit.sigma import auth
from sigma_audit.sigma.answers import EMULATOR_HEADER, Again, Failure, Reply, judge, utc_now
from sigma_audit.sigma.hosts import shown, url_of
from sigma_audit.sigma.pace import START, Pace

T = TypeVar("T")
Transport = Callable[[], httpx.AsyncBaseTransport]
TRIES = 6  # of one request, the first included
RENEWALS = 5  # of the token in a row, for one request
SHORTEST, LONGEST = 0.5, 30.0  # seconds between tries of one request
AFTER_REFUSAL = 2.0  # seconds after a 429 that does not say how long
TIMEOUT = httpx.Timeout(60.0, connect=15.0)
# What a run may repeat: half of the requests it made, and these more; never below 30 % (contract).
RETRY_SHARE, SPARE_RETRIES = 0.5, 200
log = logging.getLogger(__name__)
_READ = httpx.ByteStream(b"")


class Client:
    """One organisation's API. Use as an async context manager.

    `concurrency` requests are in flight at most, each on a connection of its own (a shared pool
    gets slower with every connection). `transport` makes a transport for each: the seam for tests.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        concurrency: int = 4,
        rate: float | None = None,
        transport: Transport | None = None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self.base_url = settings.base_url
        self.concurrency = concurrency
        self.requests = 0
        self.retries = 0
        self.is_emulator = False
        self.last_served_at = -math.inf  # the event loop's seconds
        self.last_answer_at = now()
        self.clock = now
        loopback = is_loopback(settings.base_url)
        cap = rate if rate else math.inf
        self._pace = Pace(math.inf if loopback else START, cap)
        self._tokens = auth.Tokens(settings, self._post_token)
        self._lanes: asyncio.LifoQueue[httpx.AsyncClient] = asyncio.LifoQueue()
        # One TLS context for all connections: making one costs more than a request.
        context = httpx.create_ssl_context() if settings.base_url.startswith("https") else False
        self._lane: Callable[[], httpx.AsyncClient] = lambda: httpx.AsyncClient(
            transport=transport() if transport else None,
            verify=context,
            timeout=TIMEOUT,
            limits=httpx.Limits(max_connections=1, max_keepalive_connections=1),
            follow_redirects=False,
            trust_env=not loopback,
            headers={"User-Agent": f"sigma-audit/{__version__}", "Accept": "application/json"},
        )
        for _ in range(concurrency):
            self._lanes.put_nowait(self._lane())

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(self, *_: object) -> None:
        while not self._lanes.empty():
            await self._lanes.get_nowait().aclose()

    async def get(
        self, path: str, read: Callable[[Any], T], params: Mapping[str, str] | None = None
    ) -> Reply[T] | Failure:
        """Ask for `path`; `read` takes the JSON value and raises UnexpectedShape.

        Gives the answer, or the failure once asking again is over. AuthFailed when the token
        endpoint refuses.
        """
        url = url_of(self.base_url, path, params)
        renewals = tries = 0
        while True:
            token = await self._tokens.current()
            outcome = await self._once(
                "GET", url, read, headers={"Authorization": f"Bearer {token}"}
            )
            if isinstance(outcome, Failure) and outcome.status == 401:
                if renewals >= RENEWALS:
                    return _after(outcome, tries + renewals)
                if await self._tokens.refused(token):
                    renewals += 1
                    self.retries += 1
                continue
            if not isinstance(outcome, Again):
                return _after(outcome, tries + renewals)
            tries += 1
            if not self._may_repeat(tries):
                return _after(outcome.failure, tries + renewals - 1)
            await self._wait(outcome, tries)

    async def _post_token(
        self, form: dict[str, str], basic: httpx.BasicAuth | None
    ) -> Reply[auth.Token] | Failure:
        url = url_of(self.base_url, auth.PATH)
        tries = 0
        while True:
            outcome = await self._once("POST", url, auth.read_token, data=form, auth=basic)
            if not isinstance(outcome, Again):
                return outcome
            tries += 1
            if not self._may_repeat(tries):
                return _after(outcome.failure, tries - 1)
            await self._wait(outcome, tries, at_least=auth.APART)

    def _may_repeat(self, tries: int) -> bool:
        allowed = tries < TRIES and self.retries < RETRY_SHARE * self.requests + SPARE_RETRIES
        self.retries += allowed
        return allowed

    async def _wait(self, again: Again, tries: int, at_least: float = 0.0) -> None:
        """Wait before the next try: longer each time, spread out, never less than was asked."""
        pause = min(LONGEST, SHORTEST * 2 ** (tries - 1)) * random.uniform(0.75, 1.25)  # noqa: S311 -- spreads tries, guards nothing
        if again.failure.status == 429 and again.wait is None:
            pause = max(pause, AFTER_REFUSAL)
        await asyncio.sleep(max(pause, again.wait or 0.0, at_least))

    async def _once(
        self, verb: str, url: httpx.URL, read: Callable[[Any], T], **sent: Any
    ) -> Reply[T] | Failure | Again:
        """Send one request when a connection and the pace allow it, and judge the answer."""
        client = await self._lanes.get()
        try:
            sent_at = await self._pace.turn()
            try:
                response = await self._send(client, verb, url, **sent)
            except (httpx.TransportError, httpx.DecodingError) as error:
                # What broke may still count as the lane's one connection, behind a proxy above all.
                await client.aclose()
                client = self._lane()
                what = str(error).splitlines()[0] if str(error) else "no answer"
                return Again(Failure("unanswered", None, f"{type(error).__name__}: {what}"))
        finally:
            self._lanes.put_nowait(client)
        if response.headers.get(EMULATOR_HEADER) == "1":
            self.is_emulator = True
        outcome = judge(response, read, self.clock())
        if verb != "GET":
            pass  # the token endpoint's limit is its own, and says nothing of how fast to ask
        elif response.status_code == 429 and isinstance(outcome, Again):
            self._pace.refused(sent_at, outcome.wait)
        else:
            self._pace.served(sent_at)
        if not isinstance(outcome, Again) and response.status_code != 401:
            self.last_served_at = asyncio.get_running_loop().time()
            self.last_answer_at = self.clock()
        return outcome

    async def _send(
        self, client: httpx.AsyncClient, verb: str, url: httpx.URL, **sent: Any
    ) -> httpx.Response:
        if verb != "GET" and url.path != url_of(self.base_url, auth.PATH).path:
            raise AssertionError(f"{verb} {url.path} is not for this tool")
        self.requests += 1
        began = time.perf_counter()
        status = "no answer"
        try:
            response = await client.request(verb, url, **sent)
            status = str(response.status_code)
            # Read to its end, it holds what it was read from, and that holds it: each body would
            # stay in memory until such circles are looked for, which is rarely.
            response.stream = _READ
        finally:
            if log.isEnabledFor(logging.INFO):
                spent = (time.perf_counter() - began) * 1000
                log.info("%s %s %s %.0f ms", verb, shown(url), status, spent)
        return response


def _after(outcome: Reply[T] | Failure, retries: int) -> Reply[T] | Failure:
    """Note on an outcome how often it had to be asked again."""
    if isinstance(outcome, Reply):
        return Reply(outcome.value, outcome.body, outcome.status, outcome.fetched_at, retries)
    return Failure(outcome.kind, outcome.status, outcome.detail, retries)
