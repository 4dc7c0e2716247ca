from __future__ import annotations

import base64
import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from emulator.asking import Api, tiny_api
from emulator.tiny import ADA, BEN, give, tiny, uid
from sigma_audit.emulator.app import create_app
from sigma_audit.emulator.slug import slug, unslug
from sigma_audit.emulator.tokens import MARK


def names(rows: list[dict[str, Any]]) -> list[str]:
    return [row["name"] for row in rows]


def ids(api: Api, **query: str) -> list[str]:
    return [row["memberId"] for row in api.entries("/v2/members", **query)]


# -- signing in ------------------------------------------------------------------------------------


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 6, 1)

    def __call__(self) -> datetime:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def test_a_token_dies_after_its_time() -> None:
    clock = Clock()
    api = Api(create_app(tiny(), clock=clock, token_seconds=60))
    api.sign_in()
    clock.wait(59)
    assert api.ask("GET", "/v2/whoami").status_code == 200
    clock.wait(2)
    refused = api.ask("GET", "/v2/whoami")
    assert (refused.status_code, refused.json()["code"]) == (401, "unauthorized")
    api.sign_in()
    assert api.ask("GET", "/v2/whoami").status_code == 200


def test_the_token_endpoint_takes_one_call_a_second() -> None:
    clock = Clock()
    api = Api(create_app(tiny(), clock=clock))
    assert api.sign_in().status_code == 200
    assert api.sign_in().status_code == 429
    clock.wait(0.9)
    assert api.sign_in().status_code == 429
    clock.wait(1.0)
    assert api.sign_in().status_code == 200


def form(**fields: str) -> dict[str, str]:
    return {"grant_type": "client_credentials", **fields}


def test_client_credentials_as_form_or_as_basic() -> None:
    api = tiny_api()
    basic = "Basic " + base64.b64encode(":".join(ADA).encode()).decode()
    by_basic = api.raw(
        "POST", "/v2/auth/token", data=form(), headers={"Authorization": basic}
    ).json()
    assert by_basic["token_type"] == "bearer"
    assert by_basic["expires_in"] == 3600
    renewed = api.raw(
        "POST",
        "/v2/auth/token",
        data={"grant_type": "refresh_token", "refresh_token": by_basic["refresh_token"]},
    )
    assert renewed.status_code == 200


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (form(client_id="id-ada", client_secret="wrong"), 401),
        (form(client_id="nobody", client_secret="wrong"), 401),
        (form(client_id="id-dan", client_secret=f"{MARK}dan"), 401),  # archived owner
        (form(client_id="id-guy", client_secret=f"{MARK}guy"), 401),  # guests have no API
        (form(client_id="id-embed", client_secret="s"), 401),  # signs embeds only
        ({"grant_type": "password"}, 400),
    ],
)
def test_who_gets_no_token(sent: dict[str, str], status: int) -> None:
    response = tiny_api().raw("POST", "/v2/auth/token", data=sent)
    assert response.status_code == status
    assert "access_token" not in response.text


