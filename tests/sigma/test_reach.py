"""Where requests may go, on real sockets: TLS that is verified, and proxies of the environment."""

import asyncio
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import trustme

from sigma_audit.config import Settings
from sigma_audit.emulator.tokens import MARK
from sigma_audit.sigma.answers import Failure, Reply
from sigma_audit.sigma.client import Client

HOST = "api.sigma.test"
BODIES = {b"POST": json.dumps({"access_token": f"{MARK}t", "expires_in": 3600}).encode()}


@dataclass
class Server:
    """A TLS server that gives a token and one object, and a proxy that leads there."""

    port: int = 0
    proxy_port: int = 0
    heads: list[bytes] = field(default_factory=list)
    connects: list[bytes] = field(default_factory=list)


def _answer(server: Server) -> Any:
    async def serve(incoming: asyncio.StreamReader, outgoing: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await incoming.readuntil(b"\r\n\r\n")
                server.heads.append(head)
                lines = head.split(b"\r\n")
                lengths = [line for line in lines if line.lower().startswith(b"content-length:")]
                if lengths:
                    await incoming.readexactly(int(lengths[0].split(b":")[1]))
                body = BODIES.get(head.split(b" ")[0], b'{"userId": "m", "organizationId": "o"}')
                outgoing.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                    b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
                )
                await outgoing.drain()
        except (asyncio.IncompleteReadError, ConnectionError, ssl.SSLError):
            outgoing.close()

    return serve


def _connect(server: Server) -> Any:
    """Lead every CONNECT to the one server, whatever host it names; see nothing but its head."""

    async def pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        try:
            while data := await source.read(65536):
                sink.write(data)
                await sink.drain()
        except ConnectionError:
            pass
        sink.close()

    async def serve(incoming: asyncio.StreamReader, outgoing: asyncio.StreamWriter) -> None:
        try:
            server.connects.append(await incoming.readuntil(b"\r\n\r\n"))
        except asyncio.IncompleteReadError:
            return
        there, back = await asyncio.open_connection("127.0.0.1", server.port)
        outgoing.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await asyncio.gather(pump(incoming, back), pump(there, outgoing))

    return serve


@contextmanager
def _running(certificate: trustme.LeafCert) -> Iterator[Server]:
    server, started, loop = Server(), threading.Event(), asyncio.new_event_loop()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)

    async def work() -> None:
        tls = await asyncio.start_server(_answer(server), "127.0.0.1", 0, ssl=context)
        proxy = await asyncio.start_server(_connect(server), "127.0.0.1", 0)
        server.port = tls.sockets[0].getsockname()[1]
        server.proxy_port = proxy.sockets[0].getsockname()[1]
        started.set()
        async with tls, proxy:
            await asyncio.Event().wait()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.set_exception_handler(lambda *_: None)  # handshakes that the client breaks off
        task = loop.create_task(work())
        loop.run_forever()
        for one in asyncio.all_tasks(loop):
            one.cancel()
        loop.run_until_complete(asyncio.gather(*asyncio.all_tasks(loop), return_exceptions=True))
        assert task.done()
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert started.wait(10)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def server(authority: trustme.CA) -> Iterator[Server]:
    with _running(authority.issue_cert(HOST, "localhost")) as running:
        yield running


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, server: Server) -> None:
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setattr("sigma_audit.sigma.client.SHORTEST", 0.001)
    monkeypatch.setattr("sigma_audit.sigma.client.TRIES", 2)
    monkeypatch.setattr("sigma_audit.sigma.auth.APART", 0.0)
    server.heads.clear()
    server.connects.clear()


@pytest.fixture
def private_ca(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))


def whoami(url: str) -> Reply[Any] | Failure:
    async def work() -> Reply[Any] | Failure:
        async with Client(Settings(url, "id", f"{MARK}of-client"), concurrency=1) as client:
            return await client.get("/v2/whoami", lambda document: document)

    return asyncio.run(work())


def refusal(url: str) -> str:
    with pytest.raises(Exception) as caught:  # noqa: PT011 -- which error it is, is asserted by its caller
        whoami(url)
    assert type(caught.value).__name__ == "Unavailable"
    assert getattr(caught.value, "exit_code", None) == 3
    return str(caught.value)


def test_an_unknown_authority_is_refused_before_a_secret_is_sent(server: Server) -> None:
    assert "CERTIFICATE_VERIFY_FAILED" in refusal(f"https://localhost:{server.port}")
    assert server.heads == []


def test_a_private_authority_of_the_environment_is_trusted(
    server: Server, private_ca: None
) -> None:
    assert isinstance(whoami(f"https://localhost:{server.port}"), Reply)
    assert [head.split(b" ")[0] for head in server.heads] == [b"POST", b"GET"]


def test_a_certificate_of_another_host_is_refused(server: Server, private_ca: None) -> None:
    assert "CERTIFICATE_VERIFY_FAILED" in refusal(f"https://127.0.0.1:{server.port}")
    assert server.heads == []


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_a_proxy_of_the_environment_leads_to_sigma_and_reads_nothing(
    name: str, server: Server, private_ca: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, f"http://127.0.0.1:{server.proxy_port}")
    assert isinstance(whoami(f"https://{HOST}"), Reply)
    assert len(server.heads) == 2
    assert server.connects
    for head in server.connects:
        assert head.startswith(b"CONNECT api.sigma.test:443 ")
        assert MARK.encode() not in head


def test_tls_is_verified_through_a_proxy_too(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{server.proxy_port}")
    assert "CERTIFICATE_VERIFY_FAILED" in refusal(f"https://{HOST}")
    assert server.connects
    assert server.heads == []


def test_no_proxy_goes_straight(
    server: Server, private_ca: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{server.proxy_port}")
    monkeypatch.setenv("NO_PROXY", "localhost,.sigma.test")
    refusal(f"https://{HOST}")  # there is no such host; what matters is who was asked
    assert server.connects == []


def test_loopback_needs_no_proxy(
    server: Server, private_ca: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{server.proxy_port}")
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{server.proxy_port}")
    assert isinstance(whoami(f"https://localhost:{server.port}"), Reply)
    assert server.connects == []
