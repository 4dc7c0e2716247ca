"""What the client does when an answer is not one."""

import asyncio
import gc
import itertools
import json
import logging
import weakref
from collections.abc import Callable, Sequence
from datetime import datetime
from email.utils import format_datetime
from typing import Any

import httpx
import pytest

from sigma.stub import HTML, SETTINGS, Answer, Asked, Stub, html, in_turn, refusal, run
from sigma_audit.config import Settings
from sigma_audit.emulator.tokens import MARK
from sigma_audit.errors import AuthFailed, Refused, SigmaError, Unavailable, UnexpectedShape
from sigma_audit.sigma.answers import Failure, Reply, retry_after
from sigma_audit.sigma.client import TRIES, Client
from sigma_audit.sigma.once import call
from sigma_audit.sigma.paging import Listing, reader

PAGE = Answer({"entries": [{"id": 1}], "nextPage": None})


def ask(stub: Stub, path: str = "/v2/teams", **options: Any) -> Reply[Listing] | Failure:
    async def work() -> Reply[Listing] | Failure:
        async with Client(SETTINGS, transport=stub.transport, **options) as client:
            return await client.get(path, reader("pages"))

    return run(work())


def cut(_: Asked) -> Answer:
    raise httpx.RemoteProtocolError("peer closed connection without sending complete message body")


FAULTS = {
    "408": refusal(408),
    "429": refusal(429),
    "500": refusal(500),
    "502 of the edge": html(502),
    "503": refusal(503),
    "504": refusal(504),
    "403 of the edge": html(403),
    "401 of the edge": html(401),
    "404 of the edge": html(404),
    "302 of the edge": html(302),
    "HTML with 200": HTML,
    "cut JSON with 200": Answer('{"entries": [{"id": 1}'),
    "NaN with 200": Answer('{"entries": [NaN], "nextPage": null}'),
    "half a surrogate pair": Answer('{"entries": [{"id": "\\ud83d"}], "nextPage": null}'),
    "200 without entries": Answer({}),
    "200 with an error": refusal(200),
    "204 with JSON": Answer({"entries": [], "nextPage": None}, 204),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_what_passes_when_asked_again_is_asked_again_five_times(fault: Answer) -> None:
    stub = Stub(in_turn(*[fault] * (TRIES - 1), PAGE))
    reply = ask(stub)
    assert isinstance(reply, Reply)
    assert reply.body == '{"entries": [{"id": 1}], "nextPage": null}'
    assert reply.retries == TRIES - 1 >= 5
    assert len(stub.gets) == TRIES


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_what_does_not_pass_is_a_failure_and_never_a_list(fault: Answer) -> None:
    stub = Stub(lambda asked: fault)
    failure = ask(stub)
    assert isinstance(failure, Failure)
    assert len(stub.gets) == TRIES
    assert failure.kind in ("unanswered", "shape")


@pytest.mark.parametrize(
    "error",
    [httpx.ConnectError, httpx.ConnectTimeout, httpx.ReadTimeout, httpx.ReadError,
     httpx.RemoteProtocolError, httpx.DecodingError],
)  # fmt: skip
def test_broken_connections_are_asked_again(error: type[httpx.RequestError]) -> None:
    left = [error("broken"), error("broken")]

    def respond(asked: Asked) -> Answer:
        if left:
            raise left.pop()
        return PAGE

    reply = ask(Stub(respond))
    assert isinstance(reply, Reply)
    assert reply.retries == 2


def test_a_body_cut_on_a_real_socket_is_asked_again() -> None:
    served: list[bytes] = []

    async def serve(incoming: asyncio.StreamReader, outgoing: asyncio.StreamWriter) -> None:
        head = await incoming.readuntil(b"\r\n\r\n")
        body = json.dumps({"access_token": f"{MARK}t", "expires_in": 3600}).encode()
        if head.startswith(b"POST"):
            await incoming.read(10)
        else:
            served.append(head)
            body = b'{"entries": [], "nextPage": null}'
        claimed = len(body) + (20 if len(served) == 1 else 0)
        outgoing.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
            b"Content-Length: %d\r\n\r\n%s" % (claimed, body)
        )
        await outgoing.drain()
        outgoing.close()

    async def work() -> Reply[Listing] | Failure:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server, Client(Settings(f"http://127.0.0.1:{port}", "i", f"{MARK}s")) as client:
            return await client.get("/v2/teams", reader("pages"))

    reply = asyncio.run(work())
    assert isinstance(reply, Reply)
    assert (reply.retries, len(served)) == (1, 2)


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, "refused"), (403, "forbidden"), (404, "gone"), (409, "gone"), (410, "gone")],
)
def test_a_final_no_is_asked_once_and_keeps_the_request_id(status: int, kind: str) -> None:
    stub = Stub(lambda asked: refusal(status))
    failure = ask(stub)
    assert isinstance(failure, Failure)
    assert (failure.kind, failure.status, len(stub.gets)) == (kind, status, 1)
    assert "request id req-17" in failure.detail