@pytest.mark.parametrize("flag", ["is_archived", "is_inactive"])
def test_a_credential_stops_with_its_owner(flag: str) -> None:
    ben = tiny_api(BEN)
    assert ben.ask("GET", "/v2/whoami").status_code == 200
    setattr(ben.org.members["ben"], flag, True)
    assert ben.ask("GET", "/v2/whoami").status_code == 401


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer nonsense", "Basic x"])
def test_without_a_token_nothing_is_told(header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    response = tiny_api().raw("GET", "/v2/members", headers=headers)
    assert (response.status_code, response.json()["code"]) == (401, "unauthorized")


def test_every_error_has_an_id_of_its_own() -> None:
    api = tiny_api()
    found = {api.do("GET", "/v2/nothing", status=404)["requestId"] for _ in range(5)}
    assert len(found) == 5
    assert api.do("PUT", "/v2/members", status=404)["code"] == "not_found"
    assert api.do("GET", "/v2/members/", status=404)["code"] == "not_found"


# -- members, teams, workspaces --------------------------------------------------------------------


def test_leavers_are_hidden_unless_asked_for() -> None:
    api = tiny_api()
    here = ["ada", "ben", "cleo", "guy", "emb", "kim", "SigmaSchedulerRobot"]
    assert ids(api) == here
    assert set(ids(api, includeArchived="true")) == {*here, "dan"}
    assert set(ids(api, includeInactive="true")) == {*here, "eve"}
    everyone = ids(api, includeArchived="true", includeInactive="true")
    assert everyone == list(api.org.members)
    assert ids(api, email="BEN@tiny.test") == ["ben"]
    assert ids(api, search="leo") == ["cleo"]


def test_flags_are_left_out_when_false_and_types_keep_their_case() -> None:
    api = tiny_api()
    rows = {
        row["memberId"]: row
        for row in api.entries("/v2/members", includeArchived="true", includeInactive="true")
    }
    assert "isArchived" not in rows["ben"]
    assert "isInactive" not in rows["ben"]
    assert rows["dan"]["isArchived"] is True
    assert rows["eve"]["isInactive"] is True
    assert [rows[one]["memberType"] for one in ("ada", "ben", "dan")] == ["admin", "Build", "build"]
    assert not [key for row in api.entries("/v2/teams") for key in row if row.get(key) is False]


def test_team_members_are_user_ids() -> None:
    api = tiny_api()
    rows = api.entries(f"/v2/teams/{uid('team Finance')}/members")
    assert [(row["userId"], row["isTeamAdmin"]) for row in rows] == [
        ("ben", True),
        ("cleo", False),
        ("dan", False),
        ("eve", False),
    ]
    assert set(rows[0]) == {"userId", "isTeamAdmin", "addedBy"}
    team = api.get(f"/v2/teams/{uid('team Finance')}")
    assert team["members"] == ["ben", "cleo", "dan", "eve"]
    assert names(api.entries("/v2/teams", name="g")) == ["Gone", "Guests"]
    assert names(api.entries("/v2/teams", visibility="private")) == ["Secret"]
    assert names(api.entries("/v2/members/cleo/teams")) == ["Finance", "Gone"]


def test_workspaces_by_name() -> None:
    api = tiny_api()
    assert names(api.entries("/v2/workspaces", name="UDG")) == ["Budget"]
    assert names(api.entries("/v2/workspaces", exactName="ops")) == ["Ops"]
    assert names(api.entries("/v2/workspaces", exactName="op", name="ops")) == []
    row = api.get(f"/v2/workspaces/{slug(uid('Ops'))}")
    assert row["workspaceId"] == uid("Ops") == unslug(row["workspaceUrlId"])


# -- grants ----------------------------------------------------------------------------------------


def held(rows: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(unslug(row["inodeId"]), row["permission"]) for row in rows}


def test_grants_of_an_inode_come_with_its_ancestors_unless_direct_only() -> None:
    api = tiny_api()
    everything = api.entries("/v2/grants", inodeId=uid("Q3"))
    assert held(everything) == {
        (uid("Q3"), "view"),
        (uid("Plans"), "edit"),
        (uid("Budget"), "organize"),
    }
    direct = api.entries("/v2/grants", inodeId=uid("Q3"), directGrantsOnly="true")
    assert held(direct) == {(uid("Q3"), "view")}
    assert api.entries("/v2/grants", inodeId=slug(uid("Q3"))) == everything


def test_no_grant_tells_its_tag_and_typed_ones_not_their_kind() -> None:
    api = tiny_api()
    rows = [
        *api.entries("/v2/grants", inodeId=uid("Q3")),
        *api.entries("/v2/grants", userId="kim"),
    ]
    assert any(row["memberId"] == "kim" for row in rows)
    assert all("tagId" not in row and "inodeType" in row for row in rows)
    typed = api.entries(f"/v2/workspaces/{uid('Budget')}/grants")
    assert typed
    assert all("inodeType" not in row for row in typed)
    words = {unslug(row["inodeId"]): row["inodeType"] for row in rows}
    assert (words[uid("Budget")], words[uid("Q3")]) == ("folder", "workbook")
    snow = api.entries("/v2/grants", teamId=uid("team Finance"))
    assert {row["inodeType"] for row in snow} == {"folder", "scope"}
    tables = api.entries("/v2/grants", userId="cleo")
    assert {row["inodeType"] for row in tables} == {"folder", "table"}


def test_grants_for_everyone_name_nobody() -> None:
    (row,) = tiny_api().entries("/v2/grants", inodeId=uid("Ops"))
    assert (row["memberId"], row["teamId"], row["permission"]) == (None, None, "explore")


def test_a_principal_is_shown_what_names_it() -> None:
    api = tiny_api()
    assert held(api.entries("/v2/grants", userId="ben")) == {
        (uid("Snow"), "writeback"),
        (uid("My"), "admin"),
        (uid("tag Prod"), "apply"),
    }
    assert held(api.entries("/v2/grants", teamId=uid("team Finance"))) == {
        (uid("Budget"), "organize"),
        (uid("DB"), "annotate"),
    }


def test_path_grants_come_with_the_rows_above_and_the_connection_s() -> None:
    api = tiny_api()
    expected = {
        (uid("DB.S.T1"), "usage"),
        (uid("DB"), "annotate"),
        (uid("Snow"), "usage"),
        (uid("Snow"), "writeback"),
    }
    for form_of_id in (uid("DB.S.T1"), slug(uid("DB.S.T1"))):
        assert held(api.entries(f"/v2/connections/paths/{form_of_id}/grants")) == expected
    assert held(api.entries(f"/v2/connections/{uid('Snow')}/grants")) == {
        (uid("Snow"), "usage"),
        (uid("Snow"), "writeback"),
    }


def test_about_half_of_the_inode_ids_are_slugs_and_always_the_same_half() -> None:
    api = tiny_api(unfiltered_grants=True)
    for number in range(200):
        give(api.org, "Q3", "view", member=f"m{number}")
    rows = api.entries("/v2/grants", limit=1000)
    slugs = [row["grantId"] for row in rows if "-" not in row["inodeId"]]
    assert 0.35 < len(slugs) / len(rows) < 0.65
    again = api.entries("/v2/grants", limit=1000)
    assert slugs == [row["grantId"] for row in again if "-" not in row["inodeId"]]
    plain = tiny_api(unfiltered_grants=True, slug_ids=False).entries("/v2/grants")
    assert all("-" in row["inodeId"] for row in plain)


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"inodeId": uid("Q3"), "userId": "ben"},
        {"teamId": uid("team Finance"), "userId": "ben"},
    ],
)
def test_grants_are_asked_by_exactly_one_subject(query: dict[str, str]) -> None:
    api = tiny_api()
    assert api.ask("GET", "/v2/grants", query).status_code == 400
    open_one = tiny_api(unfiltered_grants=True)
    assert open_one.ask("GET", "/v2/grants", query).status_code == (400 if query else 200)
    assert len(open_one.entries("/v2/grants")) == len(open_one.org.grants)


