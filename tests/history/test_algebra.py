"""Diffs obey the laws they must: with itself nothing, mirrored, one after the other, counted."""

from __future__ import annotations

from pathlib import Path

from history.algebra import ACCESS, COMPARED
from history.combined import LIBRARY
from history.laws import laws_hold
from history.universe import Universe
from sigma_audit.snapshot.pair import Pair
from worlds import World


def test_two_diffs_compose_mirror_and_are_counted_right(tmp_path: Path) -> None:
    held = laws_hold(tmp_path, 5, universes=16)
    assert held.touched > 200
    assert held.in_both > 50
    assert held.rows > 1_000
    assert held.kinds >= {ACCESS, "grant", "member", "inode", "team_member", "team"}
    assert min(held.widest[:2]) > 1


def test_what_is_composed_is_what_is_compared(tmp_path: Path) -> None:
    world = World()
    Universe(world, "wx")
    file = world.seal(tmp_path)
    with Pair(file, file, LIBRARY) as pair:
        listed = pair.sql('select entity, "column" from compared_columns where is_compared').rows
    for entity, names in COMPARED.items():
        left_out = {"account_type_name", "is_custom", "permission"}
        assert set(names) == {name for of, name in listed if of == entity} - left_out
