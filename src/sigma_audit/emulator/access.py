"""What a member may see: the emulator's own answer, in plain loops, shared with nobody.

Decisions D1-D6 of the contract. The tool under test decides in SQL; that the two can disagree is
the point. Must never be imported outside the emulator.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from sigma_audit.emulator.index import Index
from sigma_audit.emulator.org import Grant, Inode, Member, Org

CONTENT = {"view": 1, "explore": 2, "organize": 3, "edit": 4}
DATA = {"usage": 1, "annotate": 2, "admin": 3}
CONTAINERS = ("workspace", "folder")

# Appendix C: what holding one permission brings along.
_IMPLIES: Mapping[str, tuple[str, ...]] = {
    "manage connections": ("view connections",),
    "create, edit, and publish datasets": ("view datasets",),
    "basic explore": ("view workbooks",),
    "full explore": ("basic explore", "view workbooks"),
    "create, edit, and publish workbooks": ("full explore", "basic explore", "view workbooks"),
    "set workbook data refresh": (
        "create, edit, and publish workbooks",
        "full explore",
        "basic explore",
        "view workbooks",
    ),
    "create new workspace": ("contribute to shared folders", "share documents"),
}


def is_active(member: Member) -> bool:
    """Tell whether a member can sign in at all (R14)."""
    return not (member.is_archived or member.is_inactive)


def is_admin(member: Member) -> bool:
    """Tell whether the account type is Admin; its name comes in any case (5.1)."""
    return member.account_type.casefold() == "admin"


class Allowance:
    """What an account type lets its holder do; a name nobody's type knows forbids nothing (D6)."""

    def __init__(self, org: Org, member: Member) -> None:
        types = {kind.name.casefold(): kind for kind in org.account_types.values()}
        own = types.get(member.account_type.casefold())
        self._held = None if own is None else _names(own.permissions)
        self._known = {name for kind in types.values() for name in _names(kind.permissions)}

    def has(self, *names: str) -> bool:
        """Tell whether one of these permissions is held, or cannot be told apart."""
        if self._held is None:
            return True
        return any(name in self._held or name not in self._known for name in names)


def content_access(org: Org, index: Index, member: Member) -> dict[str, str]:
    """Give inode id -> permission the member can use, for everything they reach by name.

    Admins get no more than others: their power is implicit (R12). Remembered in the index.
    """
    known = index.reached.get(member.member_id)
    if known is not None:
        return known
    reached: dict[str, str] = {}
    index.reached[member.member_id] = reached
    if not is_active(member):
        return reached
    allowance = Allowance(org, member)
    mine = _principals(org, member)
    waiting: list[tuple[Inode, str | None]] = [(root, None) for root in index.children[None]]
    while waiting:
        inode, inherited = waiting.pop()
        words = [inherited] if inherited else []
        words += [g.permission for g in index.grants_on.get(inode.inode_id, ()) if _holds(g, mine)]
        if inode.inode_id == member.home_folder_id:
            words.append("edit")
        passed_on = _strongest(words, CONTENT)
        # An owner's edit is for the thing itself and does not reach what lies below (D3).
        own = "edit" if inode.owner_id == member.member_id else passed_on
        usable = _cap_content(inode.type, _translate(inode.type, own), allowance)
        if usable:
            reached[inode.inode_id] = usable
        waiting += [(child, passed_on) for child in index.children.get(inode.inode_id, ())]
    return reached


def data_access(org: Org, index: Index, member: Member) -> dict[str, str]:
    """Give connection or path id -> permission the member can use; write-only gives no reading."""
    known = index.reached_data.get(member.member_id)
    if known is not None:
        return known
    reached: dict[str, str] = {}
    index.reached_data[member.member_id] = reached
    if not is_active(member):
        return reached
    allowance = Allowance(org, member)
    mine = _principals(org, member)
    for inode_id in (*org.connections, *org.paths):
        words = [
            grant.permission
            for above in index.upwards(inode_id)
            for grant in index.grants_on.get(above, ())
            if _holds(grant, mine)
        ]
        usable = _cap_data(_strongest(words, DATA), allowance)
        if usable:
            reached[inode_id] = usable
    return reached


def _principals(org: Org, member: Member) -> tuple[str, set[str], bool]:
    teams = {
        team.team_id
        for team in org.teams.values()
        if member.member_id in team.members and not team.is_archived
    }
    return member.member_id, teams, member.user_kind == "internal" and is_active(member)


def _holds(grant: Grant, mine: tuple[str, set[str], bool]) -> bool:
    member_id, teams, is_of_the_organization = mine
    if grant.member_id is None and grant.team_id is None:
        return is_of_the_organization
    return grant.member_id == member_id or grant.team_id in teams


def _strongest(words: Iterable[str], order: Mapping[str, int]) -> str | None:
    return max((word for word in words if word in order), key=order.__getitem__, default=None)


def _translate(kind: str, word: str | None) -> str | None:
    """Say what a word means on this kind of thing (D2)."""
    if kind in CONTAINERS or word in (None, "view", "edit"):
        return word
    return "explore" if kind == "workbook" else "view"


def _cap_content(kind: str, word: str | None, allowance: Allowance) -> str | None:
    """Take away what the account type does not allow (D6)."""
    if word is None or kind in CONTAINERS:
        lowered = word == "organize" and not allowance.has("contribute to shared folders")
        return "explore" if lowered else word
    of_workbooks = kind in ("workbook", "report")
    needs = {
        "edit": f"create, edit, and publish {'workbooks' if of_workbooks else 'datasets'}",
        "explore": "full explore",
        "view": f"view {'workbooks' if of_workbooks else 'datasets'}",
    }
    for level in ("edit", "explore", "view"):
        if level == "explore" and kind != "workbook":
            continue
        if CONTENT[level] <= CONTENT[word] and allowance.has(needs[level]):
            return level
    return None


def _cap_data(word: str | None, allowance: Allowance) -> str | None:
    if word is None or not allowance.has("view connections", "manage connections"):
        return None
    if word == "admin" and not allowance.has("manage connections"):
        word = "annotate"
    if word == "annotate" and not allowance.has("annotate tables", "manage connections"):
        word = "usage"
    return word


def _names(permissions: Mapping[str, str]) -> set[str]:
    held: set[str] = set()
    for slug, description in permissions.items():
        for text in (description, slug.replace("-", " ")):
            name = re.sub(r"\s*\(.*\)", "", text).strip().casefold()
            held.add(name)
            held.update(_IMPLIES.get(name, ()))
    return held
