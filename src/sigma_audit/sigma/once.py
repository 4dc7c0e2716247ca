"""One signed-in call for whoever asks by hand: `sigma-audit api GET /v2/…`.

Follows whichever cursor the answer holds, by the rules of the client. Must never know an endpoint.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from sigma_audit.config import Settings
from sigma_audit.errors import UnexpectedShape
from sigma_audit.sigma.answers import Failure
from sigma_audit.sigma.client import Client, Transport

_CURSORS = {"nextPage": "page", "nextPageToken": "pageToken"}


def call(
    settings: Settings,
    path: str,
    take: Callable[[Any], None],
    *,
    transport: Transport | None = None,
) -> None:
    """Ask for `path` (its query included) and hand each page's JSON value to `take`, in order.

    Raises what the client raises; UnexpectedShape when the pages run in a circle.
    """
    asyncio.run(_call(settings, path, take, transport))


async def _call(
    settings: Settings, path: str, take: Callable[[Any], None], transport: Transport | None
) -> None:
    params: dict[str, str] = {}
    seen: set[str] = set()
    async with Client(settings, concurrency=1, transport=transport) as client:
        while True:
            reply = await client.get(path, lambda document: document, params)
            if isinstance(reply, Failure):
                raise reply.error()
            take(reply.value)
            document = reply.value if isinstance(reply.value, dict) else {}
            following = [
                (name, document[key]) for key, name in _CURSORS.items() if document.get(key)
            ]
            if not following:
                return
            name, cursor = following[0]
            if unquote(str(cursor)) in seen:
                raise UnexpectedShape(
                    "the list runs in a circle: a cursor came back", "ask for less"
                )
            seen.add(unquote(str(cursor)))
            params[name] = str(cursor)
