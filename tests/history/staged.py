"""Batches of changes made to the embedded organisation one after the other, each with its diff.

Every state is read through a world made of it, whole, so that a diff knows everything. Must never
expect anything: what follows from a batch is the tests' business.
"""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from emulator.plain_access import PlainAccess
from history.combined import LIBRARY, changes
from history.undo import Row
from history.undo_org import undone
from sigma_audit.emulator.app import create_app
from sigma_audit.emulator.company import CLIENT_ID, CLIENT_SECRET
from sigma_audit.emulator.org import Org
from sigma_audit.emulator.quarter import Batch, apply
from worlds import World

ACCESS = "effective_access"


@dataclass
class Stage:
    """One batch: what it should do, both states, and the diff of their snapshots."""

    batch: Batch
    names: Mapping[str, str]
    before: Org
    after: Org
    rows: list[Row]
    files: tuple[Path, Path]


def sender(org: Org) -> Any:
    transport = httpx.ASGITransport(app=create_app(org, token_rate=False))

    async def ask(method: str, path: str, **more: Any) -> Mapping[str, object]:
        async with httpx.AsyncClient(transport=transport, base_url="http://sigma.test") as client:
            found = await client.request(method, path, **more)
        assert found.status_code in (200, 201), (method, path, found.text)
        answer: Mapping[str, object] = found.json()
        return answer

    form = {
        "grant_type": "client_credentials",
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
    }
    token = asyncio.run(ask("POST", "/v2/auth/token", data=form))["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    return lambda method, path, body: asyncio.run(ask(method, path, json=body, headers=headers))


def as_world(org: Org, name: str) -> World:
    """Say the state of the embedded organisation as a world."""
    world = World(name=name, taken_at=org.now)
    world.account_types = {
        i: {"name": entry.name, "permissions": dict(entry.permissions)}
        for i, entry in org.account_types.items()
    }
    for m in org.members.values():
        world.member(
            m.first_name, m.account_type, m.user_kind, archived=m.is_archived,
            inactive=m.is_inactive, member_id=m.member_id, home_folder_id=m.home_folder_id,
        )  # fmt: skip
        world.members[m.member_id].update(lastName=m.last_name, email=m.email)
    for t in org.teams.values():
        entry = {"teamId": t.team_id, "name": t.name, "visibility": t.visibility}
        world.teams[t.team_id] = entry | {"isArchived": t.is_archived}
        world.team_members[t.team_id] = [
            {"userId": e.member_id, "isTeamAdmin": e.is_team_admin} for e in t.members.values()
        ]
    for i in org.inodes.values():
        world.inodes[i.inode_id] = {
            "kind": i.type.replace("-", "_"), "name": i.name, "parent": i.parent_id,
            "owner": i.owner_id, "is_archived": i.is_archived, "is_hidden": False,
        }  # fmt: skip
    for c in org.connections.values():
        world.connections[c.connection_id] = {
            "connectionId": c.connection_id, "name": c.name, "type": c.type,
            "useOauth": c.use_oauth, "writeAccess": c.write_access, "isSample": c.is_sample,
            "isAuditLog": c.is_audit_log, "isArchived": c.is_archived,
        }  # fmt: skip
    # Databases, schemas, and every tenth table: what the quarter touches lies above the tables.
    granted = {grant.inode_id for grant in org.grants.values()}
    for number, p in enumerate(org.paths.values()):
        if (
            len(p.names) < org.connections[p.connection_id].depth
            or p.inode_id in granted
            or number % 10 == 0
        ):
            world.paths[p.inode_id] = {
                "connectionId": p.connection_id, "urlId": p.inode_id, "path": list(p.names),
            }  # fmt: skip
    for g in org.grants.values():
        world.grant(g.inode_id, g.permission, g.member_id, g.team_id, g.grant_id)
    return world


def seal(org: Org, folder: Path) -> Path:
    return as_world(org, "stage").seal(folder, LIBRARY)


def staged(org: Org, batches: Iterable[Batch], folder: Path) -> list[Stage]:
    """Make the changes of each batch in turn, and compare the states before and after it."""
    send = sender(org)
    names: dict[str, str] = {}
    states = [copy.deepcopy(org)]
    files = [seal(org, folder)]
    found = []
    for batch in batches:
        names = apply(batch, send, names, org)
        states.append(copy.deepcopy(org))
        files.append(seal(org, folder))
        rows = changes(files[-2], files[-1])
        found.append(
            Stage(batch, dict(names), states[-2], states[-1], rows, (files[-2], files[-1]))
        )
    return found


def undoing_leaves(
    rows: list[Row], before: Org, after: Org, is_left: Callable[[Row, object, object], bool]
) -> list[Row]:
    """Give the rows of effective access that are still there once their causes are undone.

    `is_left` takes a row, what is then so, and what was so earlier.
    """
    base = {row["change_id"]: row for row in rows if row["entity"] != ACCESS}
    sets: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        if row["entity"] == ACCESS and row["change"] != "not_known":
            sets.setdefault(tuple(row["cause_ids"] or ()), []).append(row)
    earlier = PlainAccess(before)
    left = []
    for ids, moved in sets.items():
        later = PlainAccess(undone([base[one] for one in ids], after, before))
        left += [row for row in moved if is_left(row, value(later, row), value(earlier, row))]
    return left


def differs(_: Row, then: object, was: object) -> bool:
    """Say whether it is not as it was; nothing else that was done meanwhile may show through."""
    return then != was


def value(plain: PlainAccess, row: Row) -> object:
    """Ask what a row is about; a database that only deeper paths name is as its connection."""
    inode_id, org = row["inode_id"], plain.org
    if inode_id not in {*org.inodes, *org.connections, *org.paths}:
        return None
    answer = plain.ask(row["member_id"], inode_id)
    names = {"granted_permission": "granted", "effective_permission": "effective"}
    return getattr(answer, names.get(str(row["column"]), str(row["column"])))
