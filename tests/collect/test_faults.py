"""Faults in mid-crawl: the snapshot equals the undisturbed one, or says what is missing."""

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
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
from sigma_audit.emulator.faults import Fault, FaultPlan, Kind
from sigma_audit.emulator.org import Org, TeamMember
from sigma_audit.emulator.tokens import MARK
from sigma_audit.errors import AuthFailed, SigmaError, Unavailable

ANY = [
    "whoami", "listMembers", "listTeams", "listWorkspaces", "listWorkbooks", "listDataModels",
    "listDatasets", "listReports", "list", "get", "listConnections", "listConnectionPaths",
    "listAccountTypes", "listAccountTypePermissions", "getTeamMembers", "listGrants",
    "listConnectionGrants", "listConnectionPathGrants",
]  # fmt: skip
# Lists with several rows and a total, where a page that lies can be found out.
COUNTED = ["listWorkbooks", "list", "listConnections", "listConnectionPaths"]
PASSING: list[tuple[Kind, dict[str, Any]]] = [
    ("status", {"status": 503, "times": 5}),
    ("status", {"status": 500, "times": 2}),
    ("status", {"status": 429, "retry_after": "3", "times": 3}),
    ("status", {"status": 429, "times": 5}),
    ("status", {"status": 408}),
    ("edge", {"status": 403, "times": 2}),
    ("edge", {"status": 404}),
    ("edge", {"status": 200, "times": 2}),
    ("edge", {"status": 502}),
    ("unauthorized", {}),
    ("reset", {"times": 3}),
    ("cut", {"times": 2}),
    ("stall", {"seconds": 20.0}),
    ("not_json", {"times": 2}),
]
LYING: list[Kind] = [
    "empty_page", "same_cursor", "cycle", "duplicate", "shift", "short", "wrong_total",
    "entry_error",
]  # fmt: skip


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    org = small_org()
    out = tmp_path_factory.mktemp("undisturbed") / "x.duckdb"
    return take(emulated(org), out, settings(org)).path


def matrix(turn: int) -> list[Fault]:
    """Give every endpoint another passing fault each turn; lists that count get one that lies."""
    kinds = itertools.islice(itertools.cycle(PASSING), turn * 5, turn * 5 + len(ANY))
    faults = [
        # The first question about grants is a probe, which is refused and not asked again.
        Fault(kind, operation, nth=1 + (operation == "listGrants"), **options)
        for operation, (kind, options) in zip(ANY, kinds, strict=True)
        if operation not in COUNTED
    ]
    lies = itertools.islice(itertools.cycle(LYING), turn * 4, turn * 4 + len(COUNTED))
    return faults + [Fault(kind, op) for op, kind in zip(COUNTED, lies, strict=True)]


@pytest.mark.parametrize("turn", range(3))
def test_faults_that_pass_leave_an_equal_snapshot(
    turn: int, undisturbed: Path, tmp_path: Path
) -> None:
    org = small_org()
    plan = FaultPlan(matrix(turn))
    outcome = take(emulated(org, plan), tmp_path / "x.duckdb", settings(org))
    quiet = [fault for fault in plan.faults if fault.fired != (fault.times or 1)]
    assert quiet == []
    assert (outcome.status, shortcomings(outcome.path)) == ("complete", set())
    assert differences(undisturbed, outcome.path) == []
    assert outcome.retries > len(ANY)
    for name in ("workbooks", "files", "connections", "paths"):
        assert rows(
            outcome.path, f"select count(*) = count(distinct page_number) from raw.{name}"
        ) == [(True,)], "a list that was read anew leaves nothing of its first reading behind"


def test_lists_without_a_total_are_set_right_by_the_second_reading(
    undisturbed: Path, tmp_path: Path
) -> None:
    org = small_org()
    plan = FaultPlan([Fault("short", "listTeams"), Fault("shift", "getTeamMembers")])
    outcome = take(emulated(org, plan), tmp_path / "x.duckdb", settings(org))
    assert plan.fired() == 2
    assert outcome.status == "complete"
    assert differences(undisturbed, outcome.path) == []
    assert rows(outcome.path, "select count(*) > 0 from moved where entity = 'team'") == [(True,)]


