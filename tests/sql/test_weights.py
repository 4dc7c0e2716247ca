"""What hangs on grants and memberships, what is redundant or latent, against brute force."""

from __future__ import annotations

from pathlib import Path

import pytest

import brute_force
import oracle
from sigma_audit.snapshot.store import Snapshot
from sql.test_oracle import random_world
from world_facts import as_facts
from worlds import World


def compare_weights(facts: oracle.World, snapshot: Snapshot) -> int:
    """Hold both weights against brute force; gives how many weights were compared."""
    by_pair = brute_force.weighty(facts, oracle.paths(facts))
    grants = {
        row[0]: (row[1], row[2])
        for row in snapshot.sql("select grant_id, accesses, sole_accesses from grant_weights").rows
    }
    expected = brute_force.grant_weights(by_pair)
    assert {i: weight for i, weight in grants.items() if weight[0]} == expected
    memberships = {
        (row[0], row[1]): (row[2], row[3])
        for row in snapshot.sql(
            "select team_id, member_id, objects, sole_accesses from membership_weights"
        ).rows
    }
    assert {
        pair: weight for pair, weight in memberships.items() if weight[0]
    } == brute_force.membership_weights(by_pair)
    return len(grants) + len(memberships)


def compare_redundant(facts: oracle.World, snapshot: Snapshot) -> int:
    """Hold the redundant grants against brute force; gives how many there are."""
    flagged = {row[0] for row in snapshot.sql("select grant_id from redundant_grants").rows}
    by_pair = brute_force.weighty(facts, oracle.paths(facts))
    covers = brute_force.covers(facts, by_pair)
    told = {
        (row[0], row[1])
        for row in snapshot.sql("select grant_id, member_id from grant_covers").rows
    }
    assert told == {key for key, found in covers.items() if found}
    needed = {grant for (grant, _), found in covers.items() if not found}
    assert not flagged & needed, "somebody has it by nothing else"
    # All of them could go at once, and nobody would lose anything.
    assert brute_force.granted(brute_force.without(facts, flagged)) == brute_force.granted(facts)
    # What rests on that which stays for certain alone is among them.
    stays = {("grant", grant) for grant in needed}
    certain = {grant for grant, _ in covers} - needed
    for (grant, _), found in covers.items():
        if not any(one in stays or one[0] == "personal" for one in found):
            certain.discard(grant)
    assert certain <= flagged
    return len(flagged)


def compare_latent(facts: oracle.World, snapshot: Snapshot) -> int:
    """Hold the latent grants against brute force; gives how many there are."""
    rows = snapshot.sql(
        "select grant_id, permission_class, granted, usable from latent_grants"
    ).rows
    sure = snapshot.sql(
        "select grant_id, permission_class from latent_grants l where not exists "
        "(from sleeping_grants s where s.grant_id = l.grant_id "
        "and s.permission_class = l.permission_class and not s.is_asleep)"
    ).rows
    found = {(row[0], row[1]): (row[2], row[3]) for row in rows if (row[0], row[1]) in set(sure)}
    assert found == brute_force.latent(facts)
    return len(found)


@pytest.mark.parametrize("seed", [1, 2])
def test_random_worlds(seed: int, tmp_path: Path) -> None:
    world = random_world(seed)
    facts = as_facts(world)
    with Snapshot.open(world.seal(tmp_path)) as snapshot:
        assert compare_weights(facts, snapshot) > 50
        assert compare_redundant(facts, snapshot) > 0
        assert compare_latent(facts, snapshot) > 5


