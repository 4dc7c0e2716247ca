from __future__ import annotations

from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from emulator import contract
from emulator.asking import Api, tiny_api
from emulator.tiny import give, tiny, uid
from emulator.tour import READS, SECTION_11, SECTION_12, WRITES
from sigma_audit.collect.endpoints import ENDPOINTS
from sigma_audit.emulator.routes import ABSENT, ROUTES, operation_of
from sigma_audit.emulator.slug import slug

DESCRIPTION = contract.description()
needs_description = pytest.mark.skipif(
    DESCRIPTION is None, reason="the API's description is not at hand"
)


def described() -> contract.Description:
    assert DESCRIPTION is not None
    return DESCRIPTION


@needs_description
def test_every_operation_answers_as_described_and_no_deviation_is_idle() -> None:
    description = described()
    description.used.clear()
    description.checked.clear()
    visited = set()
    for operation, method, path, query, body in (*READS, *WRITES):
        api = tiny_api()
        api.org.recents[0].inode_id = uid("Runbook")  # one that ada can open
        api.org.recents[0].member_id = "ada"
        api.org.favorites.add(("ada", uid("Runbook")))
        for inode in ("Rates", "Board", "Q3", "Budget"):
            give(api.org, inode, "view")
        response = api.ask(method, path(api.org), query, body)
        assert response.status_code in (200, 201), (operation, response.text)
        visited.add(operation)
    api = tiny_api()
    job = api.do("POST", f"/v2/workbooks/{uid('Q3')}/export", {"format": {"type": "csv"}})
    assert api.ask("GET", f"/v2/query/{job['queryId']}/download").status_code == 204
    assert api.ask("GET", f"/v2/query/{job['queryId']}/download").text == "id,name\r\n"
    visited |= {"exportWorkbook", "downloadQuery"}
    wanted = {route.operation or route.path for route in ROUTES}
    assert visited == wanted
    assert description.checked >= {route.operation for route in ROUTES if route.operation}
    assert "postToken" in description.checked
    assert description.used == set(contract.DEVIATIONS)


@needs_description
def test_every_route_is_where_the_description_has_it() -> None:
    known = {name: (method, path) for method, path, name, _ in described().operations()}
    for route in ROUTES:
        if route.operation:
            assert known[route.operation] == (route.method, route.path)
    undescribed = {route.path for route in ROUTES if not route.operation}
    assert undescribed == {"/v2/dataModels/{dataModelId}/spec", "/v3alpha/allowedIps"}
    for name, (method, path) in known.items():
        if name in {route.operation for route in ROUTES}:
            concrete = path.replace("{", "").replace("}", "")
            assert operation_of(method, concrete) == name


@pytest.mark.parametrize("wanted", [*SECTION_11, *SECTION_12])
def test_every_endpoint_of_the_notes_has_a_route(wanted: str) -> None:
    assert wanted in {f"{route.method} {route.path}" for route in ROUTES}


@pytest.mark.parametrize(
    "endpoint",
    [one for one in ENDPOINTS.values() if f"GET {one.path}" not in ABSENT],
    ids=lambda one: one.name,
)
def test_whatever_is_collected_answers(endpoint: Any) -> None:
    parents = {
        "account_type_permissions": uid("type View"),
        "team_members": uid("team Finance"),
        "team_grants": uid("team Finance"),
        "member_grants": "ben",
        "connection_grants": uid("Snow"),
        "path_grants": slug(uid("DB")),
        "report_schedules": uid("Board"),
        "report_sources": uid("Board"),
        "workbook_schedules": uid("Q3"),
        "workbook_embeds": uid("Q3"),
        "workbook_sources": uid("Q3"),
        "data_model_sources": uid("Model"),
        "dataset_sources": uid("Rates"),
        "member_recents": "ben",
        "member_files": "ben",
        "user_attribute_users": uid("region"),
        "user_attribute_teams": uid("region"),
    }
    parent = parents.get(endpoint.name, uid("Budget"))
    query = {key: value.replace("{parent}", parent) for key, value in endpoint.query.items()}
    api = tiny_api(unfiltered_grants=True)
    found = api.get(endpoint.path.replace("{parent}", parent), **query)
    is_array, is_page = isinstance(found, list), "entries" in found
    assert (is_array, is_page) == (endpoint.style == "array", endpoint.style in ("pages", "tokens"))
    if endpoint.style == "pages":
        assert found["nextPage"] is None


@pytest.mark.parametrize("absent", ABSENT)
def test_what_nobody_knows_the_path_of_is_absent(absent: str) -> None:
    method, path = absent.split(" ")
    path = path.replace("{teamId}", uid("team Finance"))
    path = path.replace("{accountTypeId}", uid("type View"))
    answer = tiny_api().do(method, path, {}, status=404)
    assert answer["code"] == "not_found"


