"""Holds every question against brute force, on many small worlds at once; each check counts.

Asserts, and counts what it has compared, so that a sweep that looked at nothing cannot pass.
"""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import brute_force
import oracle
from ask.test_what_if import LIBRARY, differing, edited, suppositions
from sigma_audit.ask.revoke import revoking
from sigma_audit.ask.what_if import WhatIf, opened_as_if
from sigma_audit.snapshot.store import Snapshot
from sql.test_oracle import ACCESS, CONTENT_WORDS, PATHS
from sql.test_weights import compare_latent, compare_redundant, compare_weights
from world_facts import as_facts
from worlds import VIEW, World

DATA_WORDS = ["usage", "annotate", "admin", "writeback"]


def compare_matrix(facts: oracle.World, snapshot: Snapshot) -> tuple[int, int]:
    """Every reason and every access, both ways; gives how many reasons and accesses."""
    expected = oracle.paths(facts)
    found = {oracle.Path(*row) for row in snapshot.sql(PATHS).rows}
    assert sorted(map(str, expected ^ found))[:5] == []
    wanted = oracle.access(facts, expected)
    rows = {(row[0], row[1]): oracle.Access(*row[2:]) for row in snapshot.sql(ACCESS).rows}
    wrong = [pair for pair in wanted.keys() | rows.keys() if wanted.get(pair) != rows.get(pair)]
    assert [(pair, wanted.get(pair), rows.get(pair)) for pair in wrong[:3]] == []
    return len(found), len(rows)


def compare_paths_alone(
    facts: oracle.World, snapshot: Snapshot, dice: random.Random, most: int
) -> int:
    """Each reason told suffices alone; without all of them the access is gone. Counts reasons."""
    rows = snapshot.sql(f"{PATHS} where grant_id is not null order by all").rows
    chosen = dice.sample(rows, min(most, len(rows)))
    for row in chosen:
        path = oracle.Path(*row)
        pair = (path.member_id, path.inode_id)
        own = part(facts, path.inode_id)
        others = own["grants"].keys() - {path.grant_id}
        alone = brute_force.without(
            own, others, {(t, path.member_id) for t in own["teams"] if t != path.team_id}
        )
        access = brute_force.granted(stripped(alone))
        assert access[pair][0] == (path.permission if path.counts else None), path
        reasons = [one for one in rows if (one[0], one[1]) == pair]
        none = brute_force.without(own, {one[4] for one in reasons})
        assert pair not in brute_force.granted(stripped(none)), path
    return len(chosen)


def part(facts: oracle.World, inode_id: str) -> oracle.World:
    """The world of one inode: what lies above it, and the grants there."""
    above = set(oracle.climb(facts, inode_id))
    return {
        **facts,
        "inodes": {i: facts["inodes"][i] for i in above},
        "grants": {i: grant for i, grant in facts["grants"].items() if grant["inode"] in above},
    }


def stripped(facts: oracle.World) -> oracle.World:
    """The same without ownership and homes: what grants alone give."""
    inodes = {i: {**inode, "owner": None} for i, inode in facts["inodes"].items()}
    members = {i: {**member, "home": f"none of {i}"} for i, member in facts["members"].items()}
    return {**facts, "inodes": inodes, "members": members}


def compare_revocations(
    facts: oracle.World, snapshot: Snapshot, dice: random.Random, most: int
) -> int:
    """The sets told are all the smallest, and each ends the access. Counts pairs."""
    pairs = snapshot.sql("select member_id, inode_id from effective_access order by all").rows
    chosen = dice.sample(pairs, min(most, len(pairs)))
    for member_id, inode_id in chosen:
        own = part(facts, inode_id)
        reasons = [
            path
            for path in oracle.paths(own)
            if (path.member_id, path.inode_id) == (member_id, inode_id)
        ]
        result = revoking(snapshot, LIBRARY, member_id, inode_id, most=4096)
        sets: dict[int, set[tuple[str, str]]] = {}
        for row in result.records():
            if row["role"] == "remove":
                step = row["grant_id"] if row["kind"] == "grant" else row["team_id"]
                sets.setdefault(row["set_number"], set()).add((row["kind"], step))
        told = {frozenset(one) for one in sets.values()}
        assert told == brute_force.smallest_revocations(reasons), (member_id, inode_id)
        for one in told:
            grants = {step for kind, step in one if kind == "grant"}
            left = {(step, member_id) for kind, step in one if kind == "membership"}
            rest = oracle.paths(brute_force.without(own, grants, left))
            assert not any((p.member_id, p.inode_id) == (member_id, inode_id) for p in rest)
    return len(chosen)