@pytest.mark.parametrize(
    "query", [{"inodeId": uid("nothing")}, {"teamId": uid("nothing")}, {"userId": "nobody"}]
)
def test_unknown_subjects_are_not_found(query: dict[str, str]) -> None:
    assert tiny_api().ask("GET", "/v2/grants", query).status_code == 404


# -- files and documents ---------------------------------------------------------------------------


def test_type_filters() -> None:
    api = tiny_api(BEN)
    default = {row["type"] for row in api.entries("/v2/files")}
    assert default == {"folder", "workbook", "report", "data-model", "dataset"}
    assert names(api.entries("/v2/files", typeFilters="workspace")) == ["Budget", "Ops"]
    assert names(api.entries("/v2/files", typeFilters="symlink")) == ["Short cut"]
    both = api.entries("/v2/files", typeFilters=["workspace", "report"])
    assert names(both) == ["Board"]
    assert api.ask("GET", "/v2/files", {"typeFilters": "sheet"}).status_code == 400


def test_files_under_a_parent() -> None:
    api = tiny_api(BEN)
    under = names(api.entries("/v2/files", parentId=uid("Plans")))
    assert set(under) == {"Deep", "Q3", "Board"}
    direct = api.entries("/v2/files", parentId=uid("Plans"), directChildFilter="true")
    assert set(names(direct)) == {"Deep", "Board"}
    home = api.entries("/v2/files", parentId=uid("home ben"))
    assert names(home) == ["Diary"]
    assert tiny_api().entries("/v2/files", parentId=uid("home ben")) == []
    named = api.entries("/v2/files", name="q")
    assert names(named) == ["Q3"]
    edits = api.entries("/v2/files", permissionFilter="organize")
    assert names(edits) == ["Plans"]


def test_a_file_says_where_it_lies() -> None:
    api = tiny_api(BEN)
    (row,) = api.entries("/v2/files", name="Q3")
    assert (row["parentId"], row["parentUrlId"]) == (uid("Deep"), slug(uid("Deep")))
    assert row["path"] == "Budget/Plans/Deep"
    assert row["isArchived"] is False
    assert row["badge"] is None
    (top,) = api.entries("/v2/files", typeFilters="workspace", name="Budget")
    assert (top["parentId"], top["path"], top["ownerId"]) == ("", "", None)


ALL = {"skipPermissionCheck": "true"}