@needs_description
@pytest.mark.parametrize("spoilt", ["memberId", "createdAt", "entries"])
def test_the_judge_condemns_a_wrong_answer(spoilt: str) -> None:
    api = tiny_api()
    body = api.get("/v2.1/members")
    if spoilt == "entries":
        del body["entries"]
    elif spoilt == "createdAt":
        body["entries"][0][spoilt] = "yesterday"
    else:
        del body["entries"][0][spoilt]
    wrong = httpx.Response(200, json=body)
    with pytest.raises(AssertionError, match=r"v2\.1/members"):
        described().check("GET", "/v2.1/members", "v2_1_listMembers", wrong)


@needs_description
def test_the_judge_condemns_an_error_without_its_envelope() -> None:
    wrong = httpx.Response(404, json={"message": "gone"})
    with pytest.raises(AssertionError, match="404"):
        described().check("GET", "/v2/grants", "listGrants", wrong)


# -- surprises: parameters drawn from the description ----------------------------------------------

PER_OPERATION = 12
_REAL_IDS: dict[str, str | list[str]] = {
    "memberId": "ben",
    "userId": "ben",
    "teamId": uid("team Finance"),
    "workspaceId": uid("Budget"),
    "inodeId": [uid("Budget"), slug(uid("DB.S.T1"))],
    "parentId": uid("Budget"),
    "connectionId": uid("Snow"),
    "connectionPathId": slug(uid("DB.S.T1")),
    "tableId": uid("DB.S.T1"),
    "workbookId": uid("Q3"),
    "dataModelId": uid("Model"),
    "datasetId": uid("Rates"),
    "reportId": uid("Board"),
    "tagId": uid("tag Prod"),
    "accountTypeId": uid("type View"),
    "userAttributeId": uid("region"),
    "grantId": next(iter(tiny().grants)),
    "queryId": "nothing",
}
_READ_OPERATIONS = sorted(
    route.operation for route in ROUTES if route.method == "GET" and route.operation
)


def _slim() -> dict[str, Any]:
    """Keep the parameters of the reads, with ids that exist among those that may be drawn."""
    document = described().document
    paths: dict[str, Any] = {}
    for method, path, name, operation in described().operations():
        if name not in _READ_OPERATIONS:
            continue
        parameters = [
            {**one, "schema": _schema(one)}
            for one in operation.get("parameters", [])
            if one["in"] in ("path", "query")
        ]
        paths.setdefault(path, {})[method.lower()] = {
            "operationId": name,
            "parameters": parameters,
            "responses": {"200": {"description": "whatever"}},
        }
    schemas = {
        name: one for name, one in document["components"]["schemas"].items() if "Parameters" in name
    }
    info = document["info"]
    return {"openapi": "3.1.0", "info": info, "paths": paths, "components": {"schemas": schemas}}


def _schema(parameter: dict[str, Any]) -> dict[str, Any]:
    real = _REAL_IDS.get(parameter["name"])
    if real is None:
        schema: dict[str, Any] = parameter["schema"]
        return schema
    words = [*([real] if isinstance(real, str) else real), "no-such-id", uid("nothing")]
    return {"type": "string", "enum": words}


@needs_description
def test_no_read_is_surprised_by_its_parameters() -> None:
    schema = schemathesis.openapi.from_dict(_slim())
    api = tiny_api(legacy_arrays=True)
    asked: dict[str, int] = dict.fromkeys(_READ_OPERATIONS, 0)
    succeeded = set()
    for name in _READ_OPERATIONS:
        operation = schema.find_operation_by_id(name)

        @seed(20260601)
        @settings(
            max_examples=PER_OPERATION,
            derandomize=False,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(operation.as_strategy())
        def surprise(case: Any) -> None:
            status = _ask(api, case)
            asked[name] += 1  # noqa: B023 — run at once, below
            if status == 200:
                succeeded.add(name)  # noqa: B023
            assert status in (200, 204, 400, 403, 404, 409), case

        surprise()
    assert min(asked.values()) >= 1
    assert sum(asked.values()) >= 5 * len(_READ_OPERATIONS)
    assert set(_READ_OPERATIONS) - succeeded == {"downloadQuery"}  # no id of it can be guessed


def _ask(api: Api, case: Any) -> int:
    if "//" in case.formatted_path:
        return 404
    return api.ask("GET", case.formatted_path, case.query).status_code


@given(st.text(max_size=40))
@settings(max_examples=50, derandomize=True, database=None, deadline=None)
def test_no_text_is_a_cursor(text: str) -> None:
    response = _CURSORS.ask("GET", "/v2.1/members", {"page": text, "limit": 2})
    assert response.status_code == (400 if text else 200)


_CURSORS = tiny_api()
