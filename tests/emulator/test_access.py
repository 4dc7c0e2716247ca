from __future__ import annotations

import pytest

from emulator.asking import Api, tiny_api
from emulator.plain_access import PlainAccess
from emulator.tiny import BEN, give, tiny, uid
from sigma_audit.emulator import access
from sigma_audit.emulator.company import company
from sigma_audit.emulator.index import Index
from sigma_audit.emulator.org import Org


def seen_by(api: Api, member: str) -> dict[str, str]:
    rows = api.entries(f"/v2/members/{member}/files", limit=1000)
    return {row["name"]: row["permission"] for row in rows if row["name"] != "My Documents"}


def test_what_each_of_the_tiny_ones_reaches() -> None:
    api = tiny_api()
    assert seen_by(api, "ben") == {
        "Plans": "organize",
        "Deep": "edit",
        "Q3": "edit",
        "Board": "edit",
        "Model": "view",
        "Rates": "view",
        "Runbook": "explore",
        "Leftover": "explore",
        "Diary": "edit",
    }
    # A viewer with Can manage on a folder keeps the folder and reads what is in it.
    assert seen_by(api, "cleo") == {
        "Plans": "edit",
        "Deep": "edit",
        "Q3": "view",
        "Board": "view",
        "Model": "view",
        "Rates": "view",
        "Runbook": "view",
        "Leftover": "view",
    }
    # Guests and embed users are not of the organisation; the guest's team has Runbook.
    assert seen_by(api, "guy") == {"Runbook": "explore"}
    assert seen_by(api, "emb") == {}
    # The kiosk may open workbooks and nothing made of datasets.
    assert seen_by(api, "kim") == {"Q3": "view", "Runbook": "view", "Leftover": "view"}


@pytest.mark.parametrize("gone", ["dan", "eve"])
def test_who_is_gone_reaches_nothing(gone: str) -> None:
    assert tiny_api().entries(f"/v2/members/{gone}/files") == []


def test_an_admins_list_is_as_short_as_anyones() -> None:
    api = tiny_api()
    names = {row["name"] for row in api.entries("/v2/files")}
    assert names == {"My Documents", "Plans", "Model", "Rates", "Runbook", "Leftover"}


@pytest.mark.parametrize("name", ["Q3", "Diary", "Old", "home ben", "Budget", "Peek", "Scratch"])
def test_an_admin_opens_anything_by_id(name: str) -> None:
    found = tiny_api().get(f"/v2/files/{uid(name)}")
    assert (found["id"], found["permission"]) == (uid(name), "edit")


def test_others_are_refused_what_they_do_not_reach() -> None:
    ben = tiny_api(BEN)
    assert ben.do("GET", f"/v2/files/{uid('Scratch')}", status=403)["code"] == "forbidden"
    assert ben.get(f"/v2/files/{uid('Q3')}")["permission"] == "edit"
    ben.org.grants.clear()
    assert ben.do("GET", f"/v2/workspaces/{uid('Budget')}", status=403)["code"] == "forbidden"


def test_an_owner_of_a_folder_does_not_own_what_is_in_it() -> None:
    api = tiny_api()
    api.org.grants.clear()
    assert seen_by(api, "ada") == {
        "Plans": "edit",
        "Model": "edit",
        "Rates": "edit",
        "Runbook": "edit",
    }


def test_what_lies_in_a_home_folder_is_its_owners_to_edit_whoever_made_it() -> None:
    api = tiny_api()
    api.org.inodes[uid("Diary")].owner_id = "ada"
    assert seen_by(api, "ben")["Diary"] == "edit"
    assert seen_by(api, "ada")["Diary"] == "edit"


def test_the_strongest_wins_wherever_it_was_given() -> None:
    api = tiny_api()
    give(api.org, "Board", "view", member="ben")
    give(api.org, "Runbook", "view", member="ben")
    assert seen_by(api, "ben")["Board"] == "edit"
    assert seen_by(api, "ben")["Runbook"] == "explore"


def test_an_unknown_permission_name_caps_nothing() -> None:
    api = tiny_api()
    for kind in api.org.account_types.values():
        kind.permissions = {}
    assert seen_by(api, "cleo")["Q3"] == "edit"


