"""Every world of 3 members × 2 teams × 4 nested containers with up to 3 grants, up to renaming.

Smaller ones are among them: a member in no team whom nothing names, a container that carries
nothing. Members are alike, so that renaming them changes nothing. Must never say who reaches what.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sigma_audit.library import Library, Query, parse
from sigma_audit.snapshot.inputs import InputTable
from sigma_audit.snapshot.overlay import Overlay
from sigma_audit.snapshot.store import Snapshot
from world_facts import as_facts
from worlds import World

MEMBERS, TEAMS, CONTAINERS, GRANTS = 3, 2, 4, 3
WORDS = ("view", "explore", "organize", "edit")
EVERYBODY = MEMBERS + TEAMS  # after the members and the teams, the last principal
PLACES = [(container, word) for container in range(CONTAINERS) for word in range(len(WORDS))]
TEAM_SETS = list(itertools.product(range(2), repeat=MEMBERS))  # who is in a team, as 0 and 1 each


class Small(NamedTuple):
    """One world: who is in each team, and the grants (principal, container, word)."""

    teams: tuple[tuple[int, ...], ...]
    grants: tuple[tuple[int, int, int], ...]


class Renaming(NamedTuple):
    """Other names for members and teams: each one's new number."""

    members: tuple[int, ...]
    teams: tuple[int, ...]

    def principal(self, number: int) -> int:
        if number < MEMBERS:
            return self.members[number]
        return number if number == EVERYBODY else MEMBERS + self.teams[number - MEMBERS]

    def of_teams(self, teams: Sequence[tuple[int, ...]]) -> tuple[tuple[int, ...], ...]:
        renamed = [[0] * MEMBERS for _ in range(TEAMS)]
        for team, members in enumerate(teams):
            for member, is_in in enumerate(members):
                renamed[self.teams[team]][self.members[member]] = is_in
        return tuple(map(tuple, renamed))


RENAMINGS = [
    Renaming(members, teams)
    for members in itertools.permutations(range(MEMBERS))
    for teams in itertools.permutations(range(TEAMS))
]


def worlds() -> Iterator[Small]:
    """Give one of each that renaming makes the same: the least."""
    every = [(who, *place) for who in range(EVERYBODY + 1) for place in PLACES]
    for teams in itertools.product(TEAM_SETS, repeat=TEAMS):
        if min(renaming.of_teams(teams) for renaming in RENAMINGS) != teams:
            continue
        same = [one for one in RENAMINGS if one.of_teams(teams) == teams]
        tables = [
            {grant: (one.principal(grant[0]), *grant[1:]) for grant in every} for one in same[1:]
        ]
        for count in range(GRANTS + 1):
            for grants in itertools.combinations(every, count):
                if all(
                    tuple(sorted(table[grant] for grant in grants)) >= grants for table in tables
                ):
                    yield Small(teams, grants)


@cache
def number() -> int:
    """How many there are, counted otherwise: by Burnside's lemma, without making any."""
    total = 0
    for one in RENAMINGS:
        teams = sum(
            one.of_teams(teams) == teams for teams in itertools.product(TEAM_SETS, repeat=TEAMS)
        )
        lengths = []
        seen: set[int] = set()
        for start in range(EVERYBODY + 1):
            length, at = 0, start
            while at not in seen:
                seen.add(at)
                length, at = length + 1, one.principal(at)
            if length:
                lengths += [length] * len(PLACES)
        # Sets that a renaming leaves alone are unions of its cycles: as many as of each size.
        ways = [1, *[0] * GRANTS]
        for length in lengths:
            for size in range(GRANTS, length - 1, -1):
                ways[size] += ways[size - length]
        total += teams * sum(ways)
    assert total % len(RENAMINGS) == 0
    return total // len(RENAMINGS)


def base(account_type: str = "Analyze") -> tuple[World, list[str], dict[tuple[int, int], str]]:
    """An organisation of the members, and of every team that a world may have: (which, who)."""
    world = World(name="small")
    world.member("Auditor", "Admin")
    members = [world.member(f"M{at}", account_type) for at in range(MEMBERS)]
    teams = {}
    for which in range(TEAMS):
        for at, chosen in enumerate(TEAM_SETS):
            inside = [member for member, is_in in zip(members, chosen, strict=True) if is_in]
            teams[which, at] = world.team(f"T{which}.{at}", *inside)
    return world, members, teams


