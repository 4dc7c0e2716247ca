"""Every scripted change is told, with its consequences for access, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from e2e.command import csv_rows, sigma_audit
from e2e.conftest import Full, Quarter
from e2e.test_matrix import under_the_unlisted
from e2e.truth import Cell, Truth
from emulator.plain_access import CONTENT, DATA
from emulator.test_quarter import differences, facts, row
from finished_demo import Demo
from sigma_audit.emulator.org import Org
from sigma_audit.emulator.quarter import expected_access_changes, expected_base_changes

Row = dict[str, str]
Change = tuple[str, str | None, str | None]  # change, before, after
Moves = dict[tuple[str, str, str], Change]  # member_id, inode_id, column
PAIRS = [0, 1]
IDS = {
    "member": ("member_id",),
    "team": ("team_id",),
    "team_member": ("team_id", "member_id"),
    "workspace": ("inode_id",),
    "inode": ("inode_id",),
    "connection": ("inode_id",),
    "grant": ("inode_id", "team_id", "member_id"),
}
NOTHING = Cell(None, None, False, 0)
UNEXPLAINED = "no single change explains it"


def base(rows: Iterable[Row]) -> set[tuple[object, ...]]:
    """Lay the rows of members, teams, inodes and grants out as `quarter.Change` has them.

    What comes or goes carries its name in before or after; for grants alone that is said.
    """
    found: set[tuple[object, ...]] = set()
    for one in rows:
        entity, change = one["entity"], one["change"]
        if entity == "effective_access":
            continue
        ids = frozenset((key, one[key]) for key in IDS[entity] if one[key])
        values: tuple[str | None, ...] = (one["before"] or None, one["after"] or None)
        if change in ("added", "removed") and entity != "grant":
            values = (None, None)
        told = (entity, change, ids, one["column"] or None, *values)
        assert told not in found, f"told twice: {told}"
        found.add(told)
    return found


def access(rows: Iterable[Row]) -> Moves:
    found: Moves = {}
    for one in rows:
        if one["entity"] == "effective_access":
            key = (one["member_id"], one["inode_id"], one["column"])
            assert key not in found, f"told twice: {key}"
            found[key] = (one["change"], one["before"] or None, one["after"] or None)
    return found


def moves(before: Truth, after: Truth) -> Moves:
    """What became of every pair: the three columns of the contract's `diff`."""
    found: Moves = {}
    for pair in before.cells.keys() | after.cells.keys():
        old, new = before.cells.get(pair, NOTHING), after.cells.get(pair, NOTHING)
        if old.granted != new.granted:
            found[*pair, "granted_permission"] = move(old.granted, new.granted)
            continue
        if old.effective != new.effective:
            found[*pair, "effective_permission"] = move(old.effective, new.effective)
        if old.can_write_back != new.can_write_back:
            told = "true" if old.can_write_back else None, "true" if new.can_write_back else None
            found[*pair, "can_write_back"] = ("lost" if told[0] else "gained", *told)
    return found


def move(old: str | None, new: str | None) -> Change:
    if old is None or new is None:
        return ("gained" if old is None else "lost", old, new)
    order = CONTENT if old in CONTENT else DATA
    return ("raised" if order.index(new) > order.index(old) else "lowered", old, new)


def things(org: Org) -> set[str]:
    return {*org.inodes, *org.connections, *org.paths}


def others(found: Moves, *truths: Truth) -> set[str]:
    """Inodes that the organisation does not list: databases that only deeper paths name."""
    return {key[1] for key in found}.difference(*(things(truth.org) for truth in truths))


def synthetic_as_their_connection(found: Moves, truth: Truth, snowflake: str) -> Moves:
    """Take out the moves of databases that only deeper paths name; they must be the connection's.

    They lie right under it and carry no grant of their own.
    """
    others = {key for key in found if key[1] not in things(truth.org)}
    for inode_id in {key[1] for key in others}:
        mine = {(m, c): found[m, i, c] for m, i, c in others if i == inode_id}
        theirs = {(m, c): change for (m, i, c), change in found.items() if i == snowflake}
        assert mine == theirs
    return {key: change for key, change in found.items() if key not in others}


def as_data(row: Row) -> Row:
    """Say a row of the report like one of `diff`: yes and no are true and false there."""
    if not row["column"].startswith(("is_", "can_", "use_", "write_")):
        return row
    words = {"yes": "true", "no": "false"}
    assert not {row["before"], row["after"]} & {"true", "false"}
    return row | {key: words.get(row[key], row[key]) for key in ("before", "after")}


def explained(rows: Iterable[Row]) -> None:
    """Assert that every row of effective access names what moved it."""
    without = [
        one["change_id"]
        for one in rows
        if one["entity"] == "effective_access" and one["cause"] in ("", UNEXPLAINED)
    ]
    assert without == []


def diff_rows(before: Path, after: Path, folder: Path) -> list[Row]:
    said = sigma_audit("diff", before, after, "--format", "csv", folder=folder)
    assert said.code == 0, said.err
    return csv_rows(said.out)


