"""ASGI around the whole app: every request goes through the plan of faults, every answer is marked.

In process and on a socket alike. Must never decide what goes wrong: that is the plan's.
"""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from sigma_audit.emulator.faults import Asked, FaultPlan
from sigma_audit.emulator.spoil import spoil
from sigma_audit.emulator.wire import Answer


class FaultLayer:
    """ASGI around the app: logs, delays, limits, spoils, and marks every answer as emulated."""

    def __init__(self, app: ASGIApp, plan: FaultPlan, header: str) -> None:
        self._app = app
        self._plan = plan
        self._header = (header.lower().encode(), b"1")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = self._plan.begin(scope)
        try:
            await self._answer(dict(scope), receive, send, asked)
        finally:
            self._plan.end(asked)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, asked: Asked) -> None:
        plan = self._plan
        if plan.latency_seconds:
            await asyncio.sleep(plan.latency_seconds)
        answer = plan.refuse(asked) or await self._spoilt(scope, receive, asked)
        if answer is None:
            await _reset(send)
            return
        asked.status = answer.status
        headers = [*answer.headers, self._header]
        if answer.status != 204:
            declared = answer.declared or len(answer.body)
            headers.append((b"content-length", str(declared).encode()))
        start = {"type": "http.response.start", "status": answer.status, "headers": headers}
        await send(start)
        await send({"type": "http.response.body", "body": answer.body})

    async def _spoilt(self, scope: Scope, receive: Receive, asked: Asked) -> Answer | None:
        """Give the answer as the faults leave it; None where the connection is to be cut."""
        cursor = self._plan.follow(scope)
        answer: Answer | None = None
        for fault in self._plan.striking(asked):
            instead = self._plan.instead(fault)
            if instead or fault.kind in ("act", "stall", "reset"):
                fault.fired += 1
                if fault.kind == "stall":
                    await asyncio.sleep(fault.seconds)
                if instead or fault.kind == "reset":
                    return instead
                break
            answer = answer or await self._ask(scope, receive)
            has_spoilt = spoil(fault, answer, self._plan, cursor)
            fault.settle(has_spoilt)
            if has_spoilt:
                break
        return answer or await self._ask(scope, receive)

    async def _ask(self, scope: Scope, receive: Receive) -> Answer:
        """Let the app answer, and hold the answer back."""
        answer = Answer(500)

        async def keep(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                answer.status = message["status"]
                answer.headers = [
                    (key, value)
                    for key, value in message.get("headers", [])
                    if key.lower() != b"content-length"
                ]
            else:
                answer.body += message.get("body", b"")

        await self._app(scope, receive, keep)
        return answer


async def _reset(send: Send) -> None:
    """Cut the connection: for real on a socket, as an OSError in process."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is None:
        raise ConnectionResetError("reset by the fault plan")
    transport.abort()
    await asyncio.sleep(0.01)  # the server learns of it before the app returns
