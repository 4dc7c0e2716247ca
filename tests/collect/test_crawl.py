"""Whole crawls of the embedded organisation."""

import stat
from pathlib import Path
from typing import Any

import pytest

from collect.crawl import (
    as_member,
    differences,
    emulated,
    rows,
    settings,
    shortcomings,
    small_org,
    take,
)
from collect.frugal import allowed
from sigma_audit.collect.endpoints import ENDPOINTS
from sigma_audit.collect.phases import PHASES
from sigma_audit.collect.run import CollectOutcome
from sigma_audit.emulator.faults import FaultPlan
from sigma_audit.emulator.org import Org
from sigma_audit.errors import Forbidden


@pytest.fixture(scope="module")
def org() -> Org:
    return small_org()


@pytest.fixture(scope="module")
def whole(org: Org, tmp_path_factory: pytest.TempPathFactory) -> tuple[CollectOutcome, FaultPlan]:
    """Give one snapshot with the plan `full`, and the emulator's log of it."""
    plan = FaultPlan()
    out = tmp_path_factory.mktemp("whole") / "full.duckdb"
    return take(emulated(org, plan), out, settings(org), plan="full"), plan


def test_it_is_complete_and_says_where_it_comes_from(
    whole: tuple[CollectOutcome, FaultPlan],
) -> None:
    outcome, _ = whole
    assert (outcome.status, outcome.source) == ("complete", "emulator")
    assert shortcomings(outcome.path) == set()
    assert rows(outcome.path, "from open_chains") == []


def test_it_counts_what_the_organisation_has(
    org: Org, whole: tuple[CollectOutcome, FaultPlan]
) -> None:
    path = whole[0].path
    assert {row[0] for row in rows(path, "select member_id from members")} == set(org.members)
    assert {row[0] for row in rows(path, "select team_id from teams")} == set(org.teams)
    assert set(rows(path, "select team_id, member_id from team_members")) == {
        (team.team_id, member_id) for team in org.teams.values() for member_id in team.members
    }
    assert {row[0] for row in rows(path, "select grant_id from grants")} == set(org.grants)
    assert {row[0] for row in rows(path, "select connection_id from connections")} == set(
        org.connections
    )
    assert {row[0] for row in rows(path, "select inode_id from connection_paths")} >= set(org.paths)
    seen = {row[0] for row in rows(path, "select inode_id from inodes where plane = 'content'")}
    granted = {grant.inode_id for grant in org.grants.values()}
    unseen = {
        inode
        for inode in org.inodes.values()
        if inode.inode_id not in seen
        and not (inode.type == "folder" and inode.inode_id not in granted)
    }
    assert unseen == set(), "only a folder without documents and grants may stay unseen"
    parents = dict(rows(path, "select inode_id, parent_id from inodes where plane = 'content'"))
    assert all(
        parents[inode.inode_id] == inode.parent_id
        for inode in org.inodes.values()
        if inode.inode_id in parents
    )


def test_nothing_but_gets_and_the_token_leaves(
    org: Org, whole: tuple[CollectOutcome, FaultPlan]
) -> None:
    _, plan = whole
    assert {(asked.method, asked.path) for asked in plan.log if asked.method != "GET"} == {
        ("POST", "/v2/auth/token")
    }
    assert len([asked for asked in plan.log if asked.method == "POST"]) == 1
    assert plan.most_in_flight <= 4


def test_home_folders_are_not_asked_for_grants_and_their_children_are(
    org: Org, whole: tuple[CollectOutcome, FaultPlan]
) -> None:
    _, plan = whole
    asked = {
        value
        for one in plan.asked("listGrants")
        for name, _, value in (part.partition("=") for part in one.query.split("&"))
        if name == "inodeId" and "directGrantsOnly" in one.query
    }
    homes = {member.home_folder_id for member in org.members.values()}
    children = {inode.inode_id for inode in org.inodes.values() if inode.parent_id in homes}
    assert children
    assert asked.isdisjoint(homes)
    assert asked >= children


def test_no_question_is_asked_twice_but_what_moves(
    whole: tuple[CollectOutcome, FaultPlan],
) -> None:
    _, plan = whole
    moving = {"listMembers", "listTeams", "getTeamMembers", "postToken"}
    questions = [
        f"{asked.path}?{asked.query}" for asked in plan.log if asked.operation not in moving
    ]
    assert sorted(questions) == sorted(set(questions))


def test_lists_are_asked_for_in_full_pages(whole: tuple[CollectOutcome, FaultPlan]) -> None:
    _, plan = whole
    singles = {"postToken", "whoami", "get", "listAccountTypePermissions"}
    probed = {"limit=1"}
    for asked in plan.log:
        if asked.operation not in singles and not probed & set(asked.query.split("&")):
            assert "limit=1000" in asked.query or "pageSize=1000" in asked.query, asked


def test_the_file_is_its_owners_alone_and_stands_alone(
    whole: tuple[CollectOutcome, FaultPlan],
) -> None:
    path = whole[0].path
    files = list(path.parent.iterdir())
    assert path in files
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert [file for file in files if file.suffix in (".partial", ".wal")] == []


