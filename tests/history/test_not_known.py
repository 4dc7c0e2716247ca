from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from history.combined import LIBRARY, changes, draw, tell
from history.undo import Row
from history.universe import Universe
from worlds import World, _answers

ACCESS = "effective_access"
OPPOSITE = {
    "added": "removed", "removed": "added", "changed": "changed",
    "gained": "lost", "lost": "gained", "raised": "lowered", "lowered": "raised",
}  # fmt: skip
LISTS = (
    "members", "teams", "workspaces", "workbooks", "workbooks_archived", "data_models", "datasets",
    "reports", "reports_archived", "files", "connections", "paths", "account_types",
)  # fmt: skip
SEEDS = range(100, 103)


@dataclass
class Whole:
    """Two worlds of which everything was read: the truth."""

    earlier: World
    later: World
    before: Path
    after: Path
    truth: dict[str, Row]
    chains: list[tuple[str, str]]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    folder = tmp_path_factory.mktemp("whole")
    earlier = World(name="before")
    universes = [Universe(earlier, f"n{seed}x") for seed in SEEDS]
    shared = universes[0]
    earlier.grant(shared.ids["q3"], "view")
    later = earlier.copy()
    later.name = "after"
    for seed, universe in zip(SEEDS, universes, strict=True):
        tell(universe.copy_into(later), draw(seed, 14))
    later.grant(shared.ids["snow"], "usage")
    before, after = earlier.seal(folder, LIBRARY), later.seal(folder, LIBRARY)
    truth = {row["change_id"]: row for row in changes(before, after)}
    chains = [(endpoint, parent) for endpoint, parent, _, _ in _answers(later, "MemberAuditor")]
    return Whole(earlier, later, before, after, truth, chains)


def nothing_false(rows: list[Row], truth: dict[str, Row], *, is_mirrored: bool = False) -> int:
    """Hold every row that claims something against the truth; gives how many do not."""
    claims = [row for row in rows if row["change"] != "not_known"]
    for row in claims:
        true = truth.get(row["change_id"])
        assert true is not None, row
        expected = OPPOSITE[true["change"]] if is_mirrored else true["change"]
        # Something may be seen to rise without it being seen from how far, or to how high.
        assert row["change"] == expected, (row, true)
        if row["entity"] != ACCESS:
            values = (
                (true["after"], true["before"]) if is_mirrored else (true["before"], true["after"])
            )
            assert (row["before"], row["after"]) == values
    return len(rows) - len(claims)


def test_there_is_enough_to_get_wrong(whole: Whole) -> None:
    entities = {row["entity"] for row in whole.truth.values()}
    assert entities >= {"member", "team", "team_member", "inode", "grant", ACCESS}
    assert len(whole.truth) > 100
    assert not [row for row in whole.truth.values() if row["change"] == "not_known"]


@pytest.mark.parametrize("endpoint", LISTS)
def test_a_list_that_is_missing_on_one_side_shows_nothing_false(
    endpoint: str, whole: Whole, tmp_path: Path
) -> None:
    part = whole.later.copy()
    part.fail(endpoint)
    file = part.seal(tmp_path, LIBRARY)
    unsure = nothing_false(changes(whole.before, file), whole.truth)
    nothing_false(changes(file, whole.before), whole.truth, is_mirrored=True)
    if any(chain == (endpoint, "") for chain in whole.chains) and endpoint in ("members", "files"):
        assert unsure


@pytest.mark.parametrize(
    "endpoint",
    ["account_type_permissions", "team_members", "team_grants", "member_grants", "object_grants",
     "connection_grants", "path_grants"],
)  # fmt: skip
def test_a_chain_that_is_missing_for_one_parent_shows_nothing_false(
    endpoint: str, whole: Whole, tmp_path: Path
) -> None:
    """Chains of different parents fail together in two turns: half of them each time."""
    parents = [parent for name, parent in whole.chains if name == endpoint]
    assert len(parents) >= 3
    for turn in range(2):
        part = whole.later.copy()
        for parent in parents[turn::2]:
            part.fail(endpoint, parent)
        file = part.seal(tmp_path / str(turn), LIBRARY)
        nothing_false(changes(whole.before, file), whole.truth)
        nothing_false(changes(file, whole.before), whole.truth, is_mirrored=True)


@pytest.mark.parametrize("plan", ["principals", "objects", "standard"])
def test_a_narrower_plan_on_one_side_shows_nothing_false(
    plan: str, whole: Whole, tmp_path: Path
) -> None:
    part = whole.later.copy()
    part.plan = plan
    file = part.seal(tmp_path, LIBRARY)
    assert nothing_false(changes(whole.before, file), whole.truth) == (
        nothing_false(changes(file, whole.before), whole.truth, is_mirrored=True)
    )


def test_what_a_closed_door_hides_is_not_known_and_says_which(whole: Whole, tmp_path: Path) -> None:
    part = whole.earlier.copy()
    part.fail("members", status="forbidden")
    rows = changes(whole.before, part.seal(tmp_path, LIBRARY))
    members = [row for row in rows if row["entity"] == "member"]
    assert len(members) == len(whole.earlier.members) + 1
    assert {row["change"] for row in rows} == {"not_known"}
    assert all("members" in row["cause"] for row in members)
    assert all("later snapshot" in row["cause"] for row in rows if row["entity"] == ACCESS)
