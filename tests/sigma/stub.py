"""A purpose-made server for one test, and a clock that jumps instead of waiting."""

from __future__ import annotations

import asyncio
import json
import selectors
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import parse_qsl

import httpx

from sigma_audit.config import Settings
from sigma_audit.emulator.tokens import MARK

T = TypeVar("T")
SETTINGS = Settings("https://api.example.test", "id-of-client", f"{MARK}of-client")
TOKEN = "/v2/auth/token"


class _Jumping(selectors.DefaultSelector):
    """Skips the time that a loop would sleep."""

    skipped = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            return super().select(None)
        ready = super().select(0)
        if not ready and timeout > 0:
            self.skipped += timeout
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop whose sleeps cost nothing and whose time is exactly what was slept."""

    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.skipped


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine on a virtual loop."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(work)


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it, and when (the loop's seconds)."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    form: dict[str, str]
    at: float

    @property
    def bearer(self) -> str:
        return self.headers.get("authorization", "").removeprefix(f"Bearer {MARK}")


@dataclass(frozen=True)
class Answer:
    """What to send back; `body` as JSON unless it is text."""

    body: Any = field(default_factory=dict)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def encoded(self) -> bytes:
        return (self.body if isinstance(self.body, str) else json.dumps(self.body)).encode()


HTML = Answer("<html>Attention Required! | Cloudflare</html>", 200, {"content-type": "text/html"})


def html(status: int) -> Answer:
    """The edge's page at some status."""
    return Answer(HTML.body, status, HTML.headers)


def refusal(status: int, code: str = "nope", message: str = "no") -> Answer:
    """Sigma's error envelope."""
    return Answer({"code": code, "message": message, "requestId": "req-17"}, status)


class Stub:
    """Answers with `respond` (path requests) and hands out tokens t1, t2, … that live `lifetime`.

    Counts what is in flight; `latency` seconds pass for every answer.
    """

    def __init__(
        self,
        respond: Callable[[Asked], Answer | Awaitable[Answer]],
        *,
        lifetime: float = 3600,
        latency: float = 0.0,
        token: Callable[[Asked], Answer | None] = lambda asked: None,
    ) -> None:
        self.respond = respond
        self.lifetime = lifetime
        self.latency = latency
        self.token = token
        self.asked: list[Asked] = []
        self.tokens_given = 0
        self.in_flight = self.most_in_flight = 0

    def transport(self) -> httpx.AsyncBaseTransport:
        return httpx.ASGITransport(app=self)

    @property
    def gets(self) -> list[Asked]:
        return [asked for asked in self.asked if asked.method == "GET"]

    @property
    def posts(self) -> list[Asked]:
        return [asked for asked in self.asked if asked.method == "POST"]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body = (await receive()).get("body", b"").decode()
        asked = Asked(
            scope["method"],
            scope["path"],
            dict(parse_qsl(scope["query_string"].decode(), keep_blank_values=True)),
            {name.decode().lower(): value.decode() for name, value in scope["headers"]},
            dict(parse_qsl(body)),
            asyncio.get_running_loop().time(),
        )
        self.asked.append(asked)
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            if self.latency:
                await asyncio.sleep(self.latency)
            answer = await self._answer(asked)
        finally:
            self.in_flight -= 1
        headers = {"content-type": "application/json"} | answer.headers
        await send(
            {
                "type": "http.response.start",
                "status": answer.status,
                "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            }
        )
        await send({"type": "http.response.body", "body": answer.encoded()})

    async def _answer(self, asked: Asked) -> Answer:
        if asked.path == TOKEN:
            own = self.token(asked)
            if own is not None:
                return own
            self.tokens_given += 1
            return Answer(
                {"access_token": f"{MARK}t{self.tokens_given}", "expires_in": self.lifetime}
            )
        answer = self.respond(asked)
        return answer if isinstance(answer, Answer) else await answer


def in_turn(*answers: Answer) -> Callable[[Asked], Answer]:
    """Give the answers one after the other, the last one for ever."""
    left = list(answers)
    return lambda asked: left.pop(0) if len(left) > 1 else left[0]