INODE_COLUMNS = (
    ("inode_id", "VARCHAR"), ("plane", "VARCHAR"), ("kind", "VARCHAR"),
    ("permission_class", "VARCHAR"), ("name", "VARCHAR"), ("parent_id", "VARCHAR"),
    ("owner_id", "VARCHAR"), ("is_archived", "BOOLEAN"), ("is_synthetic", "BOOLEAN"),
    ("is_root", "BOOLEAN"), ("path_hint", "VARCHAR"), ("created_at", "TIMESTAMP"),
    ("updated_at", "TIMESTAMP"),
)  # fmt: skip
GRANT_COLUMNS = (
    ("grant_id", "VARCHAR"), ("inode_id", "VARCHAR"), ("principal_kind", "VARCHAR"),
    ("principal_id", "VARCHAR"), ("permission", "VARCHAR"), ("created_by", "VARCHAR"),
    ("created_at", "TIMESTAMP"), ("updated_by", "VARCHAR"), ("updated_at", "TIMESTAMP"),
    ("seen_by", "VARCHAR[]"), ("has_both_ids", "BOOLEAN"), ("is_possibly_tagged", "BOOLEAN"),
)  # fmt: skip


def _given(relation: str) -> Query:
    columns = "\n".join(f"--   {name} as given" for name, _ in COLUMNS[relation])
    grain = COLUMNS[relation][0][0]
    text = f"-- purpose: as given\n-- grain: {grain}\n-- columns:\n{columns}\nfrom input.{relation}"
    return parse(text, relation, "what_if", f"{relation}.sql")


COLUMNS = {"inode_facts": INODE_COLUMNS, "grants": GRANT_COLUMNS}


class Together:
    """Many small worlds as one organisation: own containers, the same members and teams."""

    def __init__(self, path: Path, world: World, chosen: Sequence[Small], library: Library) -> None:
        """Lay the worlds over the sealed `world` of `base`, and tell the oracle of them."""
        _, members, teams = base()
        self.facts = as_facts(world)
        inodes, grants = self.facts["inodes"], self.facts["grants"]
        for at, small in enumerate(chosen):
            own = [teams[which, TEAM_SETS.index(who)] for which, who in enumerate(small.teams)]
            for node in range(CONTAINERS):
                inodes[f"{at}.{node}"] = {
                    "plane": "content",
                    "kind": "folder" if node else "workspace",
                    "parent": f"{at}.{node - 1}" if node else None,
                    "owner": None,
                }
            # What the lowest container holds: permissions are translated there.
            inodes[f"{at}.book"] = {
                "plane": "content",
                "kind": "workbook",
                "parent": f"{at}.{CONTAINERS - 1}",
                "owner": None,
            }
            for nth, (who, container, word) in enumerate(small.grants):
                grants[f"{at}/{nth}"] = {
                    "inode": f"{at}.{container}",
                    "permission": WORDS[word],
                    "member": members[who] if who < MEMBERS else None,
                    "team": own[who - MEMBERS] if MEMBERS <= who < EVERYBODY else None,
                }
        inputs = {
            "inode_facts": InputTable(INODE_COLUMNS, [_inode(*one) for one in inodes.items()]),
            "grants": InputTable(GRANT_COLUMNS, [_grant(*one) for one in grants.items()]),
        }
        replaced = {name: _given(name) for name in inputs}
        self.snapshot = Snapshot.open(path, inputs, [Overlay(library, replaced)])


def _inode(inode_id: str, inode: dict[str, str | None]) -> tuple[object, ...]:
    kind = "workbook" if inode["kind"] == "workbook" else "container"
    rest = (False, False, inode["parent"] is None, None, None, None)
    parent, owner = inode["parent"], inode["owner"]
    return (inode_id, inode["plane"], inode["kind"], kind, inode_id, parent, owner, *rest)


def _grant(grant_id: str, grant: dict[str, str | None]) -> tuple[object, ...]:
    kind = "member" if grant["member"] else "team" if grant["team"] else "organization"
    principal = grant["member"] or grant["team"]
    rest: tuple[object, ...] = (None, None, None, None, [], False, False)
    return (grant_id, grant["inode"], kind, principal, grant["permission"], *rest)