def compare_what_if(world: World, path: Path, dice: random.Random, folder: Path) -> int:
    """Supposing is editing the world and asking again. Counts suppositions."""
    what_if, edits = suppositions(world, dice)
    assert differing(path, what_if, edited(world, edits, folder)) == [], what_if
    return len(edits)


def hold_laws(world: World, path: Path, dice: random.Random, folder: Path) -> None:
    """Adding a grant removes nothing; who is not active uses nothing; order never matters."""
    text = (
        "select member_id, inode_id, coalesce(l.rank, 0), can_write_back from effective_access e "
        "left join permission_levels l on l.plane = e.plane and l.permission = e.granted_permission"
    )
    grants = tuple(dice.sample(sorted(world.grants), min(8, len(world.grants))))
    with Snapshot.open(path) as snapshot:
        more = {(m, i): (rank, writes) for m, i, rank, writes in snapshot.sql(text).rows}
        assert not snapshot.sql(
            "from effective_access join members using (member_id) where status <> 'active' "
            "and (effective_permission is not null or can_write_back)"
        ).rows
        everything = sorted(map(str, snapshot.sql(PATHS).rows))
    with opened_as_if(path, LIBRARY, WhatIf(without_grant=grants)) as snapshot:
        for member, inode, rank, writes in snapshot.sql(text).rows:
            assert more[member, inode] >= (rank, writes)
    turned = world.copy()
    for name in ("members", "teams", "inodes", "connections", "paths", "grants"):
        setattr(turned, name, shuffled(getattr(turned, name), dice))
    for members in turned.team_members.values():
        dice.shuffle(members)
    with Snapshot.open(turned.seal(folder)) as snapshot:
        assert sorted(map(str, snapshot.sql(PATHS).rows)) == everything
        assert {(m, i): (rank, writes) for m, i, rank, writes in snapshot.sql(text).rows} == more


def shuffled(entries: dict[str, object], dice: random.Random) -> dict[str, object]:
    items = list(entries.items())
    dice.shuffle(items)
    return dict(items)


def organisation(seed: int, count: int) -> World:
    """As many random small worlds as asked for, over members and teams of every sort."""
    dice = random.Random(seed)
    world = World(name=f"random{seed}")
    world.account_type("Half", *VIEW[:2], "Full explore")
    world.account_type("Load", "Manage connections", "Upload CSV")
    types = ["View", "Analyze", "Build", "Build", "Admin", "Half", "Load", "No such type"]
    world.member("Ada", "Admin")
    members = [
        world.member(
            f"M{at}",
            dice.choice(types),
            dice.choice(["internal", "internal", "internal", "guest", "embed"]),
            archived=dice.random() < 0.15,
            inactive=dice.random() < 0.1,
        )
        for at in range(7)
    ]
    teams = [
        world.team(f"T{at}", *dice.sample(members, dice.randint(0, 4)), archived=at == 4)
        for at in range(5)
    ]
    for at in range(count):
        nodes, words = _tree(world, dice, f"W{at}", members)
        for _ in range(dice.randint(0, 5)):
            who = dice.random()
            world.grant(
                dice.choice(nodes),
                dice.choice([*words, "create"]) if dice.random() < 0.1 else dice.choice(words),
                member=dice.choice(members) if who < 0.4 else None,
                team=dice.choice(teams) if 0.4 <= who < 0.9 else None,
            )
    return world


