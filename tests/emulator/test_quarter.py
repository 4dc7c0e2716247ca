from __future__ import annotations

import asyncio
import copy
from collections.abc import Mapping
from dataclasses import dataclass

import httpx
import pytest

from emulator.plain_access import CONTENT, DATA, PlainAccess
from sigma_audit.emulator.app import create_app
from sigma_audit.emulator.company import CLIENT_ID, CLIENT_SECRET, NOW, company
from sigma_audit.emulator.org import Org
from sigma_audit.emulator.quarter import (
    QUARTER,
    Batch,
    Change,
    apply,
    apply_step,
    expected_access_changes,
    expected_base_changes,
)
from sigma_audit.emulator.quarter_step import Body
from sigma_audit.emulator.stories import STORIES

# entity, ids -> column -> value
Facts = dict[tuple[str, frozenset[tuple[str, str]]], dict[str, str]]


class Sender:
    """Calls the app in process, as the service user."""

    def __init__(self, org: Org) -> None:
        self._transport = httpx.ASGITransport(app=create_app(org, token_rate=False))
        form = {
            "grant_type": "client_credentials",
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
        }
        answer = asyncio.run(self._ask("POST", "/v2/auth/token", data=form))
        self._headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}

    async def _ask(
        self,
        method: str,
        path: str,
        *,
        data: Mapping[str, str] | None = None,
        json: Body | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        async with httpx.AsyncClient(
            transport=self._transport, base_url="http://sigma.test"
        ) as client:
            return await client.request(method, path, data=data, json=json, headers=headers)

    def __call__(self, method: str, path: str, json: Body | None) -> Mapping[str, object]:
        answer = asyncio.run(self._ask(method, path, json=json, headers=self._headers))
        assert answer.status_code in (200, 201), (method, path, answer.text)
        found: Mapping[str, object] = answer.json()
        return found


@dataclass(frozen=True)
class Stage:
    """The organisation before and after one batch."""

    batch: Batch
    before: Org
    after: Org
    names: Mapping[str, str]


@pytest.fixture(scope="module")
def stages() -> list[Stage]:
    org = company()
    send = Sender(org)
    names: dict[str, str] = {}
    found = []
    for batch in QUARTER:
        before = copy.deepcopy(org)
        names = apply(batch, send, names, org)
        found.append(Stage(batch, before, copy.deepcopy(org), names))
    return found


def facts(org: Org) -> Facts:
    """Everything of the base relations that a diff may speak of, noise left out."""
    found: Facts = {}

    def add(entity: str, ids: Mapping[str, str], **columns: str | bool | None) -> None:
        key = (entity, frozenset(ids.items()))
        values = {name: _text(value) for name, value in columns.items() if value is not None}
        assert key not in found or entity == "grant", key
        found.setdefault(key, {}).update(values)

    for m in org.members.values():
        status = "archived" if m.is_archived else "inactive" if m.is_inactive else "active"
        add(
            "member",
            {"member_id": m.member_id},
            account_type=m.account_type,
            status=status,
            user_kind=m.user_kind,
            email=m.email,
            name=f"{m.first_name} {m.last_name}",
        )
    for t in org.teams.values():
        ids = {"team_id": t.team_id}
        add("team", ids, name=t.name, visibility=t.visibility, is_archived=t.is_archived)
        for entry in t.members.values():
            pair = {**ids, "member_id": entry.member_id}
            add("team_member", pair, is_team_admin=entry.is_team_admin)
    for i in org.inodes.values():
        entity = "workspace" if i.type == "workspace" else "inode"
        add(
            entity,
            {"inode_id": i.inode_id},
            name=i.name,
            parent_id=i.parent_id,
            owner_id=i.owner_id,
            is_archived=i.is_archived,
        )
    for c in org.connections.values():
        add(
            "connection",
            {"inode_id": c.connection_id},
            name=c.name,
            type=c.type,
            use_oauth=c.use_oauth,
            write_access=c.write_access,
            is_sample=c.is_sample,
            is_archived=c.is_archived,
        )
    for g in org.grants.values():
        who = {"team_id": g.team_id} if g.team_id else {"member_id": g.member_id or "everyone"}
        tagged = {"tagged": g.permission} if g.tag_id else {"permission": g.permission}
        add("grant", {"inode_id": g.inode_id, **{k: v or "" for k, v in who.items()}}, **tagged)
    return found


def _text(value: str | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else value


def differences(before: Facts, after: Facts) -> set[tuple[object, ...]]:
    found: set[tuple[object, ...]] = set()
    for key in before.keys() | after.keys():
        entity, ids = key
        old, new = before.get(key), after.get(key)
        if old is None or new is None:
            change = "added" if old is None else "removed"
            if entity == "grant":
                word = (old or new or {})["permission"]
                pair = (None, word) if old is None else (word, None)
                found.add((entity, change, ids, None, *pair))
            else:
                found.add((entity, change, ids, None, None, None))
            continue
        for column in old.keys() | new.keys():
            if old.get(column) != new.get(column):
                name = None if entity == "grant" else column
                found.add((entity, "changed", ids, name, old.get(column), new.get(column)))
    return found


def row(change: Change) -> tuple[object, ...]:
    ids = frozenset(change.ids.items())
    return (change.entity, change.change, ids, change.column, change.before, change.after)


def test_there_are_three_snapshots_worth_of_quarter() -> None:
    assert len(QUARTER) >= 2
    times = [NOW, *(batch.now for batch in QUARTER)]
    assert times == sorted(times)
    assert len(set(times)) == len(times)


@pytest.mark.parametrize("number", range(len(QUARTER)), ids=[b.slug for b in QUARTER])
def test_a_batch_changes_what_it_says_and_nothing_else(number: int, stages: list[Stage]) -> None:
    stage = stages[number]
    expected = [row(change) for change in expected_base_changes(stage.batch, stage.names)]
    assert len(set(expected)) == len(expected)
    assert set(expected) == differences(facts(stage.before), facts(stage.after))


def test_each_step_has_its_own_consequences_at_once() -> None:
    org = company()
    send = Sender(org)
    names: dict[str, str] = {}
    steps = 0
    for batch in QUARTER:
        for step in batch.steps:
            before = facts(org)
            names = apply_step(step, send, names)
            one = Batch(step.slug, batch.now, (step,), ())
            expected = {row(change) for change in expected_base_changes(one, names)}
            assert expected == differences(before, facts(org)), step.slug
            assert expected, step.slug
            steps += 1
    assert steps == sum(len(batch.steps) for batch in QUARTER) >= 18


def test_every_kind_of_change_occurs() -> None:
    kinds = {
        (change.entity, change.change, change.column)
        for batch in QUARTER
        for step in batch.steps
        for change in step.changes
    }
    assert kinds >= {
        ("member", "added", None),
        ("member", "changed", "status"),
        ("member", "changed", "account_type"),
        ("team", "added", None),
        ("team", "removed", None),
        ("team", "changed", "name"),
        ("team_member", "added", None),
        ("team_member", "removed", None),
        ("workspace", "added", None),
        ("workspace", "changed", "name"),
        ("inode", "added", None),
        ("inode", "changed", "parent_id"),
        ("inode", "changed", "owner_id"),
        ("inode", "changed", "name"),
        ("inode", "changed", "is_archived"),
        ("connection", "changed", "name"),
        ("grant", "added", None),
        ("grant", "removed", None),
        ("grant", "changed", None),
    }


def test_grants_change_on_every_kind_of_object(stages: list[Stage]) -> None:
    org = stages[-1].after
    kinds: dict[str, set[str]] = {"added": set(), "removed": set(), "changed": set()}
    for stage in stages:
        for change in expected_base_changes(stage.batch, stage.names):
            if change.entity == "grant":
                inode_id = change.ids["inode_id"]
                kind = "path" if inode_id in org.paths else "connection"
                kinds[change.change].add(
                    org.inodes[inode_id].type if inode_id in org.inodes else kind
                )
    every = {"workspace", "folder", "workbook", "connection", "path"}
    assert kinds["added"] == kinds["removed"] == every
    assert kinds["changed"] >= {"workspace", "folder", "workbook", "path"}


@pytest.mark.parametrize("number", range(len(QUARTER)), ids=[b.slug for b in QUARTER])
def test_the_named_pairs_are_affected_as_told(number: int, stages: list[Stage]) -> None:
    stage = stages[number]
    before, after = PlainAccess(stage.before), PlainAccess(stage.after)
    changes = expected_access_changes(stage.batch, stage.names)
    assert len(changes) >= 5
    for change in changes:
        old = before.ask(change.member_id, change.inode_id).granted
        new = after.ask(change.member_id, change.inode_id).granted
        assert (old, new) == (change.before, change.after), change
        order = CONTENT if change.inode_id in stage.after.inodes else DATA
        if old is None or new is None:
            assert change.change == ("gained" if old is None else "lost")
        else:
            is_more = order.index(new) > order.index(old)
            assert change.change == ("raised" if is_more else "lowered")


def test_dana_loses_the_board_pack_and_keeps_it_until_then(stages: list[Stage]) -> None:
    story = next(s for s in STORIES if s.slug == "dana-loses-the-board-pack")
    dana, pack = story.member_ids[0], story.inode_ids[0]
    assert stages[0].before.members[dana].first_name == "Dana"
    answers = [PlainAccess(stage.after).ask(dana, pack).effective for stage in stages]
    assert answers == ["explore", None]
    listed = [c for c in expected_access_changes(stages[-1].batch) if c.member_id == dana]
    assert [(c.inode_id, c.change) for c in listed] == [(pack, "lost")]
    assert len(listed) == story.counts["lost"]


def test_every_other_story_outlives_the_quarter(stages: list[Stage]) -> None:
    plain = PlainAccess(stages[-1].after)
    for story in STORIES:
        if story.report != "changes":
            for reach in story.reaches:
                answer = plain.ask(reach.member_id, reach.inode_id)
                assert (answer.granted, answer.effective) == (reach.granted, reach.effective)


def test_the_quarter_is_the_same_every_time(stages: list[Stage]) -> None:
    org = company()
    send = Sender(org)
    names: dict[str, str] = {}
    for batch in QUARTER:
        names = apply(batch, send, names, org)
    assert names == stages[-1].names
    assert org == stages[-1].after
    assert org.now == QUARTER[-1].now