@pytest.mark.parametrize("seconds", [7, 40])
def test_retry_after_in_seconds_holds_everyone_back(seconds: int) -> None:
    stub = Stub(in_turn(Answer({}, 429, {"Retry-After": str(seconds)}), PAGE))

    async def work() -> None:
        async with Client(SETTINGS, transport=stub.transport) as client:
            await client.get("/v2/teams", reader("pages"))

    run(work())
    first, second = stub.gets
    assert seconds <= second.at - first.at < seconds + 3


def test_retry_after_as_a_date_is_read_against_the_servers_own_clock() -> None:
    # The server's clock is a year ahead of ours: the wait is half a minute all the same.
    moment = datetime(2030, 1, 1, 12, 0, 0)
    response = httpx.Response(
        429,
        headers={
            "Date": format_datetime(moment).replace("-0000", "GMT"),
            "Retry-After": format_datetime(moment.replace(second=30)).replace("-0000", "GMT"),
        },
    )
    assert retry_after(response) == 30
    assert retry_after(httpx.Response(429, headers={"Retry-After": "soon"})) is None
    assert retry_after(httpx.Response(429, headers={"Retry-After": "nan"})) is None
    assert retry_after(httpx.Response(429, headers={"Retry-After": "-5"})) == 0


def test_a_refusal_without_retry_after_waits_two_seconds_at_least() -> None:
    stub = Stub(in_turn(refusal(429), PAGE))
    ask(stub)
    first, second = stub.gets
    assert second.at - first.at >= 2


def test_tries_of_one_request_are_further_and_further_apart() -> None:
    stub = Stub(lambda asked: refusal(500))
    ask(stub)
    moments = [asked.at for asked in stub.gets]
    gaps = [after - before for before, after in itertools.pairwise(moments)]
    assert gaps == sorted(gaps)
    assert 10 < sum(gaps) < 25


def test_never_more_in_flight_than_asked_for() -> None:
    for concurrency in (1, 3, 8):
        stub = Stub(lambda asked: PAGE, latency=0.3)

        async def work(concurrency: int = concurrency, stub: Stub = stub) -> None:
            async with Client(
                SETTINGS, concurrency=concurrency, transport=stub.transport
            ) as client:
                await asyncio.gather(
                    *(client.get("/v2/teams", reader("pages")) for _ in range(100))
                )

        run(work())
        assert stub.most_in_flight == concurrency


def test_the_token_is_fetched_once_by_all() -> None:
    stub = Stub(lambda asked: PAGE, latency=0.2)

    async def work() -> None:
        async with Client(SETTINGS, concurrency=8, transport=stub.transport) as client:
            await asyncio.gather(*(client.get("/v2/teams", reader("pages")) for _ in range(40)))

    run(work())
    assert len(stub.posts) == 1
    assert {asked.bearer for asked in stub.gets} == {"t1"}
    assert stub.posts[0].form == {
        "grant_type": "client_credentials",
        "client_id": SETTINGS.client_id,
        "client_secret": SETTINGS.client_secret,
    }


def test_the_token_is_renewed_five_minutes_before_it_ends() -> None:
    stub = Stub(lambda asked: PAGE, lifetime=3600)

    async def work() -> None:
        async with Client(SETTINGS, transport=stub.transport) as client:
            for _ in range(8):
                await client.get("/v2/teams", reader("pages"))
                await asyncio.sleep(600)

    run(work())
    assert [round(asked.at, -1) for asked in stub.posts] == [0, 3600]
    assert [asked.bearer for asked in stub.gets] == ["t1"] * 6 + ["t2"] * 2


