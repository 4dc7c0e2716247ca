from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from emulator.asking import Api, tiny_api
from emulator.tiny import ADA, BEN, give, tiny, uid
from sigma_audit.emulator.app import create_app
from sigma_audit.emulator.slug import unslug

FINANCE = f"/v2/teams/{uid('team Finance')}"


def grants_on(api: Api, name: str) -> dict[str, str]:
    """Principal -> permission of an object's own grants."""
    rows = api.entries("/v2/grants", inodeId=uid(name), directGrantsOnly="true")
    return {row["memberId"] or row["teamId"] or "": row["permission"] for row in rows}


def owner(api: Api, name: str) -> str:
    found: str = api.get(f"/v2/files/{uid(name)}")["ownerId"]
    return found


def status(api: Api, member: str) -> tuple[bool, bool]:
    row = api.get(f"/v2/members/{member}")
    return "isArchived" in row, "isInactive" in row


# -- grants ----------------------------------------------------------------------------------------


def grant(inode: str, permission: str, **grantee: str) -> dict[str, Any]:
    return {"grantee": grantee, "permission": permission, "inodeId": uid(inode)}


def test_a_grant_only_rises() -> None:
    api = tiny_api()
    api.org.now = datetime(2026, 7, 1)
    first = api.do("POST", "/v2/grants", grant("Runbook", "explore", memberId="kim"))
    assert first["createdBy"] == "ada"
    assert first["createdAt"] == "2026-07-01T00:00:00.000Z"
    assert grants_on(api, "Runbook")["kim"] == "explore"
    lower = api.do("POST", "/v2/grants", grant("Runbook", "view", memberId="kim"))
    assert (lower["grantId"], lower["permission"]) == (first["grantId"], "explore")
    api.org.now = datetime(2026, 7, 2)
    higher = api.do("POST", "/v2/grants", grant("Runbook", "edit", memberId="kim"))
    assert (higher["grantId"], higher["permission"]) == (first["grantId"], "edit")
    assert higher["updatedAt"] > higher["createdAt"] == first["createdAt"]
    assert grants_on(api, "Runbook")["kim"] == "edit"


def test_lowering_is_deleting_and_granting_anew() -> None:
    api = tiny_api()
    made = api.do("POST", "/v2/grants", grant("Runbook", "edit", memberId="kim"))
    path = f"/v2/grants/{made['grantId']}"
    assert api.get(path) == made
    assert api.do("DELETE", path) == made
    api.do("GET", path, status=404)
    again = api.do("POST", "/v2/grants", grant("Runbook", "view", memberId="kim"))
    assert again["grantId"] != made["grantId"]
    assert grants_on(api, "Runbook")["kim"] == "view"


def test_writeback_stands_beside_the_order_and_tags_beside_the_document() -> None:
    api = tiny_api()
    api.do("POST", "/v2/grants", grant("Snow", "usage", memberId="ben"))
    rows = api.entries("/v2/grants", userId="ben")
    snow = {row["permission"] for row in rows if unslug(row["inodeId"]) == uid("Snow")}
    assert snow == {"usage", "writeback"}
    tagged = {**grant("Q3", "view", memberId="cleo"), "tagId": uid("tag Prod")}
    api.do("POST", "/v2/grants", tagged)
    api.do("POST", "/v2/grants", grant("Q3", "edit", memberId="cleo"))
    of_cleo = api.entries("/v2/grants", userId="cleo")
    on_q3 = [row["permission"] for row in of_cleo if unslug(row["inodeId"]) == uid("Q3")]
    assert sorted(on_q3) == ["edit", "view"]


TYPED = {
    f"/v2/workspaces/{uid('Budget')}/grants": ("Budget", "organize", "usage"),
    f"/v2/workbooks/{uid('Q3')}/grants": ("Q3", "explore", "organize"),
    f"/v2/reports/{uid('Board')}/grants": ("Board", "edit", "explore"),
    f"/v2/datasets/{uid('Rates')}/grants": ("Rates", "edit", "explore"),
    f"/v2/connections/{uid('Snow')}/grants": ("Snow", "annotate", "admin"),
    f"/v2/connections/paths/{uid('PAY')}/grants": ("PAY", "usage", "writeback"),
}