def _tree(
    world: World, dice: random.Random, name: str, members: list[str]
) -> tuple[list[str], list[str]]:
    """A tree of up to six nodes: content, or a connection with what lies in it."""
    if dice.random() < 0.25:
        connection = world.connection(name)
        names = ["DB", "S", "T"][: dice.randint(0, 3)]
        below = [world.path(connection, *names[: at + 1]) for at in range(len(names))]
        return [connection, *below], DATA_WORDS
    nodes = [world.workspace(name) if dice.random() < 0.8 else world.home(dice.choice(members))]
    places = list(nodes)
    for at in range(dice.randint(0, 5)):
        owner = dice.choice([None, *members])
        kind = dice.choice(["folder", "folder", "workbook", "data_model", "report"])
        parent = dice.choice(places)
        if kind == "folder":
            nodes.append(world.folder(f"{name}.{at}", parent, owner=owner))
            places.append(nodes[-1])
        else:
            nodes.append(world.document(kind, f"{name}.{at}", parent, owner=owner))
    # Nobody is asked for the grants on a home folder.
    homes = {world.home(member) for member in members}
    return [node for node in nodes if node not in homes] or [world.workspace(name)], CONTENT_WORDS


def compare_gaps(world: World, folder: Path, dice: random.Random, most: int) -> Counter[str]:
    """Plant each gap alone: what is called known is the truth, what is missing is a gap (D10)."""
    text = (
        "select e.member_id, e.inode_id, e.granted_permission, e.certainty, "
        "n.inode_id is not null or o.member_id is not null as is_gap "
        "from effective_access e left join inode_gaps n on n.inode_id = e.inode_id "
        "left join member_gaps o on o.member_id = e.member_id and o.plane = e.plane"
    )
    with Snapshot.open(world.seal(folder)) as snapshot:
        truth = {(m, i): granted for m, i, granted, *_ in snapshot.sql(text).rows}
        chains = snapshot.sql(
            "select endpoint, parent_id from coverage where status = 'complete' and is_required "
            "order by all"
        ).rows
    counts: Counter[str] = Counter()
    for endpoint, parent in dice.sample(chains, min(most, len(chains))):
        gapped = world.copy()
        for path, entry in world.paths.items():
            parent = path if entry["urlId"] == parent else parent
        gapped.fail(endpoint, parent, dice.choice(["failed", "forbidden"]))
        with Snapshot.open(gapped.seal(folder)) as snapshot:
            rows = snapshot.sql(text).rows
            gaps = snapshot.sql("select member_id, inode_id, plane from not_known").rows
        for member, inode, granted, certainty, _ in rows:
            counts[certainty] += 1
            if certainty == "known":
                assert truth.get((member, inode)) == granted, (endpoint, parent, member, inode)
        if {(m, i) for m, i, *_ in rows} != truth.keys():
            assert gaps, (endpoint, parent)
        counts["gaps"] += 1
    return counts


def compare_everything(world: World, folder: Path, dice: random.Random, pairs: int) -> Counter[str]:
    """Put one organisation of many worlds to every check; gives what was compared, by name."""
    counts: Counter[str] = Counter()
    facts, path = as_facts(world), world.seal(folder)
    with Snapshot.open(path) as snapshot:
        counts["reasons"], counts["accesses"] = compare_matrix(facts, snapshot)
        counts["weights"] = compare_weights(facts, snapshot)
        counts["redundant grants"] = compare_redundant(facts, snapshot)
        counts["latent grants"] = compare_latent(facts, snapshot)
        counts["revocations"] = compare_revocations(facts, snapshot, dice, pairs)
        counts["reasons alone"] = compare_paths_alone(facts, snapshot, dice, pairs)
    counts["suppositions"] = compare_what_if(world, path, dice, folder)
    hold_laws(world, path, dice, folder)
    return counts
