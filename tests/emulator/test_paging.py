from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from emulator.asking import tiny_api
from emulator.tiny import BEN, uid
from emulator.tour import READS
from sigma_audit.emulator.slug import slug

PAGED = {
    "/v2.1/members": "ada",
    "/v2/members": "",
    "/v2/files": "",
    "/v2/connections/paths": "",
    f"/v2/grants?inodeId={uid('Q3')}": "",
    f"/v2/connections/paths/{slug(uid('DB.S.T1'))}/grants": "",
    "/v2/workbooks?skipPermissionCheck=true": "",
    "/v2/accountTypes": "",
    f"/v2/connections/tables/{uid('DB.S.T1')}/columns": "",
}


def split(path: str) -> tuple[str, dict[str, str]]:
    plain, _, query = path.partition("?")
    return plain, dict(part.split("=") for part in query.split("&") if part)


@pytest.mark.parametrize("path", PAGED)
def test_the_union_of_pages_is_the_list_at_every_size(path: str) -> None:
    plain, query = split(path)
    api = tiny_api()
    whole = api.entries(plain, **query)
    assert len(whole) >= 3
    size_name = "pageSize" if "nextPage" not in api.get(plain, **query) else "limit"
    for size in range(1, len(whole) + 2):
        pages = list(api.pages(plain, **query, **{size_name: str(size)}))
        assert [row for page in pages for row in page["entries"]] == whole
        assert len(pages) == -(-len(whole) // size)
        assert all(len(page["entries"]) == size for page in pages[:-1])


def test_pages_end_in_null_and_tokens_end_in_absence() -> None:
    api = tiny_api()
    first, *_, last = api.pages("/v2.1/members", limit=2)
    assert isinstance(first["nextPage"], str)
    assert first["hasMore"] is True
    assert last["nextPage"] is None
    assert last["hasMore"] is False
    assert first["total"] == last["total"] == 7
    first, *_, last = api.pages("/v2/accountTypes", pageSize=2)
    assert isinstance(first["nextPageToken"], str)
    assert set(last) == {"entries"}
    assert set(first) == {"entries", "nextPageToken"}


# What section 2.2 says of `total` and `hasMore`; whatever is not named here has both.
NEITHER = {"listMembers", "listTeams", "listWorkspaces", "listWorkbookSchedules"}
NEITHER |= {"listMaterializationSchedules"}
NO_TOTAL = {"listConnectionPathGrants"}
NO_HAS_MORE = {
    "listUserAttributes",
    "getUserAttributeTeamAssignments",
    "getUserAttributeUserAssignments",
    "getUserAttributeTenantAssignments",
    "getTeamUserAttributeAssignments",
    "getWorkbookTags",
    "listLineageTree",
    "listDataModelTags",
    "listDataModelLineageTree",
}
BARE = {
    "listAccountTypePermissions",
    "getWorkbookSources",
    "getDatasetSources",
    "listReportSources",
}
TOKENS = {
    "listAccountTypes",
    "listTenants",
    "listDeployments",
    "listSamlServiceProviders",
    "/v3alpha/allowedIps",
    "listReportLineageTree",
    "listReportTags",
    "listConnectionTableColumns",
    "listDataModelSources",
}


def test_total_and_has_more_are_absent_exactly_where_they_are() -> None:
    api = tiny_api()
    styles: dict[str, frozenset[str]] = {}
    for operation, method, path, query, _ in READS:
        found = api.ask(method, path(api.org), query).json()
        if isinstance(found, list):
            styles[operation] = frozenset({"[]"})
        elif isinstance(found, Mapping) and "entries" in found:
            styles[operation] = frozenset(found) - {"entries", "nextPage"}
    expected = {}
    for operation in styles:
        if operation in BARE:
            expected[operation] = frozenset({"[]"})
        elif operation in TOKENS | NEITHER:
            expected[operation] = frozenset()
        else:
            has_total = {"total"} if operation not in NO_TOTAL else set()
            has_more = {"hasMore"} if operation not in NO_HAS_MORE else set()
            expected[operation] = frozenset(has_total | has_more)
    assert styles == expected
    assert styles.keys() >= BARE | TOKENS | NEITHER | NO_TOTAL | NO_HAS_MORE


@pytest.mark.parametrize(
    "path",
    ["/v2/members", "/v2/teams", "/v2/workspaces", f"/v2/workbooks/{uid('Q3')}/schedules"],
)
def test_old_deployments_give_bare_arrays_without_limit(path: str) -> None:
    old, new = tiny_api(legacy_arrays=True), tiny_api()
    bare = old.get(path)
    assert isinstance(bare, list)
    assert bare == new.entries(path)
    assert old.get(path, limit=1000) == {"entries": bare, "nextPage": None}


def test_the_fifth_legacy_endpoint_gives_entries_without_a_cursor() -> None:
    path = f"/v2/workbooks/{uid('Q3')}/materialization-schedules"
    assert tiny_api(legacy_arrays=True).get(path) == {"entries": []}
    assert tiny_api().get(path) == {"entries": [], "nextPage": None}


def cursor(api: Any, path: str, **query: Any) -> str:
    found: str = api.get(path, **query)["nextPage"]
    return found


def test_a_cursor_is_opaque_and_belongs_to_its_query() -> None:
    api = tiny_api()
    mine = cursor(api, "/v2.1/members", limit=2)
    assert not mine.isdigit()
    ok = api.get("/v2.1/members", page=mine, limit=3)
    assert [row["memberId"] for row in ok["entries"]] == ["cleo", "guy", "emb"]
    for path, query in (
        ("/v2.1/members", {"includeArchived": "true"}),
        ("/v2.1/teams", {}),
        ("/v2/members", {}),
    ):
        response = api.ask("GET", path, {**query, "page": mine})
        assert response.status_code == 400, (path, query)
    assert api.as_(BEN).ask("GET", "/v2.1/members", {"page": mine}).status_code == 400
    assert api.ask("GET", "/v2.1/members", {"page": "2"}).status_code == 400


def test_a_cursor_outlives_the_process() -> None:
    mine = cursor(tiny_api(), "/v2.1/members", limit=2)
    assert tiny_api().get("/v2.1/members", page=mine)["entries"][0]["memberId"] == "cleo"


def test_fifty_is_the_default_and_a_larger_wish_is_cut() -> None:
    api = tiny_api(page_limit=60)
    robot = api.org.members["SigmaSchedulerRobot"]
    for number in range(100):
        api.org.members[f"m{number}"] = robot
    assert len(api.get("/v2.1/members")["entries"]) == 50
    assert len(api.get("/v2.1/members", limit=1000)["entries"]) == 60


@pytest.mark.parametrize("limit", ["0", "-1", "many", "1.5", "nan", "inf"])
def test_a_senseless_limit_is_refused(limit: str) -> None:
    response = tiny_api().ask("GET", "/v2/files", {"limit": limit})
    assert response.status_code == 400
