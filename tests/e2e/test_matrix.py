"""Every cell of `effective_access`, against the organisation that was asked."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from e2e.conftest import Full, Quarter
from e2e.truth import Cell, Pair, Truth
from emulator.plain_access import CONTENT, DATA, PlainAccess
from finished_demo import Demo
from sigma_audit.emulator import access
from sigma_audit.emulator.index import Index

ORDER = {word: rank for words in (CONTENT, DATA) for rank, word in enumerate(words, 1)}
STATES = range(3)


def cells(path: Path) -> dict[Pair, tuple[Cell, str]]:
    """Read `effective_access` with a plain DuckDB, `certainty` beside each cell."""
    with duckdb.connect(str(path), read_only=True) as connection:
        rows = connection.execute(
            "select a.member_id, a.inode_id, a.granted_permission, a.effective_permission, "
            "a.can_write_back, a.path_count, a.certainty, i.is_synthetic "
            "from effective_access a join inodes i using (inode_id)"
        ).fetchall()
    found = {(row[0], row[1]): (Cell(*row[2:6]), row[6]) for row in rows if not row[7]}
    assert len(found) == sum(not row[7] for row in rows)
    return found


def inode_ids(path: Path) -> set[str]:
    with duckdb.connect(str(path), read_only=True) as connection:
        rows = connection.execute("select inode_id from inodes where not is_synthetic").fetchall()
    return {row[0] for row in rows}


def may_stay_unseen(truth: Truth) -> set[str]:
    """Folders without a document and without a grant below (contract), and symbolic links."""
    org = truth.org
    links = {i.inode_id for i in org.inodes.values() if i.type == "symlink"}
    seen = {grant.inode_id for grant in org.grants.values()}
    seen |= {i.inode_id for i in org.inodes.values() if i.type not in ("folder", "symlink")}
    shown = {
        above for inode_id in seen if inode_id in org.inodes for above in truth.above(inode_id)
    }
    folders = {i.inode_id for i in org.inodes.values() if i.type == "folder"}
    return links | (folders - shown)


def assert_same_tree(path: Path, truth: Truth) -> set[str]:
    """Assert that the snapshot holds the organisation's things; gives those it does not show."""
    org = truth.org
    mine, theirs = {*org.inodes, *org.connections, *org.paths}, inode_ids(path)
    assert len(mine) > 3000
    assert theirs <= mine
    assert mine - theirs <= may_stay_unseen(truth)
    return mine - theirs


def under_the_unlisted(path: Path, truth: Truth) -> set[str]:
    """Paths whose names run through a database or schema that the API does not list."""
    org = truth.org
    with duckdb.connect(str(path), read_only=True) as connection:
        rows = connection.execute(
            "select inode_id, connection_id, path from connection_paths where is_synthetic"
        ).fetchall()
    assert {row[0] for row in rows}.isdisjoint(org.paths)
    return {
        one.inode_id
        for _, connection_id, names in rows
        for one in org.paths.values()
        if one.connection_id == connection_id and list(one.names[: len(names)]) == names
    }


def differing(found: dict[Pair, Cell], expected: dict[Pair, Cell]) -> dict[Pair, object]:
    keys = found.keys() | expected.keys()
    return {
        key: (found.get(key), expected.get(key))
        for key in keys
        if found.get(key) != expected.get(key)
    }