def test_a_401_on_a_token_replaced_meanwhile_costs_nothing() -> None:
    stub = Stub(lambda asked: PAGE)

    async def respond(asked: Asked) -> Answer:
        if asked.bearer == "t1":
            await asyncio.sleep(5 if "slow" in asked.path else 0)
            return refusal(401, "unauthorized")
        return PAGE

    stub.respond = respond

    async def work() -> tuple[Reply[Listing] | Failure, Reply[Listing] | Failure]:
        async with Client(SETTINGS, transport=stub.transport) as client:
            return await asyncio.gather(
                client.get("/v2/teams", reader("pages")),
                client.get("/v2/slow", reader("pages")),
            )

    quick, slow = run(work())
    assert isinstance(quick, Reply)
    assert isinstance(slow, Reply)
    assert (quick.retries, slow.retries) == (1, 0)
    assert len(stub.posts) == 2


def test_a_401_renews_a_second_apart_and_five_times_in_a_row_at_most() -> None:
    stub = Stub(lambda asked: refusal(401, "unauthorized"))
    failure = ask(stub)
    assert isinstance(failure, Failure)
    assert failure.status == 401
    assert len(stub.posts) == 1 + 5
    moments = [asked.at for asked in stub.posts]
    assert all(after - before >= 1 for before, after in itertools.pairwise(moments))
    # Not the credentials' fault: the token endpoint gave a token every time.
    assert not isinstance(failure.error(), AuthFailed)


def test_a_401_that_passes_after_five_renewals_is_an_answer() -> None:
    stub = Stub(lambda asked: PAGE if asked.bearer == "t6" else refusal(401))
    assert isinstance(ask(stub), Reply)


def test_many_401s_at_once_renew_once() -> None:
    stub = Stub(lambda asked: PAGE if asked.bearer != "t1" else refusal(401), latency=0.1)

    async def work() -> None:
        async with Client(SETTINGS, concurrency=8, transport=stub.transport) as client:
            await asyncio.gather(*(client.get("/v2/teams", reader("pages")) for _ in range(8)))

    run(work())
    assert len(stub.posts) == 2


@pytest.mark.parametrize("status", [400, 401, 403])
def test_only_the_token_endpoints_own_no_is_wrong_credentials(status: int) -> None:
    stub = Stub(lambda asked: PAGE, token=lambda asked: refusal(status, "invalid_client"))
    with pytest.raises(AuthFailed) as caught:
        ask(stub)
    assert caught.value.exit_code == 3
    assert SETTINGS.client_secret not in str(caught.value) + caught.value.hint


def test_basic_is_tried_where_the_form_is_not_taken() -> None:
    def token(asked: Asked) -> Answer | None:
        if asked.headers.get("authorization", "").startswith("Basic "):
            assert "client_secret" not in asked.form
            return None
        return refusal(401)

    stub = Stub(lambda asked: PAGE, token=token)
    assert isinstance(ask(stub), Reply)
    form, basic = stub.posts
    assert basic.at - form.at >= 1


@pytest.mark.parametrize("fault", [refusal(429), refusal(503), html(403), HTML, Answer({})])
def test_a_token_endpoint_that_stumbles_is_asked_again(fault: Answer) -> None:
    left = [fault, fault]
    stub = Stub(lambda asked: PAGE, token=lambda asked: left.pop() if left else None)
    assert isinstance(ask(stub), Reply)
    assert len(stub.posts) == 3


@pytest.mark.parametrize(
    ("fault", "error"),
    [(html(404), UnexpectedShape), (refusal(404), SigmaError), (refusal(503), Unavailable)],
)
def test_a_wrong_or_absent_host_says_so(fault: Answer, error: type[SigmaError]) -> None:
    stub = Stub(lambda asked: PAGE, token=lambda asked: fault)
    with pytest.raises(error) as caught:
        ask(stub)
    assert not isinstance(caught.value, AuthFailed)
    assert "SIGMA_BASE_URL" in caught.value.hint


def test_redirects_are_not_followed_and_leave_no_token_elsewhere() -> None:
    stub = Stub(lambda asked: Answer("", 302, {"Location": "https://evil.example/v2/teams"}))
    failure = ask(stub)
    assert isinstance(failure, Failure)
    assert "evil.example" in failure.detail
    assert {asked.headers["host"] for asked in stub.asked} == {"api.example.test"}


