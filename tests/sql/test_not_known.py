"""What each unanswered question leaves unknown: the gap, and every pair it may concern (D10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from sigma_audit.library import Library
from sigma_audit.snapshot.saving import Chain
from sigma_audit.snapshot.store import Snapshot
from worlds import World


@dataclass
class Company:
    """A small organisation with one of everything, and the ids of its parts."""

    world: World
    ids: dict[str, str]


def company(plan: str = "full") -> Company:
    world = World(plan=plan)
    ids = {"Ann": world.member("Ann"), "Guy": world.member("Guy", kind="guest")}
    ids["Gone"] = world.member("Gone", archived=True)
    ids["team"] = world.team("Team", ids["Ann"], ids["Guy"], ids["Gone"])
    ids["idle"] = world.team("Idle", ids["Guy"])
    ids["closed"] = world.team("Closed", ids["Guy"], archived=True)
    ids["space"] = world.workspace("Space")
    ids["folder"] = world.folder("Folder", ids["space"])
    ids["workbook"] = world.document("workbook", "Workbook", ids["folder"])
    ids["other"] = world.workspace("Other")
    ids["hidden"] = world.folder("Hidden", ids["other"], hidden=True)
    ids["below"] = world.document("report", "Below", ids["hidden"])
    ids["connection"] = world.connection("Connection")
    ids["database"] = world.path(ids["connection"], "D")
    ids["schema"] = world.path(ids["connection"], "D", "S")
    ids["table"] = world.path(ids["connection"], "D", "S", "T")
    ids["spare"] = world.path(ids["connection"], "D", "S", "U")
    for inode in ("space", "other", "connection"):
        world.grant(ids[inode], "usage" if inode == "connection" else "view", team=ids["team"])
    world.grant(ids["other"], "explore", team=ids["closed"])
    world.grant(ids["table"], "usage", team=ids["team"])
    return Company(world, ids)


CONTENT = ["space", "folder", "workbook", "other", "hidden", "below"]
DATA = ["connection", "database", "schema", "table", "spare"]


def unsure(company: Company, folder: Path) -> tuple[dict[str, set[str]], list[dict[str, Any]]]:
    """For each member, names of the inodes whose answer is at_least; and the gaps."""
    names = {value: key for key, value in company.ids.items()}
    with Snapshot.open(company.world.seal(folder)) as snapshot:
        found: dict[str, set[str]] = {"Ann": set(), "Guy": set(), "Gone": set()}
        for row in snapshot.sql("from effective_access where path_count > 0").records():
            member, inode = names.get(row["member_id"]), names.get(row["inode_id"])
            if member in found and inode and row["certainty"] == "at_least":
                found[member].add(inode)
        gaps = snapshot.sql("from not_known order by gap_id").records()
        integrity = snapshot.sql("select name from meta.integrity where found > 0").rows
    assert list(integrity) == []
    for gap in gaps:
        gap["inode"] = names.get(gap["inode_id"] or "", gap["inode_id"])
        gap["member"] = names.get(gap["member_id"] or "", gap["member_id"])
    return found, gaps


def everyone(*inodes: str) -> dict[str, set[str]]:
    """The same inodes for all three members."""
    return {member: set(inodes) for member in ("Ann", "Guy", "Gone")}


def test_nothing_is_unknown_when_all_was_read(tmp_path: Path) -> None:
    found, gaps = unsure(company(), tmp_path)
    assert gaps == []
    assert found == everyone()


LISTS = {
    "members": [*CONTENT, *DATA],
    "teams": [*CONTENT, *DATA],
    "workbooks": CONTENT,
    "workbooks_archived": CONTENT,
    "data_models": CONTENT,
    "datasets": CONTENT,
    "reports": CONTENT,
    "reports_archived": CONTENT,
}


@pytest.mark.parametrize("endpoint", [*LISTS, "workspaces", "files", "connections", "paths"])
def test_a_list_that_is_not_whole_leaves_its_plane_unknown(endpoint: str, tmp_path: Path) -> None:
    made = company()
    made.world.fail(endpoint, "", "forbidden")
    found, gaps = unsure(made, tmp_path)
    gap = next(gap for gap in gaps if gap["endpoint"] == endpoint)
    assert (gap["member_id"], gap["inode_id"], gap["principal_kind"]) == (None, None, None)
    plane = None if endpoint in ("members", "teams") else "content"
    assert gap["plane"] == ("data" if endpoint in ("connections", "paths") else plane)
    if endpoint in LISTS and endpoint not in ("members", "teams"):
        assert found["Ann"] == set(LISTS[endpoint])
    assert "did not let these credentials ask" in gap["reason"]


def test_whoami_and_account_types_leave_no_pair_unknown(tmp_path: Path) -> None:
    made = company()
    made.world.fail("account_types", "", "forbidden")
    made.world.fail("whoami", "", "failed")
    assert unsure(made, tmp_path) == (everyone(), [])


def test_who_is_in_a_team(tmp_path: Path) -> None:
    made = company()
    made.world.fail("team_members", made.ids["team"], "forbidden")
    made.world.grant(made.ids["space"], "view", member=made.ids["Guy"])
    found, gaps = unsure(made, tmp_path)
    assert {gap["inode"] for gap in gaps} == {"space", "other", "connection", "table"}
    assert {gap["endpoint"] for gap in gaps} == {"team_members"}
    assert all(gap["member_id"] is None for gap in gaps)
    assert found["Guy"] == {"space", "folder", "workbook"}


@pytest.mark.parametrize("team", ["idle", "closed"])
def test_who_is_in_a_team_that_reaches_nothing(team: str, tmp_path: Path) -> None:
    made = company()
    made.world.fail("team_members", made.ids[team], "forbidden")
    assert unsure(made, tmp_path) == (everyone(), [])


def test_grants_on_a_folder(tmp_path: Path) -> None:
    made = company()
    made.world.fail("object_grants", made.ids["folder"], "failed")
    found, gaps = unsure(made, tmp_path)
    assert [(gap["inode"], gap["endpoint"], gap["principal_kind"]) for gap in gaps] == [
        ("folder", "object_grants", None)
    ]
    assert found == everyone("folder", "workbook")


def test_grants_on_a_connection(tmp_path: Path) -> None:
    made = company()
    made.world.fail("connection_grants", made.ids["connection"], "forbidden")
    found, gaps = unsure(made, tmp_path)
    assert [(gap["inode"], gap["endpoint"]) for gap in gaps] == [
        ("connection", "connection_grants")
    ]
    assert found == everyone(*DATA)


def test_grants_on_a_schema(tmp_path: Path) -> None:
    made = company()
    made.world.fail("path_grants", made.ids["schema"], "failed")
    found, gaps = unsure(made, tmp_path)
    assert [gap["inode"] for gap in gaps] == ["schema"]
    assert found == everyone("schema", "table", "spare")


def test_where_a_folder_lies(tmp_path: Path) -> None:
    made = company()
    made.world.fail("file_nodes", made.ids["hidden"], "forbidden")
    made.world.grant(made.ids["below"], "view", member=made.ids["Ann"])
    found, gaps = unsure(made, tmp_path)
    assert [(gap["inode"], gap["endpoint"]) for gap in gaps] == [("hidden", "file_nodes")]
    assert found["Ann"] == {"below"}


def test_what_a_principal_was_given_when_all_objects_answered(tmp_path: Path) -> None:
    made = company()
    made.world.fail("member_grants", made.ids["Guy"], "failed")
    made.world.fail("team_grants", made.ids["team"], "failed")
    assert unsure(made, tmp_path) == (everyone(), [])


def test_standard_plan_leaves_only_what_everyone_was_given_on_tables(tmp_path: Path) -> None:
    """The sweep shows the grant on one table, so it can be trusted about the others."""
    found, gaps = unsure(company("standard"), tmp_path)
    assert [(gap["inode"], gap["endpoint"], gap["principal_kind"]) for gap in gaps] == [
        ("spare", "path_grants", "organization")
    ]
    assert found == {"Ann": {"spare"}, "Guy": set(), "Gone": set()}


def test_standard_plan_trusts_no_sweep_that_shows_no_path(tmp_path: Path) -> None:
    made = company("standard")
    made.world.grants = {
        i: g for i, g in made.world.grants.items() if g["inodeId"] != made.ids["table"]
    }
    found, gaps = unsure(made, tmp_path)
    assert {(gap["inode"], gap["principal_kind"]) for gap in gaps} == {
        ("table", None),
        ("spare", None),
    }
    assert found == everyone("table", "spare")


def test_standard_plan_with_one_principal_unread(tmp_path: Path) -> None:
    made = company("standard")
    made.world.fail("member_grants", made.ids["Guy"], "failed")
    found, gaps = unsure(made, tmp_path)
    assert {(gap["inode"], gap["member"], gap["endpoint"]) for gap in gaps} == {
        ("spare", None, "path_grants"),
        (None, "Guy", "member_grants"),
    }
    assert found == {"Ann": {"spare"}, "Guy": set(DATA), "Gone": set()}


def test_objects_plan_does_not_know_tables(tmp_path: Path) -> None:
    found, gaps = unsure(company("objects"), tmp_path)
    assert {(gap["inode"], gap["principal_kind"]) for gap in gaps} == {
        ("table", None),
        ("spare", None),
    }
    assert found == everyone("table", "spare")


def test_principals_plan_does_not_know_what_everyone_was_given(tmp_path: Path) -> None:
    found, gaps = unsure(company("principals"), tmp_path)
    assert [(gap["inode_id"], gap["plane"], gap["principal_kind"]) for gap in gaps] == [
        (None, "data", "organization"),
        (None, "content", "organization"),
    ]
    assert found == {"Ann": {*CONTENT, *DATA}, "Guy": set(), "Gone": set()}


def test_a_path_that_no_list_shows(tmp_path: Path) -> None:
    made = company()
    lone = made.world.connection("Lone")
    table = made.world.path(lone, "D", "S", "T")
    made.world.grant(lone, "usage", member=made.ids["Ann"])
    made.ids |= {"lone": lone, "lone table": table}
    found, gaps = unsure(made, tmp_path)
    assert [gap["reason"] for gap in gaps] == [
        "what was granted is not known, as no answer lists it"
    ] * 2
    assert found["Ann"] == {"lone table"}


def test_nothing_can_raise_what_is_already_the_most(tmp_path: Path) -> None:
    made = company()
    made.world.grant(made.ids["folder"], "edit", member=made.ids["Ann"])
    made.world.fail("object_grants", made.ids["folder"], "failed")
    found, _ = unsure(made, tmp_path)
    assert found["Ann"] == set()
    assert found["Guy"] == {"folder", "workbook"}


def test_what_vanished_hides_nothing(tmp_path: Path) -> None:
    """An object that is gone, and is on no list any more, is no gap."""
    made = company()
    world = made.world
    gone = world.document("workbook", "Gone", made.ids["other"])
    del world.inodes[gone]
    working = world.working(tmp_path, Library())
    when = datetime(2024, 6, 1, 11, 55)
    row = ("object_grants", gone, 1, "failed", 0, 0, None, 0, 404, "gone", None, when, when)
    working.save(chains=[Chain(*row)])
    with Snapshot.open(working.seal()) as snapshot:
        assert snapshot.sql("from not_known").rows == []
        status = snapshot.sql("select status from coverage where parent_id = $id", {"id": gone})
        assert status.rows == [("vanished",)]
        assert snapshot.info()["status"] == "complete"