@pytest.fixture(scope="module")
def told(demo: Demo) -> list[list[Row]]:
    """The rows of `diff` between each snapshot of the demo and the next."""
    files = demo.snapshots
    return [diff_rows(files[n], files[n + 1], demo.folder) for n in PAIRS]


@pytest.mark.parametrize("number", PAIRS)
def test_the_scripted_changes_are_told_and_no_others(
    number: int, told: list[list[Row]], quarter: Quarter
) -> None:
    stage = quarter.stages[number]
    expected = {row(change) for change in expected_base_changes(stage.batch, stage.names)}
    assert len(expected) > 15
    assert base(told[number]) == expected


@pytest.mark.parametrize("number", PAIRS)
def test_the_named_consequences_are_told(
    number: int, told: list[list[Row]], quarter: Quarter
) -> None:
    stage, found = quarter.stages[number], access(told[number])
    expected = expected_access_changes(stage.batch, stage.names)
    assert len(expected) >= 5
    for one in expected:
        key = (one.member_id, one.inode_id, "granted_permission")
        assert found.get(key) == (one.change, one.before, one.after), one


@pytest.mark.parametrize("number", PAIRS)
def test_access_moves_as_it_truly_did_or_is_not_known(
    number: int, told: list[list[Row]], quarter: Quarter
) -> None:
    """Content exactly; of data what this plan can tell, and the rest said to be not known."""
    before, after = quarter.truths[number : number + 2]
    expected = moves(before, after)
    explained(told[number])
    found = access(told[number])
    snowflake = next(
        c.connection_id for c in after.org.connections.values() if c.name == "Snowflake"
    )
    unknown = {key: change for key, change in found.items() if change[0] == "not_known"}
    sure = {key: change for key, change in found.items() if key not in unknown}
    sure = synthetic_as_their_connection(sure, after, snowflake)
    on_content = {key: one for key, one in expected.items() if key[1] in after.org.inodes}
    assert len(on_content) > 50
    assert {key: one for key, one in sure.items() if key[1] in after.org.inodes} == on_content
    assert all(expected.get(key) == change for key, change in sure.items())
    # nothing that moved is passed over, and what is not known lies where nobody asked
    everyones = {g.inode_id for g in after.org.grants.values() if not (g.member_id or g.team_id)}
    silent = expected.keys() - sure.keys() - unknown.keys()
    assert {key[1] for key in silent} <= everyones & after.org.paths.keys()
    assert {key[1] for key in unknown} <= after.org.paths.keys() | others(found, before, after)
    assert len(unknown) < len(expected)


def test_the_report_on_the_whole_quarter_tells_its_sum(demo: Demo, quarter: Quarter) -> None:
    rows = [as_data(row) for row in demo.rows("changes")]
    first, last = quarter.truths[0], quarter.truths[-1]
    assert base(rows) == differences(facts(first.org), facts(last.org))
    explained(rows)
    sure = {key: one for key, one in access(rows).items() if one[0] != "not_known"}
    expected = moves(first, last)
    on_content = {key: one for key, one in expected.items() if key[1] in last.org.inodes}
    assert len(on_content) > 100
    assert {key: one for key, one in sure.items() if key[1] in last.org.inodes} == on_content


def test_nothing_changes_between_a_snapshot_and_itself(demo: Demo) -> None:
    for file in (demo.snapshots[0], demo.snapshots[-1]):
        assert diff_rows(file, file, demo.folder) == []


@pytest.mark.parametrize("way", [1, -1], ids=["forwards", "backwards"])
def test_with_every_table_read_all_moves_are_told_and_true(
    way: int, full: Full, quarter: Quarter, tmp_path: Path
) -> None:
    """Both planes, all pairs; where a database cannot be asked, the move is told as not known."""
    before, after = full.paths[::way]
    rows = diff_rows(before, after, tmp_path)
    first, last = (quarter.truths[0], quarter.truths[-1])[::way]
    told_as_unknown = {one["entity"] for one in rows if one["change"] == "not_known"}
    assert told_as_unknown == {"effective_access"}
    assert base(rows) == differences(facts(first.org), facts(last.org))
    explained(rows)
    found, expected = access(rows), moves(first, last)
    assert len(expected) > 1_000
    kinds = {change for change, _, _ in expected.values()}
    assert kinds >= {"gained", "lost", "raised" if way == 1 else "lowered"}
    under = under_the_unlisted(full.paths[0], last)
    assert under
    for key, (change, *values) in found.items():
        if key[1] in under:
            assert change == "not_known" or (change, *values) == expected[key], key
    unlisted = others(found, first, last)
    assert {key[1] for key, one in found.items() if one[0] == "not_known"} <= under | unlisted
    mine = {key: one for key, one in found.items() if key[1] not in under | unlisted}
    theirs = {key: one for key, one in expected.items() if key[1] not in under}
    assert len(theirs) > 1_000
    assert mine == theirs
    hidden = {key: one for key, one in expected.items() if key[1] in under}
    assert hidden
    assert {key: found[key][1:] for key in hidden} == {k: one[1:] for k, one in hidden.items()}
