"""Diffs obey the laws they must: with itself nothing, mirrored, and one after the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from history.algebra import (
    ACCESS,
    COMPARED,
    account_types,
    composed,
    counted,
    delta,
    mirrored,
    settled,
    told_counts,
)
from history.combined import LIBRARY, changes, draw, tell, told_once
from history.universe import Universe
from sigma_audit.snapshot.pair import Pair
from worlds import World

UNIVERSES = 16


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Give one organisation at three moments, changed twice by draws."""
    folder = tmp_path_factory.mktemp("three")
    world = World(name="first")
    universes = [Universe(world, f"t{seed}x") for seed in range(UNIVERSES)]
    files = [world.seal(folder, LIBRARY)]
    for moment in (500, 600):
        later = world.copy()
        universes = [universe.copy_into(later) for universe in universes]
        for seed, universe in enumerate(universes):
            tell(universe, draw(moment + seed, 9))
        files.append(later.seal(folder, LIBRARY))
        world = later
    return files


def names_of_types(files: list[Path]) -> dict[str, str]:
    found: dict[str, str] = {}
    for file in files[1:]:
        with Pair(files[0], file, LIBRARY) as pair:
            found |= account_types(pair)
    return found


def test_two_diffs_compose_to_the_one_over_both(three: list[Path]) -> None:
    types = names_of_types(three)
    first, then, over = (
        delta(changes(three[a], three[b]), types) for a, b in ((0, 1), (1, 2), (0, 2))
    )
    both = composed(first, then)
    assert len(first.keys() & then.keys()) > 50
    assert {key[0] for key in both} >= {ACCESS, "grant", "member", "inode", "team_member"}
    assert both == settled(over)


def test_mirrored_every_pair_mirrors_and_with_itself_is_empty(three: list[Path]) -> None:
    for a, b in ((0, 1), (1, 2), (0, 2)):
        forth, back = changes(three[a], three[b]), changes(three[b], three[a])
        assert len(forth) > 100
        assert {mirrored(row, is_mirrored=True) for row in forth} == {
            mirrored(row, is_mirrored=False) for row in back
        }
        assert changes(three[b], three[b]) == []


def test_told_once_a_cause_the_counts_are_those_of_the_rows(three: list[Path]) -> None:
    for a, b in ((0, 1), (2, 0)):
        by_hand = counted(changes(three[a], three[b]))
        assert any(members > 1 and inodes > 3 for members, inodes, _ in by_hand.values())
        assert told_counts(told_once(three[a], three[b])) == by_hand


def test_what_is_composed_is_what_is_compared(three: list[Path]) -> None:
    with Pair(three[0], three[1], LIBRARY) as pair:
        listed = pair.sql('select entity, "column" from compared_columns where is_compared').rows
    for entity, names in COMPARED.items():
        left_out = {"account_type_name", "is_custom", "permission"}
        assert set(names) == {name for of, name in listed if of == entity} - left_out