@pytest.mark.parametrize(
    "path",
    [
        "/v2/accountTypes",
        f"/v2/accountTypes/{uid('type View')}/permissions",
        "/v2/members/ben/teams",
        "/v2/members/ada/files",
        "/v2/members/ada/schedules",
        "/v2/user-attributes",
        "/v2/workbooks?skipPermissionCheck=true",
        "/v2/dataModels?skipPermissionCheck=true",
        "/v2/datasets?skipPermissionCheck=true",
        "/v2/reports?skipPermissionCheck=true",
        f"/v2/teams/{uid('team Secret')}/members",
        f"/v2/grants?teamId={uid('team Secret')}",
        "/v2/grants?userId=ada",
        f"/v2/grants?inodeId={uid('Runbook')}",
        f"/v2/connections/{uid('Snow')}/grants",
        "/v2/tenants",
    ],
)
def test_what_takes_an_admin(path: str) -> None:
    api = tiny_api()
    assert api.ask("GET", path).status_code == 200
    assert api.as_(BEN).ask("GET", path).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/v2/members/ben/files",
        "/v2/members/ben/schedules",
        "/v2/grants?userId=ben",
        f"/v2/grants?teamId={uid('team Finance')}",
        f"/v2/grants?inodeId={uid('Q3')}",
        "/v2/members?includeArchived=true",
    ],
)
def test_what_a_builder_may_ask_about_their_own(path: str) -> None:
    assert tiny_api(BEN).ask("GET", path).status_code == 200


def test_can_admin_on_a_connection_takes_manage_connections() -> None:
    ben = tiny_api(BEN)
    path = f"/v2/connections/{uid('My')}/grants"
    ben.do("GET", path, status=403)
    build = ben.org.account_types[uid("type Build")]
    build.permissions = {**build.permissions, "manage-connection": "Manage connections"}
    ben.app.state.emulator.touch()
    assert [row["memberId"] for row in ben.entries(path)] == ["ben"]


def test_private_teams_are_for_their_members() -> None:
    names = {row["name"] for row in tiny_api(BEN).entries("/v2/teams")}
    assert names == {"Finance", "Gone", "Guests"}


def test_a_builder_sees_the_data_they_were_given() -> None:
    api = tiny_api(BEN)
    assert {row["name"] for row in api.entries("/v2/connections")} == {"Snow", "My"}
    api.org.grants = {
        key: one for key, one in api.org.grants.items() if one.inode_id != uid("Snow")
    }
    paths = {".".join(row["path"]) for row in api.entries("/v2/connections/paths")}
    assert paths == {"DB", "DB.S", "DB.S.T1", "DB.S.T2", "pub", "pub.t"}
    assert api.do("GET", f"/v2/connections/{uid('Shut')}", status=403)


def test_data_by_account_type() -> None:
    org = tiny()
    index = Index(org)

    def reached(member: str, name: str) -> str | None:
        return access.data_access(org, index, org.members[member]).get(uid(name))

    assert reached("ben", "DB.S.T1") == "annotate"  # from the database; the connection gives less
    assert reached("ben", "PAY") == "usage"
    assert reached("ben", "pub.t") == "annotate"  # Can admin without Manage connections
    assert reached("cleo", "DB.S.T1") is None  # a viewer without View connections
    assert reached("emb", "PAY") == "usage"
    assert reached("emb", "Snow") is None
    assert reached("dan", "DB.S.T1") is None


def sample(org: Org) -> list[tuple[str, str]]:
    members = [*list(org.members)[::19], *list(org.members)[-3:]]
    inodes = [*list(org.inodes)[::23], *list(org.paths)[::61], *org.connections]
    return [(member, inode) for member in members for inode in inodes]


def test_the_company_is_reached_as_plain_loops_say() -> None:
    org = company()
    plain, index = PlainAccess(org), Index(org)
    pairs = sample(org)
    assert len(pairs) > 900
    reached = 0
    for member_id, inode_id in pairs:
        member = org.members[member_id]
        content = access.content_access(org, index, member)
        data = access.data_access(org, index, member)
        mine = content.get(inode_id, data.get(inode_id))
        assert mine == plain.ask(member_id, inode_id).effective, (member_id, inode_id)
        reached += mine is not None
    assert reached > 50
