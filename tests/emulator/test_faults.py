from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from emulator.asking import HEADER, Api
from emulator.tiny import ADA, tiny, uid
from sigma_audit.emulator.app import create_app
from sigma_audit.emulator.faults import Fault, FaultPlan, Kind
from sigma_audit.emulator.rate import Rate
from sigma_audit.emulator.server import serve

MEMBERS = "/v2.1/members"


def api_with(*faults: Fault, **pace: Any) -> tuple[Api, FaultPlan]:
    plan = FaultPlan(list(faults), **pace)
    app = create_app(tiny(), token_rate=False, faults=plan)
    return Api(app, ADA, is_checking=False), plan


def ids(page: dict[str, Any]) -> list[str]:
    return [row["memberId"] for row in page["entries"]]


WHOLE = ["ada", "ben", "cleo", "guy", "emb", "kim", "SigmaSchedulerRobot"]


@pytest.mark.parametrize("status", [400, 403, 404, 408, 429, 500, 502, 503, 504])
@pytest.mark.parametrize("retry_after", [None, "7"])
def test_a_refusal_as_the_api_writes_it(status: int, retry_after: str | None) -> None:
    fault = Fault("status", status=status, operation="whoami", retry_after=retry_after)
    api, plan = api_with(fault)
    refused = api.ask("GET", "/v2/whoami")
    assert refused.status_code == status
    assert refused.json()["requestId"]
    assert refused.headers.get("Retry-After") == retry_after
    assert api.ask("GET", "/v2/whoami").status_code == 200
    assert (fault.fired, plan.fired()) == (1, 1)


@pytest.mark.parametrize("status", [200, 403, 429, 503])
def test_a_page_of_the_edge(status: int) -> None:
    fault = Fault("edge", status=status, operation="whoami", retry_after="1")
    api, _ = api_with(fault)
    refused = api.ask("GET", "/v2/whoami")
    assert (refused.status_code, refused.headers["Content-Type"][:9]) == (status, "text/html")
    assert refused.text.startswith("<!DOCTYPE html>")
    assert refused.headers[HEADER] == "1"


def test_a_fault_fires_when_and_where_it_was_told() -> None:
    by_parent = Fault("status", operation="getTeamMembers", parent=uid("team Finance"))
    by_query = Fault("status", status=500, operation="listGrants", parent="ben", nth=2, times=2)
    by_path = Fault("status", status=502, path=MEMBERS, times=None)
    api, plan = api_with(by_parent, by_query, by_path)
    teams = [f"/v2/teams/{uid(f'team {name}')}/members" for name in ("Finance", "Guests")]
    assert [api.ask("GET", path).status_code for path in teams] == [503, 200]
    ben = [api.ask("GET", "/v2/grants?userId=ben").status_code for _ in range(4)]
    assert ben == [200, 500, 500, 200]
    assert api.ask("GET", "/v2/grants?userId=cleo").status_code == 200
    assert {api.ask("GET", MEMBERS).status_code for _ in range(5)} == {502}
    assert [fault.fired for fault in plan.faults] == [1, 2, 5]


def test_a_token_that_dies_in_mid_run() -> None:
    api, _ = api_with(Fault("unauthorized", operation="whoami"))
    api.get(MEMBERS)
    assert api.ask("GET", "/v2/whoami").status_code == 401
    assert api.ask("GET", MEMBERS).status_code == 401
    api.sign_in()
    assert api.ask("GET", MEMBERS).status_code == 200


def test_a_token_endpoint_that_refuses() -> None:
    api, _ = api_with(Fault("status", status=401, operation="postToken"))
    assert api.sign_in().status_code == 401
    assert api.sign_in().status_code == 200


@pytest.mark.parametrize("kind", ["cut", "not_json"])
def test_a_body_that_ends_too_early(kind: Kind) -> None:
    fault = Fault(kind, operation="v2_1_listMembers")
    api, _ = api_with(fault)
    broken = api.ask("GET", MEMBERS)
    assert broken.status_code == 200
    assert fault.fired == 1
    with pytest.raises(ValueError, match="line 1"):
        broken.json()
    declared = int(broken.headers["Content-Length"])
    assert (declared > len(broken.content)) == (kind == "cut")


