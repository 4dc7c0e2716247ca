"""Samples drawn by seed: members held against Sigma's own answer, objects that no sweep asks."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from collect.crawl import emulated, rows, settings, small_org, take
from emulator.tiny import tiny, uid
from sigma_audit.cli.collect import said_at_the_end
from sigma_audit.emulator.faults import Fault, FaultPlan
from sigma_audit.errors import ConfigError
from sigma_audit.library import Library
from sigma_audit.snapshot.store import Snapshot


def one(path: Path, relation: str) -> dict[str, Any]:
    with Snapshot.open(path) as snapshot:
        return snapshot.sql(f"from {relation}").one()


def mismatches(path: Path) -> set[tuple[Any, ...]]:
    return set(
        rows(
            path,
            "select member_id, inode_id, difference, here, sigma, explanation "
            "from verification_mismatches",
        )
    )


@pytest.fixture(scope="module")
def verified(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, FaultPlan]:
    """Give a snapshot in which every active member was held against Sigma's own list."""
    org, plan = tiny(), FaultPlan()
    out = tmp_path_factory.mktemp("verified") / "x.duckdb"
    return take(emulated(org, plan), out, settings(org), verify=50, seed=1).path, plan


def test_every_answer_agrees_with_sigmas_own_or_a_rule_says_why(
    verified: tuple[Path, FaultPlan],
) -> None:
    path, plan = verified
    found = one(path, "verification")
    active = [m for m in tiny().members.values() if not (m.is_archived or m.is_inactive)]
    assert (found["drawn_count"], found["answered_count"], found["population"]) == (
        len(active), len(active), len(active),
    )  # fmt: skip
    assert found["unexplained_count"] == 0
    assert found["agree_count"] + found["explained_count"] == found["pair_count"] > 15
    assert mismatches(path) == {
        ("ben", uid("Peek"), "only_here", "edit", None,
         "no list of files ever shows it: an exploration, by all signs"),
    }  # fmt: skip
    assert found["agreement_low"] < found["agreement"] < found["agreement_high"] <= 1
    assert found["clean_count"] == len(active)
    asked = plan.asked("listAccessibleInodes")
    assert {one.path.split("/")[3] for one in asked} == {m.member_id for m in active}
    assert len(asked) > len(active), "all pages"


def test_it_is_said_where_people_look(verified: tuple[Path, FaultPlan]) -> None:
    with Snapshot.open(verified[0]) as snapshot:
        trust = snapshot.run(Library().query("sections", "frame_trust"), {"as_of": None}).records()
        shown = snapshot.run(Library().query("sections", "coverage_verification")).records()
    (said,) = [row for row in trust if row["item"] == "Verified:"]
    assert said["state"] == "good"
    assert "drawn with seed 1" in said["sentence"]
    assert "a rule explains 1, none is unexplained" in said["sentence"]
    assert [row["object"].rpartition("/")[2] for row in shown] == ["Peek"]
    (first, second) = said_at_the_end(verified[0])
    assert first.startswith("new to this tool: ")
    sentence, _, reach = said["sentence"].rpartition(". ")
    assert second.startswith(f"{sentence}; that list holds documents and folders")
    assert reach == "It lists documents and folders, nothing else."


def test_the_interval_is_wilsons(verified: tuple[Path, FaultPlan]) -> None:
    found = one(verified[0], "verification")
    n, z = found["answered_count"], 1.959964
    assert found["clean_high"] == 1
    assert found["clean_low"] == pytest.approx(n / (n + z * z))


def test_what_both_sweeps_hide_is_found_and_unexplained(tmp_path: Path) -> None:
    org = tiny()
    grant = next(g for g in org.grants.values() if g.inode_id == uid("Plans"))
    hide = Fault("hide", "listGrants", fields=(grant.grant_id,), times=None)
    path = take(
        emulated(org, FaultPlan([hide])), tmp_path / "x.duckdb", settings(org), verify=50, seed=1
    ).path
    assert hide.fired >= 2
    wrong = {row for row in mismatches(path) if row[5] == "unexplained"}
    assert {row[:2] for row in wrong} >= {("cleo", uid("Plans"))}
    assert {row[0] for row in wrong} == {"cleo"}
    assert one(path, "verification")["unexplained_count"] == len(wrong)


def test_a_sample_of_objects_bounds_what_asking_principals_cannot_show(tmp_path: Path) -> None:
    org = small_org()
    everyone = {g.inode_id for g in org.grants.values() if not (g.member_id or g.team_id)}
    homes = {member.home_folder_id for member in org.members.values()}
    options: dict[str, Any] = {"plan": "principals", "objects_sample": 16, "seed": 5}
    plan = FaultPlan()
    path = take(emulated(org, plan), tmp_path / "x.duckdb", settings(org), **options).path
    with Snapshot.open(path) as snapshot:
        found = {row["plane"]: row for row in snapshot.sql("from object_sample").records()}
        drawn = snapshot.sql(
            "select plane, coalesce(inode_id, parent_id) from sampled_objects "
            "left join inode_ids on ref = parent_id"
        ).rows
        assert snapshot.info()["status"] == "complete", "a sample decides nothing"
        gaps = snapshot.sql("select plane, inode_id from not_known").rows
    for plane, row in found.items():
        mine = {inode_id for at, inode_id in drawn if at == plane}
        assert row["drawn_count"] == row["answered_count"] == len(mine) == 8
        assert row["found_count"] == len(mine & everyone)
        assert row["missed_count"] == 0
        truth = len([i for i in everyone - homes if (i in org.inodes) == (plane == "content")])
        assert row["objects_low"] <= truth <= row["objects_high"] <= row["population"]
    content = [one for one in plan.log if "directGrantsOnly" in one.query]
    data = [one for one in plan.log if one.path.endswith("/grants") and "connections" in one.path]
    assert (len(content), len({one.path for one in data})) == (8, 8)
    assert set(gaps) >= {("content", None), ("data", None)}, "the rest is as unknown as before"


def test_whom_a_seed_draws_can_be_reckoned_by_anybody(tmp_path: Path) -> None:
    """The first N by the MD5 of the seed, a slash and the member's id."""
    org = small_org()
    path = take(
        emulated(org), tmp_path / "x.duckdb", settings(org), plan="principals", verify=3, seed=7
    ).path
    active = [m.member_id for m in org.members.values() if not (m.is_archived or m.is_inactive)]
    by_draw = sorted(active, key=lambda one: hashlib.md5(f"7/{one}".encode()).hexdigest())
    drawn = {row[0] for row in rows(path, "select member_id from verified_members")}
    assert drawn == set(by_draw[:3]) != set(active[:3])


@pytest.mark.parametrize(
    "options",
    [{"objects_sample": 5}, {"verify": -1}, {"seed": 3}, {"plan": "full", "objects_sample": 1}],
)
def test_a_sample_that_means_nothing_is_refused(options: dict[str, Any], tmp_path: Path) -> None:
    org = tiny()
    with pytest.raises(ConfigError):
        take(emulated(org), tmp_path / "x.duckdb", settings(org), **options)
