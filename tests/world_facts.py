"""Tells the oracle about a world in its own plain words. Must never decide who reaches what."""

from __future__ import annotations

import json
import uuid
from typing import Any

from oracle import World as Facts
from worlds import World


def inode_facts(world: World) -> dict[str, dict[str, Any]]:
    """Every node of both trees; what only grants or parents name is of unknown kind."""
    inodes: dict[str, dict[str, Any]] = {}
    for inode_id, inode in world.inodes.items():
        inodes[inode_id] = {
            "plane": "content",
            "kind": inode["kind"],
            "parent": inode["parent"],
            "owner": inode["owner"],
        }
    for member_id, member in world.members.items():
        home = {"plane": "content", "kind": "folder", "parent": None, "owner": member_id}
        inodes[member["homeFolderId"]] = home
    for connection_id in world.connections:
        inodes[connection_id] = {
            "plane": "data",
            "kind": "connection",
            "parent": None,
            "owner": None,
        }
    ids = {(p["connectionId"], tuple(p["path"])): i for i, p in world.paths.items()}
    for (connection_id, names), path_id in list(ids.items()):
        for length in range(1, len(names)):
            text = json.dumps(list(names[:length]), separators=(",", ":"), ensure_ascii=False)
            made = str(uuid.uuid5(uuid.UUID(connection_id), text))
            ids.setdefault((connection_id, names[:length]), made)
        assert path_id
    for (connection_id, names), path_id in ids.items():
        siblings = [len(n) for c, n in ids if c == connection_id]
        kinds = ["schema", "table"] if max(siblings) == 2 else ["database", "schema", "table"]
        inodes[path_id] = {
            "plane": "data",
            "kind": kinds[len(names) - 1],
            "parent": ids[connection_id, names[:-1]] if names[:-1] else connection_id,
            "owner": None,
        }
    named = [grant["inodeId"] for grant in world.grants.values()]
    named += [inode["parent"] for inode in world.inodes.values() if inode["parent"]]
    for inode_id in named:
        unknown = {"plane": "content", "kind": "unknown", "parent": None, "owner": None}
        inodes.setdefault(inode_id, unknown)
    return inodes


def as_facts(world: World) -> Facts:
    """The world as the oracle reads it."""
    unread = {parent for endpoint, parent in world.failures if endpoint.startswith("account_type_")}
    return {
        "members": {
            member_id: {
                "status": "archived"
                if member.get("isArchived")
                else "inactive"
                if member.get("isInactive")
                else "active",
                "kind": member["userKind"],
                "account_type": member["memberType"],
                "home": member["homeFolderId"],
            }
            for member_id, member in world.members.items()
        },
        "teams": {
            team_id: {
                "is_archived": bool(team.get("isArchived")),
                "members": {entry["userId"] for entry in world.team_members[team_id]},
            }
            for team_id, team in world.teams.items()
        },
        "inodes": inode_facts(world),
        "grants": {
            grant_id: {
                "inode": grant["inodeId"],
                "permission": grant["permission"],
                "member": grant["memberId"],
                "team": grant["teamId"],
            }
            for grant_id, grant in world.grants.items()
        },
        "account_types": {
            entry["name"]: None if i in unread else set(entry["permissions"].values())
            for i, entry in world.account_types.items()
        },
    }