def test_the_rules_one_by_one(tmp_path: Path) -> None:
    """Each line of `grant_covers` and of what hangs on a grant, in a place of its own."""
    world = World()
    ann, bob = world.member("Ann"), world.member("Bob")
    gone = world.member("Gone", archived=True)
    vic, val = world.member("Vic", "View"), world.member("Val", "View", archived=True)
    both, one = world.team("Both", ann, bob), world.team("One", ann, gone)
    narrow, alike = world.team("Narrow", ann), world.team("Alike", ann)
    viewers = world.team("Viewers", vic, val)
    redundant: set[str] = set()

    def place(name: str) -> tuple[str, str]:
        space = world.workspace(name)
        return space, world.document("workbook", f"Book of {name}", space, owner=bob)

    space, book = place("A team's grant above covers one in person below")
    world.grant(space, "edit", team=both)
    redundant.add(world.grant(book, "view", member=ann))
    space, book = place("On a workbook, contribute is explore")
    world.grant(space, "explore", member=ann)
    redundant.add(world.grant(book, "organize", member=ann))
    space, book = place("Of two alike, one in person and one of a team, the team's stays")
    world.grant(space, "view", team=both)
    redundant.add(world.grant(space, "view", member=bob))
    space, book = place("A narrow team is covered by a wide one, whatever their ids")
    world.grant(space, "view", team=both, grant_id="f" * 8)
    redundant.add(world.grant(space, "view", team=narrow, grant_id="0" * 8))
    world.grant(space, "view", team=one)  # not for Gone, who is in One alone
    space, book = place("Of two teams alike, one stays")
    world.grant(space, "view", team=narrow, grant_id="1" * 8)
    redundant.add(world.grant(space, "view", team=alike, grant_id="2" * 8))
    space, book = place("An account type holds back whoever is active")
    world.grant(space, "edit", team=viewers)
    space, book = place("The owner's grant on their own document")
    redundant.add(world.grant(book, "edit", member=bob))
    space, book = place("An owner of a folder has nothing beneath it")
    folder = world.folder("Owned", space, owner=ann)
    world.document("workbook", "Beneath", folder)
    world.grant(folder, "view", member=ann)
    world.document("workbook", "At home", world.home(ann))
    redundant.add(world.grant(world.home(ann), "edit", member=ann))
    warehouse = world.connection("Snowflake")
    table = world.path(warehouse, "DB", "S", "T")
    world.grant(warehouse, "admin", member=ann)
    redundant.add(world.grant(table, "writeback", member=ann))
    redundant.add(world.grant(table, "annotate", member=ann))
    world.grant(table, "writeback", member=bob)
    world.grant(table, "usage", member=bob)
    with Snapshot.open(world.seal(tmp_path)) as snapshot:
        found = {row[0] for row in snapshot.sql("select grant_id from redundant_grants").rows}
        facts = as_facts(world)
        compare_weights(facts, snapshot)
        compare_redundant(facts, snapshot)
        assert compare_latent(facts, snapshot) == 2
    assert found == redundant


def test_what_was_not_read_is_not_called_known(tmp_path: Path) -> None:
    world = World()
    ann = world.member("Ann", "View")
    team = world.team("Team", ann)
    space = world.workspace("Space")
    world.document("workbook", "Book", space)
    world.grant(space, "edit", member=ann)
    of_team = world.grant(space, "edit", team=team)
    covered = world.grant(space, "view", member=ann)
    apart = world.workspace("Apart")
    tagged = world.grant(apart, "view", member=ann)
    world.grant(apart, "edit", member=ann)

    def certainties(made: World) -> set[tuple[str, str, str]]:
        with Snapshot.open(made.seal(tmp_path)) as snapshot:
            rows = snapshot.sql(
                "select 'redundant', grant_id, certainty from redundant_grants union all "
                "select 'latent', grant_id, certainty from latent_grants"
            ).rows
        return {(kind, grant, certainty) for kind, grant, certainty in rows}

    known = certainties(world)
    assert ("latent", of_team, "known") in known
    # Of two grants in person on one inode, either may be for a version tag alone.
    assert ("redundant", covered, "known") in known
    assert ("redundant", tagged, "not_known") in known
    unread = world.copy()
    unread.fail("account_type_permissions", next(iter(unread.account_types)), "forbidden")
    assert not any(kind == "latent" and c == "known" for kind, _, c in certainties(unread))
