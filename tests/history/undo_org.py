"""Takes changes of a diff back in the embedded organisation, as an administrator would.

Reads a change as the diff tells it and copies what it names from the earlier state into a copy of
the later one. Must never look at access.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from typing import Any

from history.undo import Row
from sigma_audit.emulator.org import Grant, Org

MEMBER = {
    "account_type": ("account_type",),
    "status": ("is_archived", "is_inactive"),
    "user_kind": ("user_kind",),
    "home_folder_id": ("home_folder_id",),
}


def undone(rows: Iterable[Row], now: Org, then: Org) -> Org:
    """Give the later organisation without these changes."""
    org = copy.deepcopy(now)
    for row in rows:
        _undo(row, org, then)
    return org


def _undo(row: Row, org: Org, then: Org) -> None:
    entity, column = row["entity"], row["column"]
    if entity == "grant":
        principal = row["principal_id"]
        _grants(
            org,
            then,
            lambda g: (
                g.inode_id == row["inode_id"]
                and (g.member_id or g.team_id) == principal
                and g.permission in (row["before"], row["after"])
            ),
        )
    elif entity == "account_type_permission":
        key = row["account_type_id"]
        _entry(key, org.account_types, then.account_types)
    elif entity == "team_member":
        team, member = row["team_id"], row["member_id"]
        _entry(member, org.teams[team].members, then.teams[team].members)
    elif entity == "team":
        if column is None:
            _entry(row["team_id"], org.teams, then.teams)
            _grants(org, then, lambda g: g.team_id == row["team_id"])
        else:
            setattr(org.teams[row["team_id"]], column, getattr(then.teams[row["team_id"]], column))
    elif entity == "member":
        member = row["member_id"]
        if column is None:
            _entry(member, org.members, then.members)
            if member in then.members:  # with whom their My Documents went
                home = then.members[member].home_folder_id
                _entry(home, org.inodes, then.inodes)
            for team_id, team in org.teams.items():
                if team_id in then.teams:
                    _entry(member, team.members, then.teams[team_id].members)
            _grants(org, then, lambda g: g.member_id == member)
        else:
            for name in MEMBER[column]:
                setattr(org.members[member], name, getattr(then.members[member], name))
            if column == "account_type":  # nobody can have one that was deleted meanwhile
                for key, entry in then.account_types.items():
                    if entry.name == org.members[member].account_type:
                        org.account_types.setdefault(key, copy.deepcopy(entry))
    elif column is None:
        for kind in ("inodes", "connections", "paths"):
            _entry(row["inode_id"], getattr(org, kind), getattr(then, kind))
        _grants(org, then, lambda g: g.inode_id == row["inode_id"])
    else:
        setattr(org.inodes[row["inode_id"]], column, getattr(then.inodes[row["inode_id"]], column))


def _entry(key: str, now: dict[str, Any], then: dict[str, Any]) -> None:
    now.pop(key, None)
    if key in then:
        now[key] = copy.deepcopy(then[key])


def _grants(org: Org, then: Org, is_meant: Callable[[Grant], bool]) -> None:
    kept = {key: g for key, g in org.grants.items() if not is_meant(g)}
    back = {key: copy.deepcopy(g) for key, g in then.grants.items() if is_meant(g)}
    org.grants.clear()
    org.grants.update(kept | back)
