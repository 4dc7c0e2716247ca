"""A member's access folded by the way they come by it: counts held against brute force."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import oracle
from ask.conftest import Town
from ask.test_what_if import LIBRARY
from exactness import organisation
from sigma_audit.ask.member import FEW, access_of_member
from sigma_audit.snapshot.store import Snapshot
from world_facts import as_facts

WORLDS, SEED = 60, 4


def test_each_way_counts_what_lies_there_once(tmp_path: Path) -> None:
    world = organisation(SEED, WORLDS)
    facts = as_facts(world)
    expected: dict[tuple[str, str, str | None], set[str]] = defaultdict(set)
    places: dict[tuple[str, str, str | None], set[str]] = defaultdict(set)
    for path in oracle.paths(facts):
        via = path.via if path.via in ("team", "organization") else "in_person"
        way = (path.member_id, via, path.team_id)
        expected[way].add(path.inode_id)
        places[way].add(path.source_inode_id)
    compared = 0
    with Snapshot.open(world.seal(tmp_path)) as snapshot:
        for member_id in facts["members"]:
            found: dict[tuple[str, str, str | None], list[int]] = defaultdict(lambda: [0, 0])
            folded = access_of_member(snapshot, LIBRARY, member_id, is_aggregated=True)
            for row in folded.records():
                way = (member_id, row["via"], row["team_id"])
                found[way][0] += row["inodes"]
                found[way][1] += row["places"]
            mine = {way for way in expected if way[0] == member_id}
            assert {way: [len(expected[way]), len(places[way])] for way in mine} == dict(found)
            compared += sum(len(expected[way]) for way in mine)
    assert compared > 300, compared


def test_few_objects_are_listed_and_scripts_always_get_each(town: Town) -> None:
    by_default = access_of_member(town.snapshot, town.library, "Ann Test", is_aggregated=None)
    each = access_of_member(town.snapshot, town.library, "Ann Test")
    folded = access_of_member(town.snapshot, town.library, "Ann Test", is_aggregated=True)
    assert len(each.rows) <= FEW
    assert list(by_default.rows) == list(each.rows)
    assert each.facts["parameters"]["aggregate"] is False
    assert folded.facts["parameters"]["aggregate"] is True
    assert {row["via"] for row in folded.records()} >= {"team", "in_person"}