def test_skip_permission_check_shows_everything_there_is() -> None:
    api = tiny_api()
    assert set(names(api.entries("/v2/workbooks"))) == {"Runbook", "Leftover"}
    everything = {"Q3", "Runbook", "Leftover", "Diary", "Scratch", "Peek"}
    assert set(names(api.entries("/v2/workbooks", **ALL))) == everything
    quiet = api.entries("/v2/workbooks", **ALL, excludeExplorations="true")
    assert set(names(quiet)) == everything - {"Peek"}
    archived = api.entries("/v2/workbooks", **ALL, isArchived="true")
    assert names(archived) == ["Old"]
    assert archived[0]["isArchived"] is True
    assert names(api.entries("/v2/reports", **ALL)) == ["Board"]
    assert names(api.entries("/v2/reports", **ALL, isArchived="true")) == ["Old board"]
    assert names(api.entries("/v2/dataModels", **ALL)) == ["Model", "Old model"]
    assert names(api.entries("/v2/datasets", **ALL)) == ["Rates", "Old rates"]
    assert names(api.entries("/v2/datasets", **ALL, ownerId="ada")) == ["Rates"]


def test_a_workbook_does_not_say_where_it_lies() -> None:
    api = tiny_api()
    row = api.get(f"/v2/workbooks/{slug(uid('Q3'))}")
    assert not [key for key in row if re.search("parent|folder", key, re.IGNORECASE)]
    assert (row["path"], row["ownerId"]) == ("Budget/Plans/Deep", "ben")
    assert [tag["name"] for tag in row["tags"]] == ["Prod"]
    bare = api.entries("/v2/workbooks", **ALL, excludeTags="true")
    assert all("tags" not in one for one in bare)


def test_an_archived_dataset_conflicts() -> None:
    api = tiny_api()
    answer = api.do("GET", f"/v2/datasets/{uid('Old rates')}", status=409)
    assert answer["code"] == "inode_archived"
    assert api.get(f"/v2/workbooks/{uid('Old')}")["isArchived"] is True


def test_wrong_kinds_and_unknown_ids_are_not_found() -> None:
    api = tiny_api()
    for path in (
        f"/v2/workbooks/{uid('Board')}",
        f"/v2/workspaces/{uid('Plans')}/grants",
        f"/v2/files/{uid('nothing')}",
        "/v2/files/not-an-id!",
        f"/v2/connections/{uid('DB')}/grants",
        "/v2/members/nobody",
    ):
        api.do("GET", path, status=404)


def test_connections_and_paths() -> None:
    api = tiny_api()
    assert names(api.entries("/v2/connections")) == ["Snow", "My"]
    everything = api.entries("/v2/connections", includeArchived="true")
    assert [row.get("isArchived") for row in everything] == [None, None, True]
    rows = api.entries("/v2/connections/paths")
    assert [set(row) for row in rows] == [{"connectionId", "urlId", "path"}] * 7
    mine = api.entries("/v2/connections/paths", connectionId=uid("My"))
    assert [row["path"] for row in mine] == [["pub"], ["pub", "t"]]
    assert api.get(f"/v2/connections/paths/{uid('pub.t')}")["path"] == ["pub", "t"]
    api.do("GET", f"/v2/connections/paths/{uid('pub')}", status=400)
    lookup = f"/v2/connection/{uid('Snow')}/lookup"
    found = api.do("POST", lookup, {"path": ["DB", "S", "T1"]})
    assert (found["kind"], found["inodeId"]) == ("table", uid("DB.S.T1"))
    root = api.do("POST", lookup, {"path": []})
    assert root["kind"] == "scope"
    assert f"Connection-Root-{slug(uid('Snow'))}" in root["url"]
    api.do("POST", lookup, {"path": ["NOPE"]}, status=404)


def test_recents_and_favorites() -> None:
    api = tiny_api()
    assert names(api.entries("/v2/members/ben/files/recents")) == ["Q3"]
    both = api.entries("/v2/members/ben/files/recents", includeExplorations="true")
    assert names(both) == ["Peek", "Q3"]
    assert names(api.entries("/v2/members/ben/files/favorites")) == ["Q3"]


def test_account_types_by_token_and_their_permissions_bare() -> None:
    api = tiny_api()
    types = {row["accountTypeName"]: row for row in api.entries("/v2/accountTypes")}
    assert list(types) == ["View", "Analyze", "Build", "Admin", "Kiosk"]
    found = api.get(f"/v2/accountTypes/{types['Kiosk']['accountTypeId']}/permissions")
    assert found == [{"permission": "view-workbook", "description": "View workbooks"}]


def test_sources() -> None:
    api = tiny_api()
    kinds = [row["type"] for row in api.get(f"/v2/workbooks/{uid('Q3')}/sources")]
    assert kinds == ["data-model", "dataset", "table"]
    (node,) = api.get(f"/v2/datasets/{uid('Rates')}/sources")
    assert node == {"type": "table", "inodeId": uid("DB.S.T1")}
    assert len(api.entries(f"/v2/workbooks/{uid('Q3')}/lineage")) == 3
