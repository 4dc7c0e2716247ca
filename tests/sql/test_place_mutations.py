"""Breaks the SQL that counts who reaches a place, line by line, and sees the brute force notice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import oracle
from exactness import organisation
from sigma_audit.library import Library
from sigma_audit.snapshot.store import Snapshot
from sql.test_oracle import PLACES, people_of_places
from world_facts import as_facts

SEED, WORLDS = 5, 150
MUTATIONS = {
    "on the place, not in it": ("n.distance = 0 as is_on_place", "true as is_on_place"),
    "what a permission is worth there": ("c.granted = t.permission", "c.granted = r.permission"),
    "writing back counts": (
        "and r.permission in (select permission from permission_levels where writes))",
        "and false)",
    ),
    "what the cap leaves": ("and c.permission is not null", "and true"),
    "managing is on the place": ("u.is_on_place and u.is_manager", "u.is_manager"),
    "administering data is managing": ("('edit', 'admin')", "('edit')"),
    "each under their own account type": (
        "and coalesce(m.account_type_id, '') = u.account_type_id", "",
    ),
    "who cannot sign in uses nothing": ("m.is_person and m.is_usable", "m.is_person"),
    "whom a principal stands for": (
        "join principal_members p using (principal_kind, principal_id)",
        "join principal_members p using (principal_kind)",
    ),
    "outsiders are not internal": ("filter (r.user_kind != 'internal')", "filter (true)"),
}  # fmt: skip
Counted = dict[str, tuple[Any, ...]]


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Snapshot, Counted]]:
    world = organisation(SEED, WORLDS)
    facts = as_facts(world)
    expected = people_of_places(facts, oracle.access(facts, oracle.paths(facts)))
    with Snapshot.open(world.seal(tmp_path_factory.mktemp("places"))) as snapshot:
        yield snapshot, expected


def places(snapshot: Snapshot, sql: str) -> Counted:
    return {row[0]: row[1:] for row in snapshot.sql(PLACES.replace("place_reach", sql)).rows}


def test_who_reaches_a_place_is_counted_as_brute_force_does(
    counted: tuple[Snapshot, Counted],
) -> None:
    snapshot, expected = counted
    assert places(snapshot, "place_reach") == expected
    assert len(expected) > 90


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_broken_line_is_noticed(counted: tuple[Snapshot, Counted], name: str) -> None:
    snapshot, expected = counted
    old, new = MUTATIONS[name]
    text = Library().query("model", "place_reach").sql
    assert text.count(old) == 1, "the line is written otherwise now: break it anew"
    assert places(snapshot, f"({text.replace(old, new)})") != expected