@pytest.mark.parametrize("path", TYPED)
def test_typed_grants_answer_nothing_and_are_there(path: str) -> None:
    api = tiny_api()
    name, good, bad = TYPED[path]
    wanted = {"grantee": {"teamId": uid("team Guests")}, "permission": good}
    api.do("POST", path, {"grants": [{**wanted, "permission": bad}]}, status=400)
    assert uid("team Guests") not in grants_on(api, name)
    assert api.do("POST", path, {"grants": [wanted]}) == {}
    assert grants_on(api, name)[uid("team Guests")] == good
    rows = api.entries("/v2/grants", teamId=uid("team Guests"))
    (grant_id,) = (row["grantId"] for row in rows if unslug(row["inodeId"]) == uid(name))
    assert api.do("DELETE", f"{path}/{grant_id}") == {}
    assert uid("team Guests") not in grants_on(api, name)
    api.do("DELETE", f"{path}/{grant_id}", status=404)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (grant("Q3", "usage", memberId="kim"), 400),
        (grant("Snow", "edit", memberId="kim"), 400),
        (grant("Q3", "view"), 400),
        (grant("Q3", "view", memberId="kim", teamId=uid("team Finance")), 400),
        (grant("Q3", "view", memberId="nobody"), 404),
        (grant("Q3", "view", teamId=uid("nothing")), 404),
        (grant("nothing", "view", memberId="kim"), 404),
        ({**grant("Q3", "view", memberId="kim"), "tagId": uid("nothing")}, 404),
        ({}, 400),
    ],
)
def test_what_cannot_be_granted(body: dict[str, Any], status: int) -> None:
    api = tiny_api()
    before = dict(api.org.grants)
    api.do("POST", "/v2/grants", body, status=status)
    assert api.org.grants == before


def test_a_builder_shares_what_they_may_edit_and_nothing_else() -> None:
    ben = tiny_api(BEN)
    ben.do("POST", "/v2/grants", grant("Q3", "view", memberId="emb"))
    ben.do("POST", "/v2/grants", grant("Runbook", "view", memberId="emb"), status=403)
    ben.do("POST", "/v2/grants", grant("Snow", "usage", memberId="emb"), status=403)


# -- members ---------------------------------------------------------------------------------------

NEW = {"email": "new@tiny.test", "firstName": "Nina", "lastName": "Ü", "memberType": "bUILD"}


def test_a_new_member_has_a_home_and_teams() -> None:
    api = tiny_api()
    teams = [{"teamId": uid("team Finance"), "isTeamAdmin": True}]
    made = api.do("POST", "/v2/members", {**NEW, "addToTeams": teams})
    assert api.get(f"/v2/members/{made['memberId']}") == made
    assert (made["memberType"], made["userKind"]) == ("Build", "internal")
    assert len(made["memberId"]) == 29
    home = api.get(f"/v2/files/{made['homeFolderId']}")
    assert (home["type"], home["ownerId"]) == ("folder", made["memberId"])
    row = api.entries(f"{FINANCE}/members")[-1]
    assert row == {"userId": made["memberId"], "isTeamAdmin": True, "addedBy": "ada"}
    api.do("POST", "/v2/members", {**NEW, "email": "NEW@tiny.test"}, status=409)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({**NEW, "memberType": "Wizard"}, 404),
        ({**NEW, "email": "dan@tiny.test"}, 409),
        ({**NEW, "userKind": "robot"}, 400),
        ({"email": "x@tiny.test"}, 400),
    ],
)
def test_who_cannot_be_made_a_member(body: dict[str, Any], status: int) -> None:
    api = tiny_api()
    api.do("POST", "/v2/members", body, status=status)
    assert len(api.org.members) == 9
    assert len(api.org.inodes) == len(tiny().inodes)


