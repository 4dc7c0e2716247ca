"""The scripted quarter of the embedded organisation, read through worlds made of its state."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from emulator.plain_access import PlainAccess
from history.algebra import (
    KEYS,
    account_types,
    applied,
    composed,
    counted,
    delta,
    mirrored,
    settled,
    state,
    told_counts,
)
from history.combined import LIBRARY, changes, told_once
from history.undo import Row
from history.undo_org import undone
from sigma_audit.emulator.app import create_app
from sigma_audit.emulator.company import CLIENT_ID, CLIENT_SECRET, company
from sigma_audit.emulator.org import Org
from sigma_audit.emulator.quarter import (
    QUARTER,
    Batch,
    apply,
    expected_access_changes,
    expected_base_changes,
)
from sigma_audit.snapshot.pair import Pair
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


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> list[Stage]:
    folder = tmp_path_factory.mktemp("quarter")
    org = company()
    send = sender(org)
    names: dict[str, str] = {}
    states = [copy.deepcopy(org)]
    found = []
    files = [seal(org, folder)]
    for batch in QUARTER:
        names = apply(batch, send, names, org)
        states.append(copy.deepcopy(org))
        files.append(seal(org, folder))
        rows = changes(files[-2], files[-1])
        found.append(
            Stage(batch, dict(names), states[-2], states[-1], rows, (files[-2], files[-1]))
        )
    return found


def seal(org: Org, folder: Path) -> Path:
    return as_world(org, "stage").seal(folder, LIBRARY)


def key_of(row: Row) -> tuple[object, ...]:
    ids = {
        "member": ("member_id",), "team": ("team_id",), "team_member": ("team_id", "member_id"),
        "grant": ("inode_id", "team_id", "member_id"),
    }.get(row["entity"], ("inode_id",))  # fmt: skip
    said = frozenset((key, row[key]) for key in ids if row[key])
    is_whole = row["change"] != "changed" and row["entity"] != "grant"
    values = (None, None) if is_whole else (row["before"], row["after"])
    return (row["entity"], row["change"], said, row["column"], *values)


@pytest.mark.parametrize("number", range(len(QUARTER)), ids=[b.slug for b in QUARTER])
def test_every_scripted_change_appears_and_nothing_else(number: int, stages: list[Stage]) -> None:
    stage = stages[number]
    expected = {
        (c.entity, c.change, frozenset(c.ids.items()), c.column, c.before, c.after)
        for c in expected_base_changes(stage.batch, stage.names)
    }
    assert {key_of(row) for row in stage.rows if row["entity"] != ACCESS} == expected


@pytest.mark.parametrize("number", range(len(QUARTER)), ids=[b.slug for b in QUARTER])
def test_every_scripted_consequence_appears_with_a_cause(number: int, stages: list[Stage]) -> None:
    stage = stages[number]
    rows = {
        (row["member_id"], row["inode_id"]): row
        for row in stage.rows
        if row["entity"] == ACCESS and row["column"] == "granted_permission"
    }
    for change in expected_access_changes(stage.batch, stage.names):
        row = rows[change.member_id, change.inode_id]
        assert (row["change"], row["before"], row["after"]) == (
            change.change, change.before, change.after,
        )  # fmt: skip
        assert row["cause_ids"], row


def granted(plain: PlainAccess, member_id: str, inode_id: str) -> str | None:
    is_there = inode_id in plain.org.inodes
    return plain.ask(member_id, inode_id).granted if is_there else None


@pytest.mark.parametrize("number", range(len(QUARTER)), ids=[b.slug for b in QUARTER])
def test_access_is_said_to_change_just_where_a_plain_reading_finds_it(
    number: int, stages: list[Stage]
) -> None:
    """Of every member who has a row, each object is asked in plain Python."""
    stage = stages[number]
    before, after = PlainAccess(stage.before), PlainAccess(stage.after)
    rows = [row for row in stage.rows if row["entity"] == ACCESS]
    touched = {row["member_id"] for row in rows}
    told = {
        (row["member_id"], row["inode_id"]): (row["before"], row["after"])
        for row in rows
        if row["column"] == "granted_permission"
    }
    found = {}
    for member_id in touched:
        for inode_id in stage.before.inodes.keys() | stage.after.inodes.keys():
            old, new = granted(before, member_id, inode_id), granted(after, member_id, inode_id)
            if old != new:
                found[member_id, inode_id] = (old, new)
    inodes = stage.before.inodes.keys() | stage.after.inodes.keys()
    assert {pair: values for pair, values in told.items() if pair[1] in inodes} == found


@pytest.mark.parametrize("number", range(len(QUARTER)), ids=[b.slug for b in QUARTER])
def test_undoing_the_cause_of_a_row_undoes_the_row(number: int, stages: list[Stage]) -> None:
    """Every row of effective access: its causes are taken back in the later state, no others."""
    stage = stages[number]
    assert undoing_leaves(stage.rows, stage.before, stage.after) == []
    known = [row for row in stage.rows if row["entity"] == ACCESS]
    assert len(known) > 200


def test_a_cause_that_is_not_one_would_be_found(stages: list[Stage]) -> None:
    stage = stages[0]
    rows = [row for row in stage.rows if row["entity"] == ACCESS]
    others = [row["change_id"] for row in stage.rows if row["entity"] == "grant"]
    wrong = [
        row | {"cause_ids": [next(one for one in others if one not in row["cause_ids"])]}
        for row in rows
    ]
    base = [row for row in stage.rows if row["entity"] != ACCESS]
    assert len(undoing_leaves([*base, *wrong], stage.before, stage.after)) > len(rows) * 0.9


@pytest.mark.parametrize("number", range(len(QUARTER)), ids=[b.slug for b in QUARTER])
def test_applied_to_the_earlier_snapshot_it_gives_the_later(
    number: int, stages: list[Stage]
) -> None:
    stage = stages[number]
    with Pair(*stage.files, LIBRARY) as pair:
        types = account_types(pair)
        for entity in KEYS:
            words = {"inode": ("inode", "workspace")}.get(entity, (entity,))
            rows = [row for row in stage.rows if row["entity"] in words]
            if entity == "account_type_permission":
                rows = [row for row in rows if row["permission"]]
            earlier, later = state(pair, "before", entity), state(pair, "after", entity)
            assert applied(earlier, entity, rows, types) == later, entity


def test_the_two_stages_compose_mirror_and_are_counted_right(stages: list[Stage]) -> None:
    first, then = stages
    ends = (first.files[0], then.files[1])
    over = changes(*ends)
    with Pair(*ends, LIBRARY) as pair:
        types = account_types(pair)
    both = composed(delta(first.rows, types), delta(then.rows, types))
    assert len(both) > 400
    assert both == settled(delta(over, types))
    back = changes(*reversed(ends))
    assert {mirrored(row, is_mirrored=True) for row in over} == {
        mirrored(row, is_mirrored=False) for row in back
    }
    assert told_counts(told_once(*ends)) == counted(over)
    assert changes(ends[1], ends[1]) == []


def undoing_leaves(rows: list[Row], before: Org, after: Org) -> list[Row]:
    """Give the rows of effective access that are still there once their causes are undone."""
    base = {row["change_id"]: row for row in rows if row["entity"] != ACCESS}
    sets: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        if row["entity"] == ACCESS and row["change"] != "not_known":
            sets.setdefault(tuple(row["cause_ids"] or ()), []).append(row)
    earlier = PlainAccess(before)
    left = []
    for ids, moved in sets.items():
        later = PlainAccess(undone([base[one] for one in ids], after, before))
        left += [row for row in moved if value(later, row) != value(earlier, row)]
    return left


def value(plain: PlainAccess, row: Row) -> object:
    """Ask what a row is about; a database that only deeper paths name is as its connection."""
    inode_id, org = row["inode_id"], plain.org
    if inode_id not in {*org.inodes, *org.connections, *org.paths}:
        return None
    answer = plain.ask(row["member_id"], inode_id)
    names = {"granted_permission": "granted", "effective_permission": "effective"}
    return getattr(answer, names.get(str(row["column"]), str(row["column"])))
