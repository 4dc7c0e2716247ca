"""Takes one change of a diff back in the later of two worlds, as an administrator would.

Reads the change as the diff tells it, with names in the place of ids. Must never look at access.
"""

from __future__ import annotations

import copy
from typing import Any

from history.universe import Universe
from worlds import Entry

MEMBER_KEYS = {
    "account_type": ("memberType",),
    "status": ("isArchived", "isInactive"),
    "user_kind": ("userKind",),
}
INODE_KEYS = {"parent_id": "parent", "owner_id": "owner", "is_archived": "is_archived"}
Row = dict[str, Any]


def undo(row: Row, now: Universe, then: Universe) -> None:
    """Make it in `now` as it was in `then`."""
    ids = {key: now.ids[row[key]] for key in ("member_id", "team_id", "inode_id") if row[key]}
    if row["entity"] == "member":
        _member(row, ids["member_id"], now, then)
    elif row["entity"] == "team":
        _team(row, ids["team_id"], now, then)
    elif row["entity"] == "team_member":
        _put_back_team_member(ids["team_id"], ids["member_id"], now, then)
    elif row["entity"] == "grant":
        principal = now.ids[row["principal_id"]] if row["principal_id"] else None
        _grants(
            now,
            then,
            lambda g: (
                g["inodeId"] == ids["inode_id"]
                and (g["memberId"] or g["teamId"]) == principal
                and g["permission"] in (row["before"], row["after"])
            ),
        )
    elif row["entity"] == "account_type_permission":
        _account_type(row, now.ids[row["account_type_id"]], now, then)
    else:
        _inode(row, ids["inode_id"], now, then)


def _entry(key: str, now: dict[str, Entry], then: dict[str, Entry]) -> None:
    now.pop(key, None)
    if key in then:
        now[key] = copy.deepcopy(then[key])


def _account_type(row: Row, type_id: str, now: Universe, then: Universe) -> None:
    """Give or take the permission; the name, which members know it by, stays as it is."""
    kinds = now.world.account_types
    if row["permission"] is None or type_id not in kinds:
        _entry(type_id, kinds, then.world.account_types)
        return
    word = row["permission"]
    _value(word, kinds[type_id]["permissions"], then.world.account_types[type_id]["permissions"])


def _member(row: Row, member_id: str, now: Universe, then: Universe) -> None:
    if row["column"] is None:
        _entry(member_id, now.world.members, then.world.members)
        for team_id in now.world.team_members:
            _put_back_team_member(team_id, member_id, now, then)
        _grants(now, then, lambda grant: grant["memberId"] == member_id)
        return
    for key in MEMBER_KEYS[row["column"]]:
        _value(key, now.world.members[member_id], then.world.members[member_id])
    if row["column"] == "account_type":
        _name_of_today(now.world.members[member_id], now, then)


def _name_of_today(member: Entry, now: Universe, then: Universe) -> None:
    """Give a member the type they had by the name it has now; one that is gone comes back."""
    kinds = now.world.account_types
    for type_id, kind in then.world.account_types.items():
        if kind["name"] == member["memberType"]:
            member["memberType"] = kinds.setdefault(type_id, copy.deepcopy(kind))["name"]
            return


def _value(key: str, now: Entry, then: Entry) -> None:
    now.pop(key, None)
    if key in then:
        now[key] = then[key]


def _team(row: Row, team_id: str, now: Universe, then: Universe) -> None:
    if row["column"] is not None:
        _value("isArchived", now.world.teams[team_id], then.world.teams[team_id])
        return
    _entry(team_id, now.world.teams, then.world.teams)
    now.world.team_members.pop(team_id, None)
    if team_id in then.world.team_members:
        now.world.team_members[team_id] = copy.deepcopy(then.world.team_members[team_id])
    _grants(now, then, lambda grant: grant["teamId"] == team_id)


def _put_back_team_member(team_id: str, member_id: str, now: Universe, then: Universe) -> None:
    rows = now.world.team_members[team_id]
    rows[:] = [row for row in rows if row["userId"] != member_id]
    rows += [row for row in then.world.team_members.get(team_id, []) if row["userId"] == member_id]


def _grants(now: Universe, then: Universe, is_meant: Any) -> None:
    now.world.grants = {key: g for key, g in now.world.grants.items() if not is_meant(g)}
    now.world.grants |= {
        key: copy.deepcopy(g) for key, g in then.world.grants.items() if is_meant(g)
    }


def _inode(row: Row, inode_id: str, now: Universe, then: Universe) -> None:
    if row["column"] in INODE_KEYS and inode_id in now.world.inodes:
        key = INODE_KEYS[row["column"]]
        _value(key, now.world.inodes[inode_id], then.world.inodes[inode_id])
        return
    for name in ("inodes", "paths", "connections"):
        _entry(inode_id, getattr(now.world, name), getattr(then.world, name))
    _grants(now, then, lambda grant: grant["inodeId"] == inode_id)