def test_changing_an_account_type_changes_what_is_reached() -> None:
    api = tiny_api()
    before = {row["name"]: row["permission"] for row in api.entries("/v2/members/cleo/files")}
    api.do("PATCH", "/v2/members/cleo", {"memberType": "build"})
    after = {row["name"]: row["permission"] for row in api.entries("/v2/members/cleo/files")}
    assert (before["Q3"], after["Q3"]) == ("view", "edit")
    assert api.get("/v2/members/cleo")["memberType"] == "Build"
    api.do("PATCH", "/v2/members/cleo", {"memberType": "Nope"}, status=404)
    api.do("PATCH", "/v2/members/cleo", {"email": "ben@tiny.test"}, status=409)


def test_deactivating_with_an_heir_hands_everything_on() -> None:
    api = tiny_api()
    give(api.org, "Ops", "view", member="ben")
    body = {"isArchived": True, "newOwnerId": "ada"}
    assert api.do("PATCH", "/v2/members/ben", body)["isArchived"] is True
    # In shared places: stays where it is, with a new owner.
    assert [owner(api, one) for one in ("Q3", "Deep", "Board", "Old")] == ["ada"] * 4
    assert api.get(f"/v2/files/{uid('Q3')}")["path"] == "Budget/Plans/Deep"
    # My Documents: into the heir's, under Archived Users and the name.
    diary = api.get(f"/v2/files/{uid('Diary')}")
    assert (diary["path"], diary["ownerId"]) == ("My Documents/Archived Users/Ben Tiny", "ada")
    assert "Diary" in {row["name"] for row in api.entries("/v2/files")}
    # Grants, memberships and the home folder stay, dormant; the credential is dead.
    assert "ben" in grants_on(api, "Ops")
    assert "ben" in {row["userId"] for row in api.entries(f"{FINANCE}/members")}
    assert api.entries("/v2/members/ben/files") == []
    assert api.as_(BEN).sign_in().status_code == 401
    # Schedules run on under the heir.
    (schedule,) = api.entries(f"/v2/workbooks/{uid('Q3')}/schedules")
    assert (schedule["ownerId"], schedule["isSuspended"]) == ("ada", False)
    # Coming back brings the grants to life again, not the documents.
    api.do("PATCH", "/v2/members/ben", {"isArchived": False})
    assert status(api, "ben") == (False, False)
    mine = {row["name"]: row["permission"] for row in api.entries("/v2/members/ben/files")}
    assert mine["Q3"] == "explore"
    assert "Diary" not in mine


def test_a_second_leaver_shares_the_shelf_of_the_first() -> None:
    api = tiny_api()
    for who in ("ben", "dan"):
        api.do("PATCH", f"/v2/members/{who}", {"isArchived": True, "newOwnerId": "ada"})
    paths = {api.get(f"/v2/files/{uid(one)}")["path"] for one in ("Diary", "Scratch")}
    shelf = "My Documents/Archived Users/"
    assert paths == {f"{shelf}Ben Tiny", f"{shelf}Dan Tiny"}
    shelves = [one for one in api.org.inodes.values() if one.name == "Archived Users"]
    assert len(shelves) == 1


def test_deactivating_with_archived_documents() -> None:
    api = tiny_api()
    api.do("PATCH", "/v2/members/ben", {"isInactive": True, "archiveDocuments": True})
    assert status(api, "ben") == (False, True)
    assert owner(api, "Q3") == "ben"
    assert api.get(f"/v2/workbooks/{uid('Q3')}")["isArchived"] is True
    assert api.get(f"/v2/files/{uid('Deep')}")["isArchived"] is False
    listed = {row["name"] for row in api.entries("/v2/workbooks", skipPermissionCheck="true")}
    assert "Q3" not in listed
    (schedule,) = api.entries(f"/v2/workbooks/{uid('Q3')}/schedules")
    assert schedule["isSuspended"] is True


def test_archived_exports_do_not_move_to_the_heir() -> None:
    api = tiny_api()
    body = {"isArchived": True, "newOwnerId": "ada", "archiveScheduledExports": True}
    api.do("PATCH", "/v2/members/ben", body)
    (schedule,) = api.entries(f"/v2/workbooks/{uid('Q3')}/schedules")
    assert (schedule["ownerId"], schedule["isSuspended"]) == ("ben", True)