def lasting(org: Org) -> tuple[list[Fault], set[tuple[str, str]]]:
    """Give faults that never pass, at eight endpoints, and the shortcomings they must leave."""
    teams = list(org.teams)
    documents = [one for one in org.inodes.values() if one.type in ("workbook", "report")]
    connection = next(iter(org.connections))
    homes = {member.home_folder_id for member in org.members.values()}
    hidden = next(one for one in org.inodes.values() if one.parent_id in homes)
    account_type = next(iter(org.account_types))
    faults = [
        Fault("status", "getTeamMembers", parent=teams[0], status=500, times=None),
        Fault("edge", "listGrants", parent=teams[1], status=403, times=None),
        Fault("status", "listGrants", parent=documents[0].inode_id, status=403, times=None),
        Fault("reset", "listConnectionGrants", parent=connection, times=None),
        Fault("not_json", "listAccountTypePermissions", parent=account_type, times=None),
        Fault("status", "get", parent=hidden.inode_id, status=403, times=None),
        Fault("wrong_total", "listReports", times=None),
        Fault("same_cursor", "listDatasets", times=None),
        Fault("entry_error", "listDataModels", times=None),
    ]
    return faults, {
        ("team_members", "failed"),
        ("team_grants", "failed"),
        ("object_grants", "forbidden"),
        ("connection_grants", "failed"),
        ("account_type_permissions", "failed"),
        ("file_nodes", "forbidden"),
        ("reports", "failed"),
        ("reports_archived", "failed"),
        ("datasets", "failed"),
        ("data_models", "failed"),
    }


def test_faults_that_stay_are_named_one_by_one(tmp_path: Path) -> None:
    org = small_org()
    faults, missing = lasting(org)
    plan = FaultPlan(faults)
    outcome = take(emulated(org, plan), tmp_path / "x.duckdb", settings(org))
    assert [fault for fault in faults if not fault.fired] == []
    assert outcome.status == "incomplete"
    found = shortcomings(outcome.path)
    # A list that was served empty has nothing to lie about.
    assert missing - {("reports_archived", "failed")} <= found <= missing
    details = dict(
        rows(outcome.path, "select endpoint, any_value(detail) from coverage where is_required "
             "and status not in ('complete', 'vanished', 'not_asked') group by 1")
    )  # fmt: skip
    assert "declared" in details["reports"]
    assert "served" in details["reports"]
    assert "circle" in details["datasets"]
    assert "errors in place of rows" in details["data_models"]
    assert "request id" in details["team_members"]
    assert rows(outcome.path, "select count(*) > 0 from not_known") == [(True,)]


@pytest.mark.parametrize("operation", ["listMembers", "listTeams", "list"])
def test_a_list_that_cannot_be_read_is_never_an_empty_one(operation: str, tmp_path: Path) -> None:
    org = small_org()
    plan = FaultPlan([Fault("status", operation, status=500, times=None)])
    outcome = take(emulated(org, plan), tmp_path / "x.duckdb", settings(org))
    assert outcome.status == "incomplete"
    name = {"listMembers": "members", "listTeams": "teams", "list": "files"}[operation]
    assert (name, "failed") in shortcomings(outcome.path)


def deleting(org: Org, *ids: str) -> Callable[[], None]:
    """Delete inodes and teams, their grants with them."""

    def act() -> None:
        for one in ids:
            org.inodes.pop(one, None)
            org.teams.pop(one, None)
        for grant in list(org.grants.values()):
            if grant.inode_id in ids or grant.team_id in ids:
                del org.grants[grant.grant_id]

    return act


def test_what_is_deleted_in_mid_crawl_has_vanished(tmp_path: Path) -> None:
    org = small_org()
    shared = {one.parent_id for one in org.inodes.values()}
    document = next(
        one.inode_id
        for one in org.inodes.values()
        if one.type == "workbook" and one.inode_id not in shared and not one.is_archived
    )
    team = list(org.teams)[-1]
    act = Fault("act", "listGrants", nth=2, act=deleting(org, document, team))
    plan = FaultPlan([act])
    outcome = take(emulated(org, plan), tmp_path / "x.duckdb", settings(org), concurrency=1)
    assert act.fired == 1
    vanished = rows(
        outcome.path, "select endpoint, parent_id from coverage where status = 'vanished'"
    )
    assert ("object_grants", document) in vanished
    assert shortcomings(outcome.path) == set()
    assert outcome.status == "complete"
    assert rows(outcome.path, f"select count(*) from inodes where inode_id = '{document}'") == [
        (0,)
    ]
    assert rows(outcome.path, f"select count(*) from teams where team_id = '{team}'") == [(0,)]
    assert rows(
        outcome.path, f"select entity, change from moved where team_id = '{team}' "
        "and entity = 'team'"
    ) == [("team", "removed")]  # fmt: skip


def test_what_answers_gone_and_is_still_listed_is_missing(tmp_path: Path) -> None:
    org = small_org()
    document = next(one.inode_id for one in org.inodes.values() if one.type == "workbook")
    plan = FaultPlan([Fault("status", "listGrants", parent=document, status=404, times=None)])
    outcome = take(emulated(org, plan), tmp_path / "x.duckdb", settings(org))
    assert outcome.status == "incomplete"
    assert shortcomings(outcome.path) == {("object_grants", "failed")}
    detail = rows(
        outcome.path,
        f"select detail from coverage where parent_id = '{document}' and is_last "
        "and endpoint = 'object_grants'",
    )[0][0]
    assert "still name it" in detail


