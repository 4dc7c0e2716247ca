"""Client credentials to bearer token: fetched once, shared by all, renewed before it expires.

Must never put the secret or a token into a message, a log or a repr, and never sends them anywhere
but to the token endpoint of the configured host.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from sigma_audit.config import Settings
from sigma_audit.errors import AuthFailed, UnexpectedShape
from sigma_audit.sigma.answers import Failure, Reply

PATH = "/v2/auth/token"
EARLY = 300.0  # seconds before expiry at which a token is renewed
APART = 1.05  # seconds between token requests: Sigma allows one a second
_GRANT = {"grant_type": "client_credentials"}

# Sends one form to the token endpoint, retries and all; None as auth means no Basic header.
Post = Callable[[dict[str, str], httpx.BasicAuth | None], Awaitable["Reply[Token] | Failure"]]
Token = tuple[str, float]  # the token and its lifetime in seconds


def read_token(document: Any) -> Token:
    """Read a token answer; UnexpectedShape when it holds no token."""
    token = document.get("access_token") if isinstance(document, dict) else None
    if not isinstance(token, str) or not token or not token.isascii() or not token.isprintable():
        raise UnexpectedShape("a token answer without access_token")
    lifetime = document.get("expires_in")
    known = isinstance(lifetime, int | float) and not isinstance(lifetime, bool)
    return token, float(lifetime) if known else math.inf


class Tokens:
    """The run's one token. Its repr shows nothing."""

    def __init__(self, settings: Settings, post: Post) -> None:
        self._settings = settings
        self._post = post
        self._lock = asyncio.Lock()
        self._token = ""
        self._until = -math.inf
        self._asked_at = -math.inf
        self._basic = False

    def __repr__(self) -> str:
        return "Tokens(…)"

    async def current(self) -> str:
        """Give a token that is good for a while; fetches or renews it when it is not."""
        if asyncio.get_running_loop().time() >= self._until:
            await self._renew(self._token)
        return self._token

    async def refused(self, token: str) -> bool:
        """Take note of a 401 on `token`; False when it had been replaced already, at no cost."""
        if token != self._token:
            return False
        return await self._renew(token)

    async def _renew(self, stale: str) -> bool:
        async with self._lock:
            loop = asyncio.get_running_loop()
            if self._token != stale:
                return False  # another request renewed it while this one waited
            reply = await self._ask()
            if isinstance(reply, Failure) and reply.status in (400, 401) and not self._basic:
                self._basic = True  # some deployments take the credentials as Basic only
                reply = await self._ask()
            if isinstance(reply, Failure):
                self._basic = False
                raise self._error(reply)
            self._token, lifetime = reply.value
            self._until = loop.time() + max(lifetime - EARLY, lifetime / 2)
            return True

    async def _ask(self) -> Reply[Token] | Failure:
        loop = asyncio.get_running_loop()
        await asyncio.sleep(max(0.0, self._asked_at + APART - loop.time()))
        ids = {
            "client_id": self._settings.client_id,
            "client_secret": self._settings.client_secret,
        }
        try:
            if self._basic:
                return await self._post(_GRANT, httpx.BasicAuth(*ids.values()))
            return await self._post(_GRANT | ids, None)
        finally:
            self._asked_at = loop.time()

    def _error(self, failure: Failure) -> Exception:
        """Only the token endpoint's own refusal means wrong credentials."""
        if failure.status in (400, 401, 403) and failure.kind in ("refused", "forbidden"):
            return AuthFailed(
                f"Sigma does not accept these credentials (HTTP {failure.status})",
                "check SIGMA_CLIENT_ID and the secret, that SIGMA_BASE_URL is your organisation's "
                "region, and that the credential and its owner are still active",
            )
        return failure.error()