def test_deactivating_alone_leaves_everything_where_it_is() -> None:
    api = tiny_api()
    api.do("PATCH", "/v2/members/ben", {"isArchived": True})
    assert (owner(api, "Q3"), owner(api, "Diary")) == ("ben", "ben")


@pytest.mark.parametrize(
    "body",
    [
        {"newOwnerId": "ada"},
        {"archiveDocuments": True},
        {"archiveScheduledExports": True},
        {"isArchived": False, "newOwnerId": "ada"},
        {"isArchived": True, "newOwnerId": "ada", "archiveDocuments": True},
        {"isArchived": True, "newOwnerId": "dan"},
        {"isArchived": True, "newOwnerId": "ben"},
        {"isArchived": True, "newOwnerId": "cleo"},
    ],
)
def test_deactivations_that_are_refused(body: dict[str, Any]) -> None:
    api = tiny_api()
    api.do("PATCH", "/v2/members/ben", body, status=400)
    assert status(api, "ben") == (False, False)
    assert owner(api, "Q3") == "ben"


def test_deleting_a_member_gives_their_documents_to_the_credentials_owner() -> None:
    api = tiny_api()
    assert api.do("DELETE", "/v2/members/ben") == {}
    assert status(api, "ben") == (True, False)
    assert owner(api, "Q3") == owner(api, "Diary") == "ada"
    assert api.get(f"/v2/files/{uid('Diary')}")["path"].startswith("My Documents/Archived Users")
    api.do("DELETE", "/v2/members/ada", status=400)


def test_revoking_leaves_the_credential_alive() -> None:
    api = tiny_api()
    ben = api.as_(BEN)
    ben.get("/v2/whoami")
    found = api.do("POST", "/v2/members/ben/revoke", {})
    assert found == {"memberId": "ben", "results": {"oauth": {"tokensRevoked": 0}}}
    ben.get("/v2/whoami")


# -- teams, workspaces, files ----------------------------------------------------------------------


def test_team_members_come_and_go_while_active() -> None:
    api = tiny_api()
    api.do("PATCH", f"{FINANCE}/members", {"add": ["kim"], "remove": ["cleo"]})
    found = [row["userId"] for row in api.entries(f"{FINANCE}/members")]
    assert found == ["ben", "dan", "eve", "kim"]
    for body in ({"add": ["dan", "ada"]}, {"remove": ["dan"]}, {"remove": ["eve"]}):
        api.do("PATCH", f"{FINANCE}/members", body, status=400)
    assert [row["userId"] for row in api.entries(f"{FINANCE}/members")] == found
    api.do("PATCH", f"{FINANCE}/members", {"add": ["nobody"]}, status=404)


def test_a_team_admin_runs_their_team_and_no_other() -> None:
    ben = tiny_api(BEN)
    ben.do("PATCH", f"{FINANCE}/members", {"add": ["kim"]})
    guests = f"/v2/teams/{uid('team Guests')}"
    ben.do("PATCH", f"{guests}/members", {"add": ["kim"]}, status=403)
    ben.do("DELETE", guests, status=403)


def test_a_team_with_a_workspace_may_contribute_to_it() -> None:
    api = tiny_api()
    body = {"name": "Sales", "members": ["ben"], "createTeamFolder": True}
    made = api.do("POST", "/v2/teams", body)
    space = f"/v2/workspaces/{made['workspaceId']}"
    (row,) = api.entries(f"{space}/grants")
    assert (row["teamId"], row["permission"]) == (made["teamId"], "organize")
    assert "workspaceId" not in api.get(f"/v2/teams/{made['teamId']}")
    api.do("DELETE", f"/v2/teams/{made['teamId']}")
    api.do("GET", f"/v2/teams/{made['teamId']}", status=404)
    assert api.entries(f"{space}/grants") == []
    assert api.get(space)["name"] == "Sales"