def test_raw_pages_are_what_was_served(org: Org, whole: tuple[CollectOutcome, FaultPlan]) -> None:
    path = whole[0].path
    pages, members = rows(
        path,
        "select count(distinct page_number), count(distinct regexp_extract(body, 'x')) "
        "from raw.members where reading = 1",
    )[0]
    assert pages == -(-len(org.members) // 7)
    assert members == 1
    ids = rows(
        path,
        'select unnest(regexp_extract_all(body, \'"memberId": ?"([^"]+)"\', 1)) '
        "from raw.members where reading = 1",
    )
    assert {row[0] for row in ids} == set(org.members)


@pytest.fixture(scope="module")
def plans(
    org: Org, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[CollectOutcome, FaultPlan]]:
    folder = tmp_path_factory.mktemp("plans")
    found = {}
    for name in ("principals", "objects", "standard"):
        plan = FaultPlan()
        found[name] = (
            take(emulated(org, plan), folder / f"{name}.duckdb", settings(org), plan=name),
            plan,
        )
    return found


def test_each_plan_asks_what_it_says(
    org: Org,
    plans: dict[str, tuple[CollectOutcome, FaultPlan]],
    whole: tuple[CollectOutcome, FaultPlan],
) -> None:
    def grants_asked(plan: FaultPlan) -> dict[str, int]:
        queries = [asked.query for asked in plan.asked("listGrants")]
        return {
            "principals": sum("userId=" in query or "teamId=" in query for query in queries),
            "objects": sum("directGrantsOnly=true" in query for query in queries),
            "connections": len(plan.asked("listConnectionGrants")),
            "paths": len({asked.path for asked in plan.asked("listConnectionPathGrants")}),
        }

    assert {outcome.status for outcome, _ in plans.values()} == {"complete"}
    asked = {name: grants_asked(plan) for name, (_, plan) in plans.items()}
    full = grants_asked(whole[1])
    principals = len(org.members) + len(org.teams)
    assert asked["principals"] == {
        "principals": full["principals"], "objects": 0, "connections": 0, "paths": 0,
    }  # fmt: skip
    assert full["principals"] >= principals
    assert asked["objects"]["principals"] == 0
    assert asked["objects"]["objects"] == full["objects"] > 0
    assert asked["objects"]["connections"] == len(org.connections)
    assert full["paths"] == len(org.paths)
    assert asked["objects"]["paths"] <= asked["standard"]["paths"] <= full["paths"]


def test_no_plan_costs_more_than_is_promised(
    org: Org,
    plans: dict[str, tuple[CollectOutcome, FaultPlan]],
    whole: tuple[CollectOutcome, FaultPlan],
) -> None:
    for name, (outcome, log) in {**plans, "full": whole}.items():
        assert len(log.log) == outcome.requests, "the token too"
        assert len(log.log) <= allowed(org, outcome.path, name, page=7), name
        assert len(log.log) > 0.8 * allowed(org, outcome.path, name, page=7), "it says something"


def test_a_plan_says_what_it_did_not_ask(
    plans: dict[str, tuple[CollectOutcome, FaultPlan]],
) -> None:
    path = plans["principals"][0].path
    unasked = dict(
        rows(path, "select endpoint, count(*) from coverage where status = 'not_asked' group by 1")
    )
    assert unasked.keys() >= {"object_grants", "connection_grants", "path_grants"}
    assert rows(path, "select count(*) from not_known")[0][0] > 0


def test_standard_asks_a_table_only_where_the_principals_show_a_grant_on_it(
    org: Org, plans: dict[str, tuple[CollectOutcome, FaultPlan]]
) -> None:
    path = plans["standard"][0].path
    asked = rows(
        path,
        "select p.inode_id from coverage c join inode_ids i on i.ref = c.parent_id "
        "join connection_paths p using (inode_id) "
        "where c.endpoint = 'path_grants' and c.status = 'complete'",
    )
    depth = {connection.connection_id: connection.depth for connection in org.connections.values()}
    granted = {
        grant.inode_id
        for grant in org.grants.values()
        if grant.member_id is not None or grant.team_id is not None
    }
    scopes = {
        one.inode_id for one in org.paths.values() if len(one.names) < depth[one.connection_id]
    }
    leaves = {one.inode_id for one in org.paths.values()} - scopes
    assert {row[0] for row in asked} == scopes | (leaves & granted)


@pytest.mark.parametrize("options", [{"legacy_arrays": True}, {"slug_ids": False}])
def test_other_deployments_give_the_same_snapshot(
    org: Org,
    whole: tuple[CollectOutcome, FaultPlan],
    options: dict[str, Any],
    tmp_path: Path,
) -> None:
    outcome = take(emulated(org, **options), tmp_path / "x.duckdb", settings(org), plan="full")
    assert outcome.status == "complete"
    assert differences(whole[0].path, outcome.path) == []


def test_a_credential_that_is_no_admins_seals_an_incomplete_snapshot(tmp_path: Path) -> None:
    org = small_org()
    outcome = take(emulated(org), tmp_path / "x.duckdb", as_member(org, "Build"))
    assert outcome.status == "incomplete"
    assert ("workbooks", "forbidden") in shortcomings(outcome.path)
    details = rows(
        outcome.path, "select detail from coverage where status = 'forbidden' and parent_id = ''"
    )
    assert details
    assert all("account type is build" in str(row[0]).lower() for row in details)
    assert rows(outcome.path, "select count(*) from not_known")[0][0] > 0


def test_require_admin_stops_and_leaves_no_snapshot(tmp_path: Path) -> None:
    org = small_org()
    out = tmp_path / "x.duckdb"
    with pytest.raises(Forbidden, match="Admin") as caught:
        take(emulated(org), out, as_member(org, "Build"), require_admin=True)
    assert caught.value.exit_code == 3
    assert list(tmp_path.iterdir()) == []


def test_every_endpoint_has_its_phase() -> None:
    placed = [name for _, names in PHASES for name in names]
    assert sorted(placed) == sorted(ENDPOINTS.keys()), "each once, and none left out"
