"""Of what a change of access rests on, all that is needed is named and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from history.combined import by_universe, changes
from history.test_crowd import finance, told_alike
from history.undo import Row
from history.universe import Universe
from worlds import BUILD, World


def _moved_onto_a_folder_of_fin(u: Universe) -> None:
    """Ann reaches it there through her team; where it lay, something new would let her, too."""
    u.inode("note")["parent"] = u.ids["budgets"]
    u.grant("vault", "explore", member="ann")


def _moved_where_nothing_reaches(u: Universe) -> None:
    """Flo reaches it by a grant on itself; where it lay, something new would have let them."""
    u.inode("note")["parent"] = u.ids["fin"]
    u.grant("vault", "edit", member="flo")
    u.grant("note", "edit", member="flo")


def _moved_from_where_less_is_given(u: Universe) -> None:
    """Ann loses it; what another was given where it lay meanwhile has no part in that."""
    u.inode("q3")["parent"] = u.ids["ops"]
    u.grant("budgets", "view", member="flo")


STORIES = {
    "onto": _moved_onto_a_folder_of_fin,
    "nowhere": _moved_where_nothing_reaches,
    "away": _moved_from_where_less_is_given,
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[Row]]:
    folder = tmp_path_factory.mktemp("reasons")
    earlier = World(name="before")
    universes = {slug: Universe(earlier, slug) for slug in STORIES}
    later = earlier.copy()
    again = {slug: u.copy_into(later) for slug, u in universes.items()}
    for slug, change in STORIES.items():
        change(again[slug])
    rows = changes(earlier.seal(folder / "before"), later.seal(folder / "after"))
    return by_universe(rows, again.values())


def causes(rows: list[Row], who: str, what: str) -> set[str]:
    """What is named for the one change of their access to it."""
    pair = (who, what)
    access = [row for row in rows if row["entity"] == "effective_access"]
    (row,) = (row for row in access if (row["member_id"], row["inode_id"]) == pair)
    return set(row["cause_ids"])


def test_what_would_have_brought_it_without_the_move_is_named_with_it(
    told: Mapping[str, list[Row]],
) -> None:
    named = causes(told["onto"], "ann", "note")
    assert {one.split()[0] for one in named} == {"inode", "grant"}, named


def test_what_no_move_brought_has_nothing_to_do_with_where_it_lay(
    told: Mapping[str, list[Row]],
) -> None:
    (named,) = causes(told["nowhere"], "flo", "note")
    assert named.startswith("grant member flo note"), named


def test_what_is_lost_by_a_move_is_lost_by_that_alone(told: Mapping[str, list[Row]]) -> None:
    (named,) = causes(told["away"], "ann", "q3")
    assert named == "inode q3 parent_id"


def test_who_wrote_through_two_teams_lost_it_by_both_only_where_both_gave_it(
    tmp_path: Path,
) -> None:
    """One team that is left may matter on one schema and not on another, alike as they look."""
    world = World(name="before")
    world.account_type("Build", *BUILD)
    who = world.member("Ann", "Build")
    left, kept = world.team("Left", who), world.team("Kept", who)
    snow = world.connection("snow")
    world.path(snow, "D")
    first, second = (world.path(snow, "D", name) for name in ("S", "T"))
    world.path(snow, "D", "S", "V")
    world.path(snow, "D", "T", "V")
    for schema in (first, second):
        world.grant(schema, "usage", team=kept)
        world.grant(schema, "writeback", team=kept)
    world.grant(first, "writeback", team=left)
    world.grant(second, "usage", team=left)
    later = world.copy()
    later.team_members[left] = []
    later.account_type("Build", *(name for name in BUILD if name != "Create input tables"))
    rows = told_alike(world, later, tmp_path)
    kinds = {
        row["inode_id"]: row["cause_kind"]
        for row in rows
        if row["entity"] == "effective_access" and row["column"] == "can_write_back"
    }
    assert "team_member" in kinds[first], kinds
    assert "team_member" not in kinds[second], kinds


def test_what_became_of_another_kind_is_the_cause_each_for_itself(tmp_path: Path) -> None:
    earlier, _, _, places = finance()
    earlier.account_type("Build", "View workbooks")
    for grant in earlier.grants.values():
        grant["permission"] = "view"
    later = earlier.copy()
    folders = {folder for _, folder in places[:2]}
    turned = [i for i, entry in later.inodes.items() if entry["parent"] in folders]
    for inode_id in turned:
        later.inodes[inode_id]["kind"] = "data_model"
    lost = told_alike(earlier, later, tmp_path)
    gained = changes(*(next((tmp_path / side).glob("*.duckdb")) for side in ("after", "before")))
    for rows in (lost, gained):
        access = [row for row in rows if row["entity"] == "effective_access"]
        named = {(row["change"], row["inode_id"], *row["cause_ids"]) for row in access}
        change = "lost" if rows is lost else "gained"
        assert named == {(change, one, f"inode {one} kind") for one in turned}