@pytest.mark.parametrize(
    "path",
    ["https://evil.example/", "//evil.example/", "@evil.example/", ".evil.example/", "\\\\e"],
)
def test_no_path_leads_to_another_host(path: str) -> None:
    stub = Stub(lambda asked: PAGE)
    with pytest.raises(Refused):
        ask(stub, path)
    assert stub.asked == []


def test_the_retry_budget_grows_with_the_run_and_ends() -> None:
    # Every second answer is a fault: far above 30 %, and still everything is answered.
    odd = iter(range(10**9))
    stub = Stub(lambda asked: refusal(500) if next(odd) % 2 else PAGE)

    async def work() -> tuple[int, int]:
        async with Client(SETTINGS, transport=stub.transport) as client:
            replies = [await client.get("/v2/teams", reader("pages")) for _ in range(600)]
            assert all(isinstance(reply, Reply) for reply in replies)
            return client.requests, client.retries

    requests, retries = run(work())
    assert retries > 0.3 * requests


def test_a_dead_server_is_not_hammered_for_ever() -> None:
    stub = Stub(lambda asked: refusal(500))

    async def work() -> int:
        async with Client(SETTINGS, transport=stub.transport) as client:
            for _ in range(1000):
                await client.get("/v2/teams", reader("pages"))
            return client.requests

    assert run(work()) < 3000 < 1000 * TRIES


def test_each_request_is_logged_without_secrets(caplog: pytest.LogCaptureFixture) -> None:
    stub = Stub(lambda asked: PAGE)
    with caplog.at_level(logging.DEBUG):
        ask(stub, "/v2/members?email=ann@example.test&limit=1")
    lines = [r.getMessage() for r in caplog.records if r.name.startswith("sigma_audit")]
    assert any(line.startswith("GET /v2/members?email=…&limit=1 200 ") for line in lines)
    for secret in (MARK, "Bearer"):
        assert not any(secret in line for line in lines)


def test_nothing_shows_a_secret() -> None:
    assert SETTINGS.client_secret not in repr(SETTINGS)
    assert SETTINGS.client_id not in repr(SETTINGS)


def test_the_emulator_says_who_it_is() -> None:
    async def work(headers: dict[str, str]) -> bool:
        stub = Stub(lambda asked: Answer(PAGE.body, 200, headers))
        async with Client(SETTINGS, transport=stub.transport) as client:
            await client.get("/v2/teams", reader("pages"))
            return client.is_emulator

    assert run(work({"X-Sigma-Audit-Emulator": "1"})) is True
    assert run(work({})) is False


def collected(respond: Callable[[Asked], Answer], path: str) -> tuple[Stub, Sequence[Any]]:
    stub = Stub(respond)
    pages: list[Any] = []
    call(SETTINGS, path, pages.append, transport=stub.transport)
    return stub, pages


def test_one_call_by_hand_follows_either_cursor() -> None:
    first = Answer({"entries": [1], "nextPage": "a b%2F"})
    stub, pages = collected(in_turn(first, PAGE), "/v2/teams?limit=1&tag=x&tag=y")
    assert [page["entries"] for page in pages] == [[1], [{"id": 1}]]
    assert stub.gets[1].query == {"limit": "1", "tag": "y", "page": "a b%2F"}
    tokens = in_turn(Answer({"entries": [], "nextPageToken": "n"}), Answer({"entries": []}))
    stub, pages = collected(tokens, "/v2/accountTypes")
    assert [asked.query for asked in stub.gets] == [{}, {"pageToken": "n"}]


def test_one_call_by_hand_ends_a_circle_and_raises_a_no() -> None:
    with pytest.raises(UnexpectedShape, match="circle"):
        collected(lambda asked: Answer({"entries": [], "nextPage": "x"}), "/v2/teams")
    with pytest.raises(SigmaError, match="404"):
        collected(lambda asked: refusal(404), "/v2/nothing")


def test_a_body_is_gone_from_memory_when_its_answer_is(monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[weakref.ref[httpx.Response]] = []
    send = Client._send

    async def watched(*asked: Any, **sent: Any) -> httpx.Response:
        response = await send(*asked, **sent)
        left.append(weakref.ref(response))
        return response

    monkeypatch.setattr(Client, "_send", watched)
    gc.disable()  # what lies in a circle waits for it
    try:
        ask(Stub(lambda _: PAGE))
        assert [response() for response in left] == [None, None]
    finally:
        gc.enable()
