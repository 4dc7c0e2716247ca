"""An organisation behind a server that costs next to nothing, in a process of its own.

Each answer is made once, by the emulator or from generated pages, and kept as bytes; a request
costs a look-up and the delay of a network. What is measured against it is the client.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Protocol

import httpx

from sigma_audit.emulator.app import create_app
from sigma_audit.emulator.org import Org
from sigma_audit.emulator.rate import Rate

_PATIENCE = 300.0  # seconds until it serves


@dataclass(frozen=True)
class Behaviour:
    """How the server behaves: seconds to an answer, and a limit in requests a second, if any."""

    latency: float = 0.08
    rate: float | None = None
    burst: float = 0.0
    retry_after: str | None = None


@dataclass
class Counts:
    """What was asked since the last look: requests, refusals, and when the first and last came."""

    requests: int = 0
    refused: int = 0
    first: float = 0.0
    last: float = 0.0
    refused_late: int = 0  # of the refusals, those more than a minute after the first request


class Canned:
    """A served organisation: where, with which credential, and what it was asked."""

    def __init__(self, line: Connection) -> None:
        self._line = line
        if not line.poll(_PATIENCE):
            raise OSError("the server did not start")
        self.base_url, self.client_id, self.client_secret = line.recv()

    def behave(self, behaviour: Behaviour) -> None:
        """Change how it behaves, and count from nothing."""
        self._line.send(behaviour)
        self._line.recv()

    def counts(self) -> Counts:
        """Give what was asked since it was last told how to behave."""
        self._line.send(None)
        found: Counts = self._line.recv()
        return found


class Answers(Protocol):
    """Where answers come from, and with which credential they are asked for."""

    client_id: str
    client_secret: str

    async def ask(self, verb: str, target: str, body: bytes, /) -> tuple[int, bytes]:
        """Give status and body of the answer to one request."""


class Emulated:
    """Answers of the emulator over an organisation."""

    def __init__(self, org: Org) -> None:
        credential = next(iter(org.credentials.values()))
        self.client_id, self.client_secret = credential.client_id, credential.client_secret
        transport = httpx.ASGITransport(app=create_app(org, token_rate=False))
        self._client = httpx.AsyncClient(transport=transport, base_url="http://canned")
        self._token = ""

    async def ask(self, verb: str, target: str, body: bytes) -> tuple[int, bytes]:
        headers = {"content-type": "application/x-www-form-urlencoded"}
        if verb == "GET":
            headers = {"authorization": f"Bearer {self._token}"}
        reply = await self._client.request(verb, target, content=body, headers=headers)
        if verb == "POST":
            self._token = reply.json().get("access_token", "")
        return reply.status_code, reply.content


@contextmanager
def canned(make: Callable[[], Answers]) -> Iterator[Canned]:
    """Serve an organisation for as long as the context lives; `make` runs over there."""
    context = multiprocessing.get_context("spawn")
    mine, its = context.Pipe()
    process = context.Process(target=_work, args=(its, make), daemon=True)
    process.start()
    its.close()
    try:
        yield Canned(mine)
    finally:
        mine.close()
        process.join(5)
        if process.is_alive():
            process.terminate()
            process.join()


class _Server:
    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.kept: dict[bytes, bytes] = {}
        self.behaviour, self.counts = Behaviour(0.0), Counts()
        self.limit: Rate | None = None

    def behave(self, behaviour: Behaviour) -> None:
        self.behaviour, self.counts = behaviour, Counts()
        self.limit = Rate(behaviour.rate, behaviour.burst) if behaviour.rate is not None else None

    async def answer(self, head: bytes, body: bytes) -> bytes:
        now = time.monotonic()
        line = head.split(b"\r\n", 1)[0]
        counts = self.counts
        counts.requests += 1
        counts.first = counts.first or now
        counts.last = now
        if self.limit and line.startswith(b"GET") and not self.limit.admits(now):
            counts.refused += 1
            counts.refused_late += now > counts.first + 60
            again = self.behaviour.retry_after
            extra = f"Retry-After: {again}\r\n".encode() if again else b""
            return b"HTTP/1.1 429 Too Many\r\n%sContent-Length: 2\r\n\r\n{}" % extra
        if line not in self.kept:
            self.kept[line] = await self._ask(line, body)
        return self.kept[line]

    async def _ask(self, line: bytes, body: bytes) -> bytes:
        verb, target, _ = line.decode().split(" ")
        status, content = await self.answers.ask(verb, target, body)
        head = (
            f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n"
            f"X-Sigma-Audit-Emulator: 1\r\nContent-Length: {len(content)}\r\n\r\n"
        )
        return head.encode() + content

    async def serve(self, incoming: asyncio.StreamReader, outgoing: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await incoming.readuntil(b"\r\n\r\n")
                length = 0
                for field in head.split(b"\r\n"):
                    if field.lower().startswith(b"content-length:"):
                        length = int(field.split(b":")[1])
                body = await incoming.readexactly(length)
                began = time.monotonic()
                answer = await self.answer(head, body)
                await asyncio.sleep(max(0.0, began + self.behaviour.latency - time.monotonic()))
                outgoing.write(answer)
        except (asyncio.IncompleteReadError, ConnectionError):
            outgoing.close()


def _work(line: Connection, make: Callable[[], Answers]) -> None:
    answers = make()

    async def run() -> None:
        server = _Server(answers)
        listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        serving = await asyncio.start_server(server.serve, sock=listener)
        port = listener.getsockname()[1]
        line.send((f"http://127.0.0.1:{port}", answers.client_id, answers.client_secret))
        while True:
            await asyncio.to_thread(line.poll, None)
            try:
                told = line.recv()
            except EOFError:
                serving.close()
                return
            if told is None:
                line.send(server.counts)
            else:
                server.behave(told)
                line.send(None)

    asyncio.run(run())