@pytest.mark.parametrize("state", STATES)
def test_the_yardstick_agrees_with_two_others(state: int, quarter: Quarter) -> None:
    """`Truth` against the emulator's own answers (all), and against pair-by-pair loops (some)."""
    truth = quarter.truths[state]
    org, index, plain = truth.org, Index(truth.org), PlainAccess(truth.org)
    usable: dict[Pair, str] = {}
    for member in org.members.values():
        reached = access.content_access(org, index, member) | access.data_access(org, index, member)
        usable |= {(member.member_id, inode_id): word for inode_id, word in reached.items()}
    assert len(usable) > 50_000
    mine = {pair: cell.effective for pair, cell in truth.cells.items() if cell.effective}
    assert mine == usable
    for pair in sorted(truth.cells)[:: len(truth.cells) // 500]:
        answer, cell = plain.ask(*pair), truth.cells[pair]
        assert (answer.granted, answer.effective) == (cell.granted, cell.effective), pair
        assert answer.can_write_back == cell.can_write_back, pair


@pytest.mark.parametrize("state", [0, -1], ids=["before", "after"])
def test_with_every_table_read_every_cell_is_true_and_known(
    state: int, full: Full, quarter: Quarter
) -> None:
    truth, path = quarter.truths[state], full.paths[state]
    unseen = assert_same_tree(path, truth)
    read = cells(path)
    # what lies under a database that no list shows: nobody can ask what was granted on it
    under = under_the_unlisted(path, truth)
    assert 100 < len(under) < len(truth.org.paths) / 2
    assert {pair[1] for pair, (_, certainty) in read.items() if certainty != "known"} <= under
    assert {certainty for pair, (_, certainty) in read.items() if pair[1] in under} == {"at_least"}
    expected = {pair: cell for pair, cell in truth.cells.items() if pair[1] not in unseen}
    found = {pair: cell for pair, (cell, _) in read.items()}
    assert len(expected) > 80_000
    assert differing(found, expected) == {}
    on_content = sum(pair[1] in truth.org.inodes for pair in found)
    assert on_content > 50_000
    assert len(found) - on_content > 20_000
    assert sum(cell.can_write_back for cell in found.values()) > 1_000


@pytest.mark.parametrize("state", STATES)
def test_the_standard_plan_is_true_on_content_and_never_too_high_on_data(
    state: int, demo: Demo, quarter: Quarter
) -> None:
    truth, path = quarter.truths[state], demo.snapshots[state]
    unseen = assert_same_tree(path, truth)
    read = cells(path)
    content = {pair: cell for pair, (cell, _) in read.items() if pair[1] in truth.org.inodes}
    expected = {
        pair: cell
        for pair, cell in truth.cells.items()
        if pair[1] in truth.org.inodes and pair[1] not in unseen
    }
    assert len(expected) > 50_000
    assert differing(content, expected) == {}
    assert {read[pair][1] for pair in content} == {"known"}

    data = {pair: cell for pair, cell in truth.cells.items() if pair[1] not in truth.org.inodes}
    found = {pair: cell for pair, (cell, _) in read.items() if pair not in content}
    wrong = differing(found, data)
    # Only an organisation-wide grant on a table can escape this plan, and every such cell says so.
    everyones = {
        grant.inode_id
        for grant in truth.org.grants.values()
        if grant.inode_id in truth.org.paths and not (grant.member_id or grant.team_id)
    }
    assert wrong
    assert {pair[1] for pair in wrong} <= everyones
    for pair in wrong:
        if pair in found:
            cell, certainty = read[pair]
            mine, truly = (ORDER.get(one.granted or "", 0) for one in (cell, data[pair]))
            assert mine <= truly
            # the unread grant is a further reason; known to be the strongest, it is no gap
            assert certainty == "at_least" or mine == truly == len(DATA), pair
    known = sum(certainty == "known" for pair, (_, certainty) in read.items() if pair in found)
    assert known > 1_000


@pytest.mark.parametrize("state", STATES)
def test_what_the_standard_plan_cannot_see_is_listed_as_not_known(
    state: int, demo: Demo, quarter: Quarter
) -> None:
    """D10: a pair the snapshot lacks is named by a gap, or its absence would read as known."""
    truth, path = quarter.truths[state], demo.snapshots[state]
    read = cells(path)
    missing = {
        inode_id
        for member_id, inode_id in truth.cells
        if (member_id, inode_id) not in read and inode_id in truth.org.paths
    }
    with duckdb.connect(str(path), read_only=True) as connection:
        gaps = connection.execute("select inode_id from not_known where member_id is null")
        named = {row[0] for row in gaps.fetchall()}
    assert missing
    assert missing <= named