def test_deleting_a_team_takes_its_access_away() -> None:
    api = tiny_api()
    api.do("DELETE", FINANCE)
    assert "Finance" not in {row["name"] for row in api.entries("/v2/teams")}
    assert grants_on(api, "Budget") == {}
    assert grants_on(api, "DB") == {}
    mine = {row["name"] for row in api.entries("/v2/members/ben/files")}
    assert "Model" not in mine
    assert "Q3" in mine
    assert api.entries(f"/v2/user-attributes/{uid('region')}/teams") == []


def test_deleting_a_workspace_moves_its_children_to_the_deleter() -> None:
    api = tiny_api()
    path = f"/v2/workspaces/{uid('Budget')}"
    assert api.do("DELETE", path) == {}
    api.do("GET", path, status=404)
    for name in ("Plans", "Model"):
        assert api.get(f"/v2/files/{uid(name)}")["parentId"] == uid("home ada")
    assert api.get(f"/v2/files/{uid('Q3')}")["path"] == "My Documents/Plans/Deep"
    assert uid("Budget") not in {one.inode_id for one in api.org.grants.values()}
    assert api.entries("/v2/grants", teamId=uid("team Finance"), limit=1000)[0]["permission"] == (
        "annotate"
    )


def test_workspaces_of_one_name() -> None:
    api = tiny_api()
    found = api.do("POST", "/v2/workspaces", {"name": "budget", "noDuplicates": True})
    assert found["workspaceIds"] == [uid("Budget")]
    made = api.do("POST", "/v2/workspaces", {"name": "Budget"})
    assert made["workspaceId"] in {row["workspaceId"] for row in api.entries("/v2/workspaces")}
    api.do("PATCH", f"/v2/workspaces/{uid('Ops')}", {"name": "Budget", "noDuplicates": True}, 409)


def test_moving_a_folder_moves_what_is_inherited() -> None:
    api = tiny_api()
    api.do("PATCH", f"/v2/files/{uid('Deep')}", {"parentId": uid("Ops")})
    assert api.get(f"/v2/files/{uid('Q3')}")["path"] == "Ops/Deep"
    rows = api.entries("/v2/grants", inodeId=uid("Q3"))
    assert {unslug(row["inodeId"]) for row in rows} == {uid("Q3"), uid("Ops")}
    for parent in ("Deep", "Q3", "nothing"):
        refused = api.ask("PATCH", f"/v2/files/{uid('Deep')}", body={"parentId": uid(parent)})
        assert refused.status_code in (400, 404)


def test_handing_a_document_over() -> None:
    api = tiny_api()
    found = api.do("PATCH", f"/v2/files/{uid('Q3')}", {"ownerId": "ada", "name": "Q4"})
    assert (found["ownerId"], found["name"]) == ("ada", "Q4")
    assert api.get(f"/v2/workbooks/{uid('Q3')}")["ownerId"] == "ada"
    api.do("PATCH", f"/v2/files/{uid('Q3')}", {"ownerId": "dan"}, status=400)
    ben = api.as_(BEN)
    ben.do("PATCH", f"/v2/files/{uid('Board')}", {"ownerId": "kim"}, status=403)
    ben.do("PATCH", f"/v2/files/{uid('Runbook')}", {"name": "x"}, status=403)


def test_deleting_a_folder_archives_what_is_in_it_and_restoring_brings_it_back() -> None:
    api = tiny_api()
    path = f"/v2/files/{uid('Plans')}"
    api.do("DELETE", path)
    assert api.get(f"/v2/files/{uid('Q3')}")["isArchived"] is True
    names = {row["name"] for row in api.entries("/v2/members/ben/files")}
    assert names & {"Plans", "Deep", "Q3", "Board"} == set()
    assert "cleo" in grants_on(api, "Plans")
    api.do("PATCH", path, {"restore": True})
    assert api.get(f"/v2/files/{uid('Q3')}")["isArchived"] is False
    assert "Q3" in {row["name"] for row in api.entries("/v2/members/ben/files")}


