"""The SQL against brute force, cell by cell: who reaches what, how strongly, and every reason."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from pathlib import Path

import pytest

import oracle
from sigma_audit.snapshot.store import Snapshot
from world_facts import as_facts
from worlds import BUILD, VIEW, World

PATHS = (
    "select member_id, inode_id, via, team_id, grant_id, source_inode_id, distance, permission, "
    "counts from access_paths"
)
ACCESS = (
    "select member_id, inode_id, granted_permission, effective_permission, can_write_back, "
    "path_count, cap_certainty from effective_access"
)
COUNTS = "select inode_id, granted_permission, effective_permission, members from object_reach"
PLACES = "select place_id, people, reaching_in, managers, outsiders from place_reach"
CONTENT_WORDS = ["view", "explore", "organize", "edit"]


def people_of_places(
    facts: oracle.World, expected: dict[tuple[str, str], oracle.Access]
) -> dict[str, tuple[int, ...]]:
    """Who can use a workspace or connection, or anything in it, counted pair by pair."""
    at: dict[str, set[str]] = {}
    within: dict[str, set[str]] = {}
    managing: dict[str, set[str]] = {}
    for (member_id, inode_id), access in expected.items():
        place = oracle.climb(facts, inode_id)[-1]
        if facts["inodes"][place]["kind"] not in ("workspace", "connection"):
            continue
        if access.effective is None and not access.can_write_back:
            continue
        within.setdefault(place, set()).add(member_id)
        if place == inode_id:
            at.setdefault(place, set()).add(member_id)
            if access.effective in ("edit", "admin"):
                managing.setdefault(place, set()).add(member_id)
    outsiders = {i for i, member in facts["members"].items() if member["kind"] != "internal"}
    return {
        place: (
            len(at.get(place, ())),
            len(people),
            len(managing.get(place, ())),
            len(people & outsiders),
        )
        for place, people in within.items()
    }


def compare(world: World, folder: Path) -> tuple[int, int]:
    """Compare both relations with the oracle, both directions; gives (paths, pairs) compared."""
    facts = as_facts(world)
    expected_paths = oracle.paths(facts)
    expected = oracle.access(facts, expected_paths)
    with Snapshot.open(world.seal(folder)) as snapshot:
        path_rows = snapshot.sql(PATHS).rows
        access_rows = snapshot.sql(ACCESS).rows
        counts = Counter({row[:3]: row[3] for row in snapshot.sql(COUNTS).rows})
        places = {row[0]: row[1:] for row in snapshot.sql(PLACES).rows}
        integrity = snapshot.sql("select name from meta.integrity where found > 0").rows
    found_paths = {oracle.Path(*row) for row in path_rows}
    found = {(row[0], row[1]): oracle.Access(*row[2:]) for row in access_rows}
    assert len(found_paths) == len(path_rows)
    assert len(found) == len(access_rows)
    assert sorted(map(str, expected_paths - found_paths))[:5] == []
    assert sorted(map(str, found_paths - expected_paths))[:5] == []
    wrong = {
        pair: (expected.get(pair), found.get(pair))
        for pair in expected.keys() | found.keys()
        if expected.get(pair) != found.get(pair)
    }
    assert dict(itertools.islice(wrong.items(), 5)) == {}
    assert list(integrity) == []
    assert places == people_of_places(facts, expected)
    # Counted without expanding a pair, and the same to the last one.
    assert counts == Counter(
        (inode_id, access.granted, access.effective or "nothing")
        for (_, inode_id), access in expected.items()
        if access.granted is not None
    )
    return len(path_rows), len(access_rows)


def shapes(size: int) -> list[tuple[int | None, ...]]:
    """Every tree of `size` inodes, as the parent of each: the first is the root."""
    return [
        (None, *parents) for parents in itertools.product(*(range(node) for node in range(1, size)))
    ]


def small_worlds(
    sizes: range, leaf_kinds: list[str], principals: list[str], words: list[str], grant_count: int
) -> list[tuple[tuple[int | None, ...], str, tuple[tuple[int, str, str], ...]]]:
    """Every tree × leaf kind × placing of so many grants (inode, principal, permission)."""
    return [
        (shape, kind, placing)
        for size in sizes
        for shape in shapes(size)
        for kind in leaf_kinds
        for placing in itertools.combinations(
            list(itertools.product(range(size), principals, words)), grant_count
        )
    ]


def test_every_small_world(tmp_path: Path) -> None:
    """All trees up to four inodes, one to three grants: disjoint trees in one organisation."""
    world = World(plan="objects")
    ann = world.member("Ann")
    guest = world.member("Guy", "Analyze", kind="guest")
    world.member("Vic", "View")
    world.member("Ada", "Admin", archived=True)
    gone = world.member("Gone", archived=True)
    team = world.team("Team", ann, guest, gone)
    principals: dict[str, dict[str, str]] = {
        "member": {"member": ann},
        "team": {"team": team},
        "organization": {},
    }
    few = ["view", "organize", "edit"]
    placings = [
        *small_worlds(
            range(1, 5),
            ["folder", "workbook", "report", "data_model"],
            list(principals),
            [*CONTENT_WORDS, "create"],
            1,
        ),
        *small_worlds(range(2, 4), ["workbook", "dataset"], list(principals), few, 2),
        *small_worlds(range(4, 5), ["workbook"], ["member", "team"], few, 2),
        *small_worlds(range(2, 3), ["workbook", "report"], list(principals), few, 3),
        *small_worlds(range(3, 4), ["workbook"], ["member", "team"], few, 3),
    ]
    for number, (shape, kind, grants) in enumerate(placings):
        nodes: list[str] = []
        for node, parent in enumerate(shape):
            is_leaf = node not in shape
            name = f"{number}.{node}"
            if parent is None:
                nodes.append(world.workspace(name))
            elif is_leaf and kind != "folder":
                nodes.append(world.document(kind, name, nodes[parent]))
            else:
                nodes.append(world.folder(name, nodes[parent]))
        for node, principal, word in grants:
            world.grant(nodes[node], word, **principals[principal])
    # 15 grants a place, 33 places, 4 kinds; pairs of 18, 27 and 24 grants; threes of 18.
    singles = 4 * 15 * (1 * 1 + 2 * 1 + 3 * 2 + 4 * 6)
    pairs = 2 * (153 + 2 * 351) + 6 * 276
    threes = 2 * 816 + 2 * 816
    assert len(placings) == singles + pairs + threes
    path_count, pair_count = compare(world, tmp_path)
    assert path_count > 40_000
    assert pair_count > 25_000


def random_world(seed: int) -> World:
    """An organisation with every feature at once."""
    dice = random.Random(seed)
    world = World()
    world.account_type("Half", *VIEW[:2], "Full explore", "Some new permission")
    world.account_type("Refresh", "Set workbook data refresh", "Create new workspace")
    world.account_type("Load", "Manage connections", "Upload CSV")
    world.account_type("Annotator", "Annotate tables", "View workbooks", "View connections")
    world.account_type("Blank")
    unread = world.account_type("Unread", *BUILD)
    world.fail("account_type_permissions", unread, "forbidden")
    if seed % 2:
        for entry in world.account_types.values():
            for word in [*entry["permissions"]]:
                if word in ("contribute-to-shared-folders", "manage-connections", "upload-csv"):
                    del entry["permissions"][word]
    types = ["View", "analyze", "BUILD", "Admin", "Half", "Refresh", "Load", "Annotator", "Blank"]
    types += ["Unread", "No such type"]
    members = [
        world.member(
            f"M{number}",
            dice.choice(types),
            dice.choice(["internal"] * 4 + ["guest", "embed"]),
            archived=dice.random() < 0.15,
            inactive=dice.random() < 0.15,
        )
        for number in range(24)
    ]
    world.member("Ada", "ADMIN")
    teams = [
        world.team(
            f"T{number}",
            *dice.sample([*members, "MemberNobodyKnows"], dice.randint(0, 9)),
            archived=dice.random() < 0.2,
        )
        for number in range(8)
    ]
    places = [world.workspace(f"W{number}") for number in range(5)]
    places += [world.home(member) for member in members[:8]]
    for number in range(40):
        places.append(
            world.folder(
                f"F{number}",
                dice.choice(places),
                owner=dice.choice([None, *members]),
                hidden=dice.random() < 0.1,
            )
        )
    kinds = ["workbook", "data_model", "dataset", "report", "worksheet", "symlink"]
    documents = [
        world.document(
            dice.choice(kinds),
            f"D{number}",
            dice.choice([*places, "11111111-2222-4333-8444-555555555555"]),
            owner=dice.choice([None, "MemberNobodyKnows", *members]),
            archived=dice.random() < 0.1,
            hidden=dice.random() < 0.1,
        )
        for number in range(80)
    ]
    data = []
    for number, depth in enumerate([3, 3, 2]):
        connection = world.connection(f"C{number}", isArchived=number == 1)
        data.append(connection)
        for names in itertools.product(*[[f"Ä{depth}'\"", "B\\"]] * depth):
            data.append(world.path(connection, *names))
            if dice.random() < 0.4:
                above = world.path(connection, *names[:-1])
                if above not in data:
                    data.append(above)
    unknown = "99999999-8888-4777-8666-555555555555"
    words = [*CONTENT_WORDS, "usage", "annotate", "admin", "writeback", "create", "apply", "Edit"]
    homes = {world.home(member) for member in members}
    for _ in range(220):
        inode = dice.choice([*places, *documents, *data, *data, unknown])
        who = dice.random()
        if inode in homes or inode == unknown:
            # Nobody asks for the grants on these: only the principals' own answers show them.
            world.grant(inode, dice.choice(words), team=dice.choice(teams))
            continue
        world.grant(
            inode,
            dice.choice(words),
            member=dice.choice([*members, "MemberNobodyKnows"]) if who < 0.4 else None,
            team=dice.choice([*teams, unknown]) if 0.4 <= who < 0.92 else None,
        )
    return world


@pytest.mark.parametrize("seed", range(4))
def test_larger_random_worlds(seed: int, tmp_path: Path) -> None:
    path_count, pair_count = compare(random_world(seed), tmp_path)
    assert path_count > 1000
    assert pair_count > 500
