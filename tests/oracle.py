"""Works out who reaches what by brute force: plain loops, decision by decision.

Imports nothing of ours, so that it can disagree with the SQL. Slow, and meant to be read.

A world is a dictionary:
    members         id -> {"status", "kind", "account_type", "home"}
    teams           id -> {"is_archived", "members": set of member ids}
    inodes          id -> {"plane", "kind", "parent", "owner"}; home folders included
    grants          id -> {"inode", "permission", "member", "team"}; both None is everybody
    account_types   name -> set of documented permission names; None when they could not be read
"""

from __future__ import annotations

from typing import Any, NamedTuple

World = dict[str, dict[str, Any]]

CONTENT = ["view", "explore", "organize", "edit"]
DATA = ["usage", "annotate", "admin"]
CREATE_WORKBOOKS = "Create, edit, and publish workbooks"
CREATE_DATASETS = "Create, edit, and publish datasets"
BRINGS = {
    "Manage connections": ["View connections"],
    "Full explore": ["Basic explore", "View workbooks"],
    "Basic explore": ["View workbooks"],
    CREATE_WORKBOOKS: ["Full explore", "Basic explore", "View workbooks"],
    "Set workbook data refresh": [
        CREATE_WORKBOOKS,
        "Full explore",
        "Basic explore",
        "View workbooks",
    ],
    CREATE_DATASETS: ["View datasets"],
    "Create new workspace": ["Contribute to shared folders", "Share documents"],
}
WRITE = [
    "Create input tables",
    "Upload CSV",
    "Schedule materializations",
    "Create warehouse views",
]


class Path(NamedTuple):
    """One reason why a member reaches an inode."""

    member_id: str
    inode_id: str
    via: str
    team_id: str | None
    grant_id: str | None
    source_inode_id: str
    distance: int
    permission: str
    counts: bool


class Access(NamedTuple):
    """What a member may do with an inode."""

    granted: str | None
    effective: str | None
    can_write_back: bool
    path_count: int
    cap_certainty: str


def climb(world: World, inode_id: str) -> list[str]:
    """Give the inode and everything above it, nearest first."""
    chain = [inode_id]
    while (parent := world["inodes"][chain[-1]]["parent"]) is not None:
        chain.append(parent)
    return chain


def worth(inode: dict[str, Any], word: str) -> tuple[str, bool]:
    """Translate a permission granted here or above (D2), and say whether it counts (D8, D11)."""
    if inode["plane"] == "data":
        return word, word in DATA
    if word not in CONTENT:
        return word, False
    kind = inode["kind"]
    if kind in ("workspace", "folder", "unknown") or word in ("view", "edit"):
        return word, True
    return ("explore" if kind == "workbook" else "view"), True


def everybody(world: World) -> set[str]:
    """Whom a grant with neither member nor team reaches (D4)."""
    return {
        member_id
        for member_id, member in world["members"].items()
        if member["status"] == "active" and member["kind"] == "internal"
    }


def reached(world: World, grant: dict[str, Any]) -> tuple[str, str | None, set[str]]:
    """Through what a grant reaches whom (D4, D5, D8)."""
    if grant["member"] is None and grant["team"] is None:
        return "organization", None, everybody(world)
    if grant["member"] is not None:
        return "direct", None, {grant["member"]} & world["members"].keys()
    team = world["teams"].get(grant["team"])
    if team is None or team["is_archived"]:
        return "team", grant["team"], set()
    return "team", grant["team"], team["members"] & world["members"].keys()


def paths(world: World) -> set[Path]:
    """Every reason for every pair of member and inode."""
    found = set()
    by_inode: dict[str, list[str]] = {}
    for grant_id, grant in world["grants"].items():
        by_inode.setdefault(grant["inode"], []).append(grant_id)
    homes: dict[str, list[str]] = {}
    for member_id, member in world["members"].items():
        homes.setdefault(member["home"], []).append(member_id)
    for inode_id, inode in world["inodes"].items():
        if inode["plane"] == "content":
            for owner in {inode["owner"], *homes.get(inode_id, [])}:
                if owner in world["members"]:
                    found.add(Path(owner, inode_id, "owner", None, None, inode_id, 0, "edit", True))
        for distance, above in enumerate(climb(world, inode_id)):
            for member_id in homes.get(above, []):
                if distance:
                    found.add(
                        Path(
                            *(member_id, inode_id, "home_folder", None, None, above),
                            *(distance, "edit", True),
                        )
                    )
            for grant_id in by_inode.get(above, []):
                grant = world["grants"][grant_id]
                via, team_id, members = reached(world, grant)
                permission, counts = worth(inode, grant["permission"])
                for member_id in members:
                    found.add(
                        Path(
                            *(member_id, inode_id, via, team_id, grant_id, above),
                            *(distance, permission, counts),
                        )
                    )
    return found