def test_new_files() -> None:
    api = tiny_api()
    folder = api.do("POST", "/v2/files", {"type": "folder", "name": "F", "parentId": uid("Plans")})
    book = api.do(
        "POST",
        "/v2/files",
        {"type": "workbook", "name": "B", "parentId": folder["id"], "ownerId": "ben"},
    )
    assert (book["path"], book["ownerId"]) == ("Budget/Plans/F", "ben")
    assert api.get(f"/v2/workbooks/{book['id']}")["name"] == "B"
    mine = api.do("POST", "/v2/files", {"type": "report", "name": "R"})
    assert mine["parentId"] == uid("home ada")
    space = api.do("POST", "/v2/files", {"type": "workspace", "name": "W"})
    assert api.get(f"/v2/workspaces/{space['id']}")["name"] == "W"


# -- connections, tags, account types, credentials, embeds -----------------------------------------


def test_deleting_a_connection_ends_every_grant_beneath() -> None:
    api = tiny_api()
    api.do("DELETE", f"/v2/connections/{uid('Snow')}")
    assert "Snow" not in {row["name"] for row in api.entries("/v2/connections")}
    assert api.get(f"/v2/connections/{uid('Snow')}")["isArchived"] is True
    for inode in ("Snow", "DB", "DB.S.T1", "PAY"):
        assert grants_on(api, inode) == {}
    assert grants_on(api, "My") == {"ben": "admin"}
    body = {"name": "Back", "details": {"type": "snowflake", "writeAccess": {"x": 1}}}
    back = api.do("PUT", f"/v2/connections/{uid('Snow')}", body)
    assert "isArchived" not in back
    assert back["writeAccess"] is True
    assert "Back" in {row["name"] for row in api.entries("/v2/connections")}


def test_a_new_connection_is_there_and_answers_its_test() -> None:
    api = tiny_api()
    body = {"name": "New", "details": {"type": "mysql"}}
    made = api.do("POST", "/v2/connections", body, status=201)
    path = f"/v2/connections/{made['connectionId']}"
    assert api.get(path)["name"] == "New"
    assert api.get(f"{path}/test") == {"read": "SUCCESS", "write": "DISABLED"}
    assert api.do("PATCH", path, {"name": "Newer"})["name"] == "Newer"
    api.do("POST", "/v2/connections", {"name": "x", "details": {"type": "excel"}}, status=400)
    api.as_(BEN).do("POST", "/v2/connections", body, status=403)


def test_taking_a_tag_off_ends_what_was_given_by_it() -> None:
    api = tiny_api()
    api.do("DELETE", f"/v2/workbooks/{uid('Q3')}/tags/{uid('tag Prod')}")
    assert "kim" not in grants_on(api, "Q3")
    assert api.entries(f"/v2/workbooks/{uid('Q3')}/tags") == []
    api.do("DELETE", f"/v2/workbooks/{uid('Q3')}/tags/{uid('tag Prod')}", status=404)
    api = tiny_api()
    api.do("DELETE", f"/v2/tags/{uid('tag Prod')}")
    assert "kim" not in grants_on(api, "Q3")
    assert grants_on(api, "Model") == {"kim": "view"}
    assert [row["name"] for row in api.entries("/v2/tags")] == ["Dev"]
    made = api.do("POST", "/v2/tags", {"name": "New", "color": "amber"})
    api.do("POST", "/v2/workbooks/tag", {"workbookId": uid("Q3"), "tag": "New"})
    (row,) = api.entries(f"/v2/tags/{made['versionTagId']}/workbooks")
    assert row["workbookId"] == uid("Q3")


def test_deleting_an_account_type_moves_its_holders() -> None:
    api = tiny_api()
    kiosk = f"/v2/accountTypes/{uid('type Kiosk')}"
    api.do("DELETE", kiosk, status=400)
    api.do("DELETE", f"/v2/accountTypes/{uid('type View')}", status=400)
    api.do("DELETE", f"{kiosk}?reassignToAccountTypeId={uid('type View')}")
    assert api.get("/v2/members/kim")["memberType"] == "View"
    body = {"name": "Nose", "description": "", "permissions": ["full-explore"]}
    made = api.do("POST", "/v2/accountTypes", body, status=201)
    assert made["isCustom"] is True
    found = api.get(f"/v2/accountTypes/{made['accountTypeId']}/permissions")
    assert found == [{"permission": "full-explore", "description": "Full explore"}]
    api.do("POST", "/v2/accountTypes", {**body, "name": "x", "permissions": ["fly"]}, status=400)


