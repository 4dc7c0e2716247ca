"""The relations beneath the access model: readings, trees, merged grants, coverage, status."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sigma_audit.library import Library
from sigma_audit.snapshot.saving import Chain, Page
from sigma_audit.snapshot.store import Snapshot
from sigma_audit.snapshot.working import Working
from worlds import World, inode_uuid

LATER = datetime(2024, 6, 1, 12, 5)


def chain(endpoint: str, parent: str = "", **changes: Any) -> Chain:
    """A chain that ended complete with nothing, changed as told."""
    plain = Chain(endpoint, parent, 1, "complete", 1, 0, None, 0, 200, "", None, LATER, LATER)
    return replace(plain, **changes)


def sealed(working: Working) -> Snapshot:
    return Snapshot.open(working.seal())


def test_the_last_reading_that_ended_complete_is_used(tmp_path: Path) -> None:
    world = World()
    ann, bob = world.member("Ann"), world.member("Bob", "Admin")
    team = world.team("Team", ann)
    working = world.working(tmp_path, Library())
    second = [{**world.members[ann], "memberType": "View"}, world.members[bob]]
    third = [world.members[ann]]
    team_second = [{"userId": bob, "isTeamAdmin": False, "addedBy": bob}]

    def page(endpoint: str, parent: str, reading: int, entries: list[dict[str, Any]]) -> Page:
        return Page(endpoint, parent, reading, 1, LATER, json.dumps({"entries": entries}))

    working.save(
        [
            page("members", "", 2, second),
            page("members", "", 3, third),
            page("team_members", team, 2, team_second),
        ],
        [
            chain("members", reading=2, rows_served=2),
            chain("members", reading=3, rows_served=1, status="failed", http_status=500),
            chain("team_members", team, reading=2, rows_served=1),
        ],
    )
    with sealed(working) as snapshot:
        members = snapshot.sql("select member_id, account_type from members order by all").rows
        assert members == [(ann, "View"), (bob, "Admin")]
        assert snapshot.sql("select member_id from team_members").rows == [(bob,)]
        assert snapshot.info()["status"] == "incomplete"
        readings = snapshot.sql(
            "select reading, status, is_last, is_used from coverage where endpoint = 'members' "
            "order by all"
        ).rows
        assert readings == [
            (1, "complete", False, False),
            (2, "complete", False, True),
            (3, "failed", True, False),
        ]


def test_a_grant_is_one_however_many_showed_it(tmp_path: Path) -> None:
    world = World()
    ann = world.member("Ann")
    connection = world.connection("Snowflake")
    path = world.path(connection, "DB")
    grant = world.grant(connection, "usage", member=ann)
    with Snapshot.open(world.seal(tmp_path)) as snapshot:
        (row,) = snapshot.sql("from grants").records()
    assert (row["grant_id"], row["inode_id"]) == (grant, connection)
    assert row["seen_by"] == ["connection_grants", "member_grants", "path_grants"]
    assert path != connection


def test_what_no_answer_describes_is_kept_as_unknown(tmp_path: Path) -> None:
    world = World()
    ann = world.member("Ann", "View")
    stray, lost = inode_uuid("stray"), inode_uuid("lost")
    workbook = world.document("workbook", "Q3", lost)
    world.grant(stray, "organize", member=ann)
    world.grant(lost, "edit", member=ann)
    with Snapshot.open(world.seal(tmp_path)) as snapshot:
        inodes = {row["inode_id"]: row for row in snapshot.sql("from inodes").records()}
        access = {row["inode_id"]: row for row in snapshot.sql("from effective_access").records()}
        gaps = {row["inode_id"] for row in snapshot.sql("from not_known").records()}
    for inode in (stray, lost):
        assert (inodes[inode]["kind"], inodes[inode]["plane"]) == ("unknown", "content")
    assert inodes[workbook]["parent_id"] == lost
    # Neither translated nor capped; what lies in it is both.
    assert access[stray]["granted_permission"] == "organize"
    assert access[stray]["effective_permission"] == "organize"
    assert access[workbook]["granted_permission"] == "edit"
    assert access[workbook]["effective_permission"] == "view"
    assert gaps == {stray, lost}


def test_paths_read_from_the_root_down(tmp_path: Path) -> None:
    world = World()
    ann = world.member("Ann")
    workspace = world.workspace("Finance")
    folder = world.folder("Budgets", workspace)
    report = world.document("report", "Q3", folder)
    draft = world.document("workbook", "Draft", world.home(ann))
    connection = world.connection("Snowflake")
    table = world.path(connection, "DB", "SCHEMA", "TABLE")
    with Snapshot.open(world.seal(tmp_path)) as snapshot:
        rows = snapshot.sql("select inode_id, path_text, is_placed from inodes").rows
    texts = {inode: text for inode, text, _ in rows}
    assert texts[workspace] == "Finance"
    assert texts[folder] == "Finance/Budgets"
    assert texts[report] == "Finance/Budgets/Q3"
    assert texts[world.home(ann)] == "My Documents of ann@example.test"
    assert texts[draft] == "My Documents of ann@example.test/Draft"
    assert texts[connection] == "Snowflake"
    assert texts[table] == "Snowflake:DB.SCHEMA.TABLE"
    assert all(is_placed for *_, is_placed in rows)


def test_a_folder_inside_itself_ends(tmp_path: Path) -> None:
    world = World()
    ann = world.member("Ann")
    first = world.folder("First", None)
    second = world.folder("Second", first)
    inside = world.document("workbook", "Inside", second)
    world.inodes[first]["parent"] = second
    world.grant(first, "view", member=ann)
    with Snapshot.open(world.seal(tmp_path)) as snapshot:
        access = dict(
            snapshot.sql("select inode_id, granted_permission from effective_access").rows
        )
        found = snapshot.sql("select name from meta.integrity where found > 0").rows
    assert {access[first], access[second], access[inside]} == {"view"}
    assert found == [("trees_have_no_circles",)]


def test_newer_answers_nest_the_owner(tmp_path: Path) -> None:
    world = World()
    ann = world.member("Ann")
    workspace = world.workspace("Finance")
    nested = world.document("workbook", "Nested", workspace)
    text = world.document("dataset", "Text", workspace)
    working = world.working(tmp_path, Library())
    for endpoint, key, inode, owner in (
        ("workbooks", "workbookId", nested, {"name": "Ann", "email": "ANN@example.test"}),
        ("datasets", "datasetId", text, ann),
    ):
        entries = [{key: inode, "name": "N", "owner": owner}]
        page = Page(endpoint, "", 2, 1, LATER, json.dumps({"entries": entries}))
        working.save([page], [chain(endpoint, reading=2, rows_served=1)])
    with sealed(working) as snapshot:
        owners = dict(snapshot.sql("select inode_id, owner_id from inodes").rows)
    assert (owners[nested], owners[text]) == (ann, ann)


SHORT: list[tuple[dict[str, Any], str]] = [
    ({"rows_served": 2}, "1 entries were errors, not rows"),
    ({"rows_served": 1, "declared_total": 3}, "1 rows of the 3 declared"),
    ({"rows_served": 1, "status": "open", "ended_at": None}, "the run ended before it did"),
]


@pytest.mark.parametrize(("changes", "detail"), SHORT)
def test_a_chain_that_falls_short_is_not_complete(
    changes: dict[str, Any], detail: str, tmp_path: Path
) -> None:
    world = World()
    world.workspace("Finance")
    working = world.working(tmp_path, Library())
    entries = [{"workspaceId": inode_uuid("only"), "name": "Only"}]
    page = Page("workspaces", "", 2, 1, LATER, json.dumps({"entries": entries}))
    working.save([page], [chain("workspaces", reading=2, **changes)])
    with sealed(working) as snapshot:
        row = snapshot.sql("from coverage where endpoint = 'workspaces' and is_last").one()
        assert (row["status"], row["detail"]) == ("failed", detail)
        assert snapshot.info()["status"] == "incomplete"


def test_duplicates_are_counted_and_harmless(tmp_path: Path) -> None:
    world = World()
    entry = {"workspaceId": world.workspace("Twice"), "name": "Twice"}
    working = world.working(tmp_path, Library())
    page = Page("workspaces", "", 2, 1, LATER, json.dumps({"entries": [entry, entry]}))
    working.save([page], [chain("workspaces", reading=2, rows_served=2, declared_total=1)])
    with sealed(working) as snapshot:
        row = snapshot.sql("from coverage where endpoint = 'workspaces' and is_last").one()
        facts = (row["status"], row["rows_served"], row["rows_stored"], row["duplicates"])
        assert facts == ("complete", 2, 1, 1)
        assert snapshot.info()["status"] == "complete"


@pytest.mark.parametrize(
    ("endpoint", "status", "expected"),
    [
        ("all_grants", "failed", "complete"),
        ("account_types", "forbidden", "incomplete"),
        ("members", "not_asked", "incomplete"),
        ("path_grants", "not_asked", "complete"),
    ],
)
def test_only_what_the_plan_must_ask_decides_the_status(
    endpoint: str, status: str, expected: str, tmp_path: Path
) -> None:
    world = World(plan="standard")
    connection = world.connection("Snowflake")
    table = world.path(connection, "DB", "S", "T")
    for depth in (1, 2):
        world.path(connection, *("DB", "S")[:depth])
    world.fail(endpoint, table if endpoint == "path_grants" else "", status)
    with Snapshot.open(world.seal(tmp_path)) as snapshot:
        assert snapshot.info()["status"] == expected


def test_a_credential_that_is_not_an_admins_sees_an_incomplete_picture(tmp_path: Path) -> None:
    world = World(with_auditor=False)
    world.member("Ann")
    with Snapshot.open(world.seal(tmp_path)) as snapshot:
        assert snapshot.info()["status"] == "incomplete"


def test_taken_at_is_when_the_last_answer_arrived(tmp_path: Path) -> None:
    world = World()
    working = world.working(tmp_path, Library())
    working.update_run(taken_at=None)
    working.save(chains=[chain("members", reading=2, rows_served=0, ended_at=LATER)])
    with sealed(working) as snapshot:
        assert snapshot.info()["taken_at"] == LATER
    assert world.taken_at + timedelta(minutes=5) == LATER


def test_decisions_count_what_rests_on_them(tmp_path: Path) -> None:
    world = World()
    ann = world.member("Ann")
    world.member("Eve", kind="embed")
    world.member("Gone", archived=True)
    workspace = world.workspace("Finance")
    world.folder("Budgets", workspace, owner=ann)
    closed = world.team("Closed", ann, archived=True)
    world.grant(workspace, "view")
    world.grant(workspace, "edit", team=closed)
    with Snapshot.open(world.seal(tmp_path)) as snapshot:
        rows = dict(snapshot.sql("select decision, rows_decided from inferred_decisions").rows)
    counted = {key: rows[key] for key in ("D4a", "D4b", "D5a", "D5b")}
    assert counted == {"D4a": 1, "D4b": 1, "D5a": 1, "D5b": 1}
    # Ann's folder, and four home folders: Ann's, Eve's, the one who left, and the auditor's.
    assert (rows["D3a"], rows["D3b"]) == (5, 4)