def allowed(inode: dict[str, Any], word: str, held: set[str]) -> bool:
    """Whether an account type that holds these lets its members use this permission here (D6)."""
    kind = inode["kind"]
    if inode["plane"] == "data":
        if not held & {"View connections", "Manage connections"}:
            return False
        if word == "admin":
            return "Manage connections" in held
        if word == "annotate":
            return bool(held & {"Annotate tables", "Manage connections"})
        if word == "writeback":
            return bool(held & set(WRITE))
        return True
    if kind == "unknown":
        return True
    if kind in ("workspace", "folder"):
        return word != "organize" or "Contribute to shared folders" in held
    if kind in ("workbook", "report"):
        return {
            "view": "View workbooks",
            "explore": "Full explore",
            "edit": CREATE_WORKBOOKS,
        }[word] in held
    return {"view": "View datasets", "edit": CREATE_DATASETS}[word] in held


def cap(inode: dict[str, Any], granted: str, held: set[str]) -> str | None:
    """Let what the cap takes fall to the next level that is allowed, or to nothing (D6)."""
    order = DATA if inode["plane"] == "data" else CONTENT
    for word in reversed(order[: order.index(granted) + 1]):
        if worth(inode, word) == (word, True) and allowed(inode, word, held):
            return word
    return None


def holdings(world: World, account_type: str) -> tuple[set[str], set[str], bool]:
    """What members of an account type hold: for all that is known, for sure, and whether read."""
    types = {name.lower(): held for name, held in world["account_types"].items()}
    everything = {*BRINGS, *(name for names in BRINGS.values() for name in names)}
    everything |= {*WRITE, "Annotate tables"}
    explicit = types.get(account_type.lower())
    if explicit is None:
        return everything, set(), False
    surely = set(explicit)
    for name in explicit:
        surely |= set(BRINGS.get(name, []))
    seen = set().union(*(held for held in types.values() if held is not None))
    return surely | (everything - seen), surely, True


def access(world: World, found: set[Path]) -> dict[tuple[str, str], Access]:
    """Every pair that any path reaches: granted, usable, beside the order, how sure the cap is."""
    by_pair: dict[tuple[str, str], list[Path]] = {}
    for path in found:
        by_pair.setdefault((path.member_id, path.inode_id), []).append(path)
    matrix = {}
    types = {member["account_type"] for member in world["members"].values()}
    held_by = {name: holdings(world, name) for name in types}
    for (member_id, inode_id), reasons in by_pair.items():
        member, inode = world["members"][member_id], world["inodes"][inode_id]
        order = DATA if inode["plane"] == "data" else CONTENT
        counting = [order.index(path.permission) for path in reasons if path.counts]
        granted = order[max(counting)] if counting else None
        maybe, surely, is_read = held_by[member["account_type"]]
        is_active = member["status"] == "active"
        effective = cap(inode, granted, maybe) if granted and is_active else None
        writes = inode["plane"] == "data" and any(
            path.permission in ("writeback", "admin") for path in reasons
        )
        rests = is_active and (
            (granted is not None and effective != cap(inode, granted, surely))
            # What caps it depends on the kind, which nothing tells.
            or (granted is not None and inode["kind"] == "unknown")
            or (
                writes and allowed(inode, "writeback", maybe) != allowed(inode, "writeback", surely)
            )
        )
        matrix[member_id, inode_id] = Access(
            granted,
            effective,
            writes and is_active and allowed(inode, "writeback", maybe),
            len(counting),
            "known" if not rests else "not_understood" if is_read else "not_read",
        )
    return matrix