def test_credentials_come_and_go() -> None:
    api = Api(create_app(tiny(), token_rate=False), ADA)
    made = api.do("POST", "/v2/credentials", {"ownerId": "cleo", "name": "script"})
    cleo = api.as_((made["clientId"], made["clientSecret"]))
    assert cleo.get("/v2/whoami")["userId"] == "cleo"
    cleo.do("POST", "/v2/credentials", {"ownerId": "cleo", "name": "x"}, status=403)
    api.do("DELETE", f"/v2/credentials/{made['clientId']}")
    cleo.do("GET", "/v2/whoami", status=401)
    assert cleo.sign_in().status_code == 401
    api.do("POST", "/v2/credentials", {"ownerId": "dan", "name": "x"}, status=403)


def test_embeds_and_schedules_end() -> None:
    api = tiny_api()
    q3 = f"/v2/workbooks/{uid('Q3')}"
    body = {"embedType": "public", "sourceType": "workbook"}
    made = api.do("POST", f"{q3}/embeds", body)
    assert {row["embedId"] for row in api.entries(f"{q3}/embeds")} == {
        uid("embed"),
        made["embedId"],
    }
    api.do("DELETE", f"{q3}/embeds/{uid('embed')}")
    assert [row["embedId"] for row in api.entries(f"{q3}/embeds")] == [made["embedId"]]
    api.do("DELETE", f"{q3}/schedules/{uid('schedule Q3')}")
    assert api.entries(f"{q3}/schedules") == []
    report = f"/v2/reports/{uid('Board')}/schedules"
    api.do("PATCH", f"{report}/{uid('schedule Board')}", {"suspensionAction": "pause"})
    assert api.entries(report)[0]["isSuspended"] is True
    assert api.entries("/v2/members/dan/schedules")[0]["reportId"] == uid("Board")


def test_user_attributes_are_assigned_and_taken_away() -> None:
    api = tiny_api()
    path = f"/v2/user-attributes/{uid('region')}"
    value = {"type": "string", "val": "JP"}
    api.do("POST", f"{path}/users", {"assignments": [{"userId": "ben", "value": value}]})
    found = {row["userId"]: row["value"]["val"] for row in api.entries(f"{path}/users")}
    assert found == {"cleo": "US", "ben": "JP"}
    api.do("PATCH", f"{path}/users", {"delete": [{"userId": "cleo"}]})
    assert [row["userId"] for row in api.entries(f"{path}/users")] == ["ben"]
    api.do("POST", f"{path}/teams", {"assignments": [{"teamId": "x", "value": value}] * 101}, 400)
    (row,) = api.entries(f"{FINANCE}/user-attributes")
    assert row["value"]["val"] == "CH"
    api.do("DELETE", f"{path}/teams/{uid('team Finance')}")
    assert api.entries(f"{FINANCE}/user-attributes") == []
    api.do("DELETE", path)
    api.do("GET", path, status=404)


def test_a_materialization_is_there_in_the_next_read() -> None:
    api = tiny_api()
    path = f"/v2/datasets/{uid('Rates')}/materialization"
    assert api.entries(path) == []
    api.do("POST", path, {})
    assert [row["status"] for row in api.entries(path)] == ["success"]


def test_the_same_writes_give_the_same_ids() -> None:
    def write(api: Api) -> list[str]:
        first = api.do("POST", "/v2/grants", grant("Runbook", "edit", memberId="kim"))
        space = api.do("POST", "/v2/workspaces", {"name": "x"})
        return [first["grantId"], space["workspaceId"]]

    assert write(tiny_api()) == write(tiny_api())


def test_a_body_that_is_no_object_is_refused() -> None:
    api = tiny_api()
    api.sign_in()
    headers = {"Authorization": f"Bearer {api.token}"}
    for body in ("[1]", "{", "3"):
        response = api.raw("POST", "/v2/teams", content=body, headers=headers)
        assert response.status_code == 400