def test_a_reset_is_an_os_error_in_process() -> None:
    api, plan = api_with(Fault("reset", operation="whoami"))
    with pytest.raises(ConnectionResetError):
        api.ask("GET", "/v2/whoami")
    assert plan.fired() == 1
    assert api.ask("GET", "/v2/whoami").status_code == 200


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("duplicate", ["ada", *WHOLE]),
        ("shift", WHOLE[1:]),
        ("short", WHOLE[:-1]),
    ],
)
def test_pages_that_drift(kind: Kind, found: list[str]) -> None:
    fault = Fault(kind, operation="v2_1_listMembers")
    api, _ = api_with(fault)
    page = api.get(MEMBERS)
    assert ids(page) == found
    assert page["total"] == 7
    assert fault.fired == 1
    assert ids(api.get(MEMBERS)) == WHOLE


def test_a_total_that_is_wrong() -> None:
    api, plan = api_with(
        Fault("wrong_total", operation="v2_1_listMembers"),
        Fault("wrong_total", operation="listMembers"),
    )
    assert api.get(MEMBERS)["total"] == 8
    assert "total" not in api.get("/v2/members")
    assert [fault.fired for fault in plan.faults] == [1, 0]  # nothing to spoil, nothing fired


def collect(api: Api, at_most: int) -> tuple[list[list[str]], list[str]]:
    """Follow the cursor blindly; gives the pages and the cursors."""
    pages, cursors, query = [], [], {"limit": "3"}
    for _ in range(at_most):
        page = api.get(MEMBERS, **query)
        pages.append(ids(page))
        if page["nextPage"] is None:
            break
        cursors.append(page["nextPage"])
        query["page"] = page["nextPage"]
    return pages, cursors


@pytest.mark.parametrize("nth", [1, 2, 3])
def test_an_empty_page_with_a_cursor_to_the_rest(nth: int) -> None:
    fault = Fault("empty_page", operation="v2_1_listMembers", nth=nth)
    api, _ = api_with(fault)
    pages, cursors = collect(api, 9)
    assert [row for page in pages for row in page] == WHOLE
    assert pages[nth - 1] == []
    assert len(pages) == 4
    assert fault.fired == 1
    assert len(set(cursors)) == 3


@pytest.mark.parametrize(("kind", "different"), [("same_cursor", 1), ("cycle", 2)])
def test_cursors_that_lead_back(kind: Kind, different: int) -> None:
    fault = Fault(kind, operation="v2_1_listMembers", nth=2, times=None)
    api, _ = api_with(fault)
    pages, cursors = collect(api, 8)
    assert pages == [WHOLE[:3], *[WHOLE[3:6]] * 7]
    assert len(set(cursors[1:])) == different
    assert fault.fired == 7


def test_an_entry_that_is_an_error() -> None:
    api, _ = api_with(Fault("entry_error", operation="list"))
    first, *rest = api.get("/v2/files")["entries"]
    assert set(first) == {"code", "message", "requestId"}
    assert rest
    assert all("id" in row for row in rest)


def test_fields_that_are_missing() -> None:
    fault = Fault("missing", operation="v2_1_listMembers", fields=("email", "nonsense"))
    api, _ = api_with(fault)
    assert not [row for row in api.get(MEMBERS)["entries"] if "email" in row]
    assert fault.fired == 1
    api, _ = api_with(Fault("missing", operation="whoami", fields=("userId",)))
    assert set(api.get("/v2/whoami")) == {"organizationId"}


def test_an_object_that_is_deleted_in_mid_crawl() -> None:
    api, plan = api_with()

    def delete() -> None:
        del api.org.inodes[uid("Q3")]

    plan.faults.append(Fault("act", operation="getWorkbook", nth=2, act=delete))
    path = f"/v2/workbooks/{uid('Q3')}"
    assert [api.ask("GET", path).status_code for _ in range(3)] == [200, 404, 404]
    assert plan.fired() == 1


def test_a_change_of_a_field_in_mid_crawl_is_seen_at_once() -> None:
    api, plan = api_with()

    def move() -> None:
        api.org.inodes[uid("Plans")].parent_id = uid("Ops")

    plan.faults.append(Fault("act", operation="listAccessibleInodes", nth=2, act=move))
    found = [api.get("/v2/members/ben/files?name=Plans")["entries"][0] for _ in range(2)]
    assert [row["permission"] for row in found] == ["organize", "explore"]
    assert [row["path"] for row in found] == ["Budget", "Ops"]


# -- pace and log ----------------------------------------------------------------------------------


def test_what_was_asked_is_logged() -> None:
    api, plan = api_with(Fault("status", operation="listTeams"))
    api.get("/v2/grants", userId="ben", limit=5)
    api.ask("GET", "/v2/teams")
    asked = [(one.operation, one.status, one.query) for one in plan.log]
    assert asked == [
        ("postToken", 200, ""),
        ("listGrants", 200, "userId=ben&limit=5"),
        ("listTeams", 503, ""),
    ]
    assert all(one.ended >= one.started and one.in_flight == 1 for one in plan.log)
    assert plan.in_flight == 0
    assert plan.most_in_flight == 1
    assert len(plan.asked("listGrants")) == 1


