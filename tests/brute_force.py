"""Works out by brute force what hangs on a grant, what is redundant, latent, or revoked.

Builds on the oracle's paths, in plain loops; imports nothing of ours. Slow, and meant to be read.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any

from oracle import CONTENT, DATA, Path, World, access, cap, holdings, paths

Pair = tuple[str, str]


def weighty(world: World, found: Iterable[Path]) -> dict[Pair, list[Path]]:
    """Reasons that give something, by pair: those in the order, and writing back to data."""
    by_pair: dict[Pair, list[Path]] = {}
    for path in found:
        writes = (
            path.permission == "writeback" and world["inodes"][path.inode_id]["plane"] == "data"
        )
        if path.counts or writes:
            by_pair.setdefault((path.member_id, path.inode_id), []).append(path)
    return by_pair


def grant_weights(by_pair: dict[Pair, list[Path]]) -> dict[str, tuple[int, int]]:
    """For each grant that reaches somebody: accesses it gives, and those that it alone gives."""
    found: dict[str, list[int]] = {}
    for reasons in by_pair.values():
        ids = {path.grant_id for path in reasons}
        for grant_id in ids - {None}:
            weight = found.setdefault(str(grant_id), [0, 0])
            weight[0] += 1
            weight[1] += ids == {grant_id}
    return {grant_id: (weight[0], weight[1]) for grant_id, weight in found.items()}


def membership_weights(by_pair: dict[Pair, list[Path]]) -> dict[Pair, tuple[int, int]]:
    """For each (team, member) that gives something: objects, and those it alone gives."""
    found: dict[Pair, list[int]] = {}
    for (member_id, _), reasons in by_pair.items():
        teams = {path.team_id for path in reasons}
        for team_id in teams - {None}:
            weight = found.setdefault((str(team_id), member_id), [0, 0])
            weight[0] += 1
            weight[1] += teams == {team_id}
    return {pair: (weight[0], weight[1]) for pair, weight in found.items()}


def strength(world: World, path: Path) -> int:
    """Place in its plane's order, from 1; 0 for writing back alone."""
    order = DATA if world["inodes"][path.inode_id]["plane"] == "data" else CONTENT
    return order.index(path.permission) + 1 if path.counts else 0


def gives_as_much(world: World, one: Path, other: Path) -> bool:
    """Whether a reason gives at least what another does, on the same inode to the same member."""
    if not other.counts:
        return one.permission in ("writeback", "admin")
    return strength(world, one) >= strength(world, other)


def source(path: Path) -> tuple[str, ...]:
    """What a reason is, wherever it reaches: a grant, or ownership, or a home with all in it."""
    if path.grant_id is not None:
        return ("grant", path.grant_id)
    return ("personal", path.source_inode_id, path.member_id)


def covers(world: World, by_pair: dict[Pair, list[Path]]) -> dict[tuple[str, str], set[Any]]:
    """For each (grant, holder): the single other reasons that give as much wherever it reaches."""
    reach: dict[tuple[str, str], dict[str, Path]] = {}
    for (member_id, inode_id), reasons in by_pair.items():
        for path in reasons:
            if path.grant_id is not None:
                reach.setdefault((path.grant_id, member_id), {})[inode_id] = path
    found: dict[tuple[str, str], set[Any]] = {}
    for (grant_id, member_id), places in reach.items():
        common: set[Any] | None = None
        for inode_id, path in places.items():
            here = {
                source(other)
                for other in by_pair[member_id, inode_id]
                if other.grant_id != grant_id and gives_as_much(world, other, path)
            }
            common = here if common is None else common & here
        found[grant_id, member_id] = common or set()
    return found


def latent(world: World) -> dict[tuple[str, str], tuple[str, str | None]]:
    """For each (grant, kind of inode) that no active holder can use: worth, and the most usable."""
    found: dict[tuple[str, str], tuple[str, str | None]] = {}
    types = {member["account_type"] for member in world["members"].values()}
    held = {name: holdings(world, name)[0] for name in types}
    by_grant: dict[str, dict[Pair, str]] = {}
    for path in paths(world):
        if path.grant_id is not None and path.counts:
            pairs = by_grant.setdefault(path.grant_id, {})
            pairs[path.member_id, path.inode_id] = path.permission
    for grant_id, pairs in by_grant.items():
        kinds: dict[str, list[tuple[str, str | None]]] = {}
        for (member_id, inode_id), permission in pairs.items():
            member, inode = world["members"][member_id], world["inodes"][inode_id]
            if member["status"] == "active":
                usable = cap(inode, permission, held[member["account_type"]])
                kinds.setdefault(kind_of(inode), []).append((permission, usable))
        for kind, cells in kinds.items():
            if all(usable != permission for permission, usable in cells):
                order = [None, *CONTENT] if kind != "data" else [None, *DATA]
                best = max((usable for _, usable in cells), key=order.index)
                found[grant_id, kind] = (cells[0][0], best)
    return found


def kind_of(inode: dict[str, Any]) -> str:
    """What an inode is as far as permissions go."""
    if inode["plane"] == "data":
        return "data"
    if inode["kind"] in ("workspace", "folder"):
        return "container"
    return str(inode["kind"]) if inode["kind"] in ("workbook", "report", "unknown") else "document"


def smallest_revocations(reasons: list[Path]) -> set[frozenset[tuple[str, str]]]:
    """All smallest sets of grants and memberships that touch every reason; none if personal."""
    if not reasons or any(path.grant_id is None for path in reasons):
        return set()
    singles = {("grant", str(path.grant_id)) for path in reasons}
    singles |= {("membership", str(path.team_id)) for path in reasons if path.team_id}
    for size in range(1, len(singles) + 1):
        found = {
            frozenset(chosen)
            for chosen in itertools.combinations(sorted(singles), size)
            if all(
                ("grant", path.grant_id) in chosen or ("membership", path.team_id) in chosen
                for path in reasons
            )
        }
        if found:
            return found
    return set()


def without(world: World, grants: Iterable[str] = (), memberships: Iterable[Pair] = ()) -> World:
    """Give the world less some grants and (team, member) memberships."""
    gone, left = set(grants), set(memberships)
    return {
        **world,
        "grants": {i: grant for i, grant in world["grants"].items() if i not in gone},
        "teams": {
            i: {**team, "members": {m for m in team["members"] if (i, m) not in left}}
            for i, team in world["teams"].items()
        },
    }


def granted(world: World) -> dict[Pair, tuple[str | None, bool]]:
    """What everybody is granted: permission, and whether a grant to write back reaches them."""
    found = paths(world)
    writes = {
        (path.member_id, path.inode_id)
        for path in found
        if path.permission in ("writeback", "admin")
        and world["inodes"][path.inode_id]["plane"] == "data"
    }
    return {pair: (row.granted, pair in writes) for pair, row in access(world, found).items()}