def test_what_answers_gone_once_and_is_there_after_all_is_read(
    undisturbed: Path, tmp_path: Path
) -> None:
    org = small_org()
    document = next(one.inode_id for one in org.inodes.values() if one.type == "workbook")
    plan = FaultPlan([Fault("status", "listGrants", parent=document, status=404)])
    outcome = take(emulated(org, plan), tmp_path / "x.duckdb", settings(org))
    assert outcome.status == "complete"
    assert differences(undisturbed, outcome.path) == []


def test_datasets_that_are_gone_from_the_api_are_no_gap(tmp_path: Path) -> None:
    org = small_org()
    plan = FaultPlan([Fault("status", "listDatasets", status=410, times=None)])
    outcome = take(emulated(org, plan), tmp_path / "x.duckdb", settings(org))
    assert outcome.status == "complete"
    status = rows(outcome.path, "select status from coverage where endpoint = 'datasets'")
    assert status == [("vanished",)]


def test_what_moves_in_mid_crawl_is_listed_and_the_later_reading_counts(tmp_path: Path) -> None:
    org = small_org()
    team = next(iter(org.teams.values()))
    newcomer = next(one for one in org.members if one not in team.members)

    def join() -> None:
        team.members[newcomer] = TeamMember(newcomer)

    plan = FaultPlan([Fault("act", "listConnectionGrants", act=join)])
    outcome = take(emulated(org, plan), tmp_path / "x.duckdb", settings(org))
    assert outcome.status == "complete"
    assert rows(
        outcome.path, "select entity, team_id, member_id, change, is_still_moving from moved"
    ) == [("team_member", team.team_id, newcomer, "added", False)]
    assert (team.team_id, newcomer) in rows(
        outcome.path, "select team_id, member_id from team_members"
    )


def test_what_never_stops_moving_is_incomplete(tmp_path: Path) -> None:
    org = small_org()
    member = next(iter(org.members.values()))

    def rename() -> None:
        member.first_name += "x"

    plan = FaultPlan([Fault("act", "listMembers", times=None, act=rename)])
    outcome = take(emulated(org, plan), tmp_path / "x.duckdb", settings(org))
    assert outcome.status == "incomplete"
    assert shortcomings(outcome.path) == set()
    assert rows(outcome.path, "select max(reading) from coverage where endpoint = 'members'") == [
        (4,)
    ]


def test_a_token_that_ends_again_and_again_costs_renewals_only(
    undisturbed: Path, tmp_path: Path
) -> None:
    org = small_org()
    plan = FaultPlan([Fault("unauthorized", nth=3 + 9 * turn) for turn in range(6)])
    outcome = take(emulated(org, plan), tmp_path / "x.duckdb", settings(org))
    assert plan.fired() == 6
    assert outcome.status == "complete"
    assert differences(undisturbed, outcome.path) == []


def test_wrong_credentials_leave_nothing(tmp_path: Path) -> None:
    org = small_org()
    who = settings(org)
    wrong = type(who)(who.base_url, who.client_id, f"{MARK}wrong")
    with pytest.raises(AuthFailed) as caught:
        take(emulated(org), tmp_path / "x.duckdb", wrong)
    assert f"{MARK}wrong" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("status", [403, 404])
def test_a_whoami_that_is_refused_ends_before_anything_is_written(
    status: int, tmp_path: Path
) -> None:
    org = small_org()
    plan = FaultPlan([Fault("status", "whoami", status=status, times=None)])
    with pytest.raises(SigmaError) as caught:
        take(emulated(org, plan), tmp_path / "x.duckdb", settings(org))
    assert caught.value.exit_code == 3
    assert list(tmp_path.iterdir()) == []


def test_an_outage_stops_the_run_and_a_resume_continues_it(
    undisturbed: Path, tmp_path: Path
) -> None:
    org = small_org()
    app = emulated(org)
    asked = itertools.count()

    def unplug() -> None:
        if next(asked) > 40:
            raise httpx.ConnectError("name or service not known")

    out = tmp_path / "x.duckdb"
    with pytest.raises(Unavailable) as caught:
        take(app, out, settings(org), before=unplug)
    assert "--resume" in caught.value.hint
    assert not out.exists()
    outcome = take(app, out, settings(org), resume=True)
    assert (outcome.status, outcome.was_resumed) == ("complete", True)
    assert differences(undisturbed, outcome.path) == []


def test_a_non_admin_meets_faults_like_anyone_else(tmp_path: Path) -> None:
    org = small_org()
    who = as_member(org, "Build")
    plan = FaultPlan([Fault("status", "listTeams", status=503, times=3)])
    outcome = take(emulated(org, plan), tmp_path / "x.duckdb", who)
    assert outcome.status == "incomplete"
    assert plan.fired() == 3
