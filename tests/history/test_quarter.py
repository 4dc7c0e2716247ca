"""The scripted quarter of the embedded organisation, read through worlds made of its state."""

from __future__ import annotations

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
from history.staged import ACCESS, Stage, differs, staged, undoing_leaves
from history.undo import Row
from sigma_audit.emulator.company import company
from sigma_audit.emulator.quarter import (
    QUARTER,
    expected_access_changes,
    expected_base_changes,
)
from sigma_audit.snapshot.pair import Pair


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> list[Stage]:
    return staged(company(), QUARTER, tmp_path_factory.mktemp("quarter"))


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
    assert undoing_leaves(stage.rows, stage.before, stage.after, differs) == []
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
    assert (
        len(undoing_leaves([*base, *wrong], stage.before, stage.after, differs)) > len(rows) * 0.9
    )


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