def test_requests_in_flight_are_counted() -> None:
    api, plan = api_with(latency_seconds=0.05)
    api.sign_in()

    async def ask_at_once() -> list[int]:
        transport = httpx.ASGITransport(api.app)
        headers = {"Authorization": f"Bearer {api.token}"}
        async with httpx.AsyncClient(
            transport=transport, base_url="http://sigma.test", headers=headers
        ) as client:
            answers = await asyncio.gather(*(client.get("/v2/whoami") for _ in range(8)))
        return [one.status_code for one in answers]

    assert asyncio.run(ask_at_once()) == [200] * 8
    assert plan.most_in_flight == 8
    assert all(one.ended - one.started >= 0.045 for one in plan.log)


def test_a_bucket_that_runs_dry_and_fills_again() -> None:
    rate = Rate(rate=10.0, burst=2.0, retry_after="1")
    assert [rate.admits(100.0) for _ in range(3)] == [True, True, False]
    assert [rate.admits(100.15) for _ in range(2)] == [True, False]
    assert [rate.admits(900.0) for _ in range(3)] == [True, True, False]


def test_too_fast_is_refused_by_the_edge_and_signing_in_is_not() -> None:
    api, plan = api_with(rate=Rate(rate=0.001, burst=2, retry_after="3"))
    found = [api.ask("GET", "/v2/whoami") for _ in range(4)]
    assert [one.status_code for one in found] == [200, 200, 429, 429]
    assert found[2].headers["Retry-After"] == "3"
    assert "html" in found[2].headers["Content-Type"]
    assert plan.rejected == 2
    assert api.sign_in().status_code == 200


# -- on a socket -----------------------------------------------------------------------------------


@pytest.fixture
def served() -> Iterator[tuple[httpx.Client, FaultPlan]]:
    plan = FaultPlan()
    app = create_app(tiny(), token_rate=False, faults=plan)
    with serve(app) as base_url, httpx.Client(base_url=base_url, trust_env=False) as client:
        form = {"grant_type": "client_credentials", "client_id": ADA[0], "client_secret": ADA[1]}
        token = client.post("/v2/auth/token", data=form).json()["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        yield client, plan


def test_a_socket_answers_like_the_app(served: tuple[httpx.Client, FaultPlan]) -> None:
    client, _ = served
    api = Api(create_app(tiny(), token_rate=False), ADA)
    for path in ("/v2/whoami", MEMBERS, "/v2/files?limit=2", "/v2/nothing"):
        over_socket, in_process = client.get(path), api.ask("GET", path)
        assert over_socket.status_code == in_process.status_code
        assert over_socket.headers[HEADER] == "1"
        if over_socket.status_code == 200:
            assert over_socket.json() == in_process.json()


@pytest.mark.parametrize("kind", ["reset", "cut"])
def test_a_connection_that_breaks(served: tuple[httpx.Client, FaultPlan], kind: Kind) -> None:
    client, plan = served
    plan.faults.append(Fault(kind, operation="whoami"))
    with pytest.raises(httpx.TransportError):
        client.get("/v2/whoami")
    assert plan.fired() == 1
    assert client.get("/v2/whoami").status_code == 200


def test_a_stall_outlasts_patience(served: tuple[httpx.Client, FaultPlan]) -> None:
    client, plan = served
    plan.faults.append(Fault("stall", operation="whoami", seconds=0.6))
    with pytest.raises(httpx.ReadTimeout):
        client.get("/v2/whoami", timeout=0.15)
    assert client.get("/v2/whoami").status_code == 200


def test_a_server_leaves_nothing_behind() -> None:
    before = threading.active_count()
    with serve(create_app(tiny())) as base_url:
        assert base_url.startswith("http://127.0.0.1:")
        assert threading.active_count() > before
    deadline = time.monotonic() + 5
    while threading.active_count() > before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert threading.active_count() == before
    with pytest.raises(httpx.ConnectError):
        httpx.get(base_url, trust_env=False)


def test_a_taken_port_is_an_error() -> None:
    with serve(create_app(tiny())) as base_url:
        port = int(base_url.rsplit(":", 1)[1])
        with pytest.raises(OSError, match=r"in use|Address"), serve(create_app(tiny()), port=port):
            pass
