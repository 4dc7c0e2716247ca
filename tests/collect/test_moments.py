"""Pages are not one moment: what the two sweeps tell differently, and what moves meanwhile."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from collect.crawl import emulated, rows, settings, small_org, take
from sigma_audit.emulator.faults import Fault, FaultPlan
from sigma_audit.emulator.org import Grant, Org
from sigma_audit.library import Library
from sigma_audit.snapshot.store import Snapshot
from soak.moments import one_seed

DIFFERENCES = (
    "select grant_id, difference, principal_said, object_said, explanation, is_read_again "
    "from sweep_differences order by 1"
)


@pytest.fixture(scope="module")
def org() -> Org:
    return small_org()


def on_content(org: Org) -> Grant:
    """A team's grant on something that both sweeps ask about."""
    homes = {member.home_folder_id for member in org.members.values()}
    return next(
        grant
        for grant in org.grants.values()
        if grant.team_id is not None
        and grant.inode_id in org.inodes
        and grant.inode_id not in homes
    )


@pytest.mark.parametrize("side", ["principal", "object"])
def test_a_grant_that_one_sweep_hides_is_named_once_both_were_asked_again(
    org: Org, side: str, tmp_path: Path
) -> None:
    grant = on_content(org)
    parent = str(grant.team_id if side == "principal" else grant.inode_id)
    hide = Fault("hide", "listGrants", parent=parent, fields=(grant.grant_id,), times=None)
    plan = FaultPlan([hide])
    outcome = take(emulated(org, plan), tmp_path / "x.duckdb", settings(org))
    assert hide.fired == 2, "once in the sweep, once because the sweeps did not agree"
    said = (None, grant.permission) if side == "principal" else (grant.permission, None)
    (found,) = rows(outcome.path, DIFFERENCES)
    difference = "only_object" if side == "principal" else "only_principal"
    assert found == (grant.grant_id, difference, *said, "unexplained", True)
    assert rows(outcome.path, f"select 1 from grants where grant_id = '{grant.grant_id}'")
    assert rows(outcome.path, "select difference_count from trust_counts") == [(1,)]
    with Snapshot.open(outcome.path) as snapshot:
        trust = snapshot.run(Library().query("sections", "frame_trust"), {"as_of": None})
    assert "Sweeps disagree:" in {row["item"] for row in trust.records()}
    asked = [one.query for one in plan.asked("listGrants") if parent in one.query]
    assert len(asked) == 2


def test_a_grant_taken_away_between_the_sweeps_is_found_to_have_moved(tmp_path: Path) -> None:
    org = small_org()
    grant = on_content(org)
    plan = FaultPlan([act_before(grant.inode_id, lambda: org.grants.pop(grant.grant_id))])
    outcome = take(emulated(org, plan), tmp_path / "x.duckdb", settings(org))
    assert plan.fired() == 1
    moved = rows(outcome.path, "select entity, change, is_still_moving from moved")
    assert moved == [("grant", "removed", False)]
    assert outcome.status == "complete"
    assert rows(outcome.path, f"select 1 from grants where grant_id = '{grant.grant_id}'") == []
    assert rows(outcome.path, DIFFERENCES) == []
    named = "from grants where principal_kind in ('member', 'team')"
    ((both, all_named),) = rows(
        outcome.path, f"select count(*), (select count(*) {named}) from sweep_sightings"
    )
    assert both == all_named >= 10, "each grant to somebody was asked about from both sides"


def act_before(parent: str, change: Any) -> Fault:
    """Let something happen just before an object is asked for its grants."""
    return Fault("act", "listGrants", parent=parent, act=change)


def test_what_happens_in_the_middle_of_a_crawl_is_found(tmp_path: Path) -> None:
    """One seed of `tests/soak/moments.py`: a still organisation, then one that moves."""
    seen = one_seed(1, tmp_path)
    assert (seen.wrong, seen.kind != "nothing") == ("", True)
