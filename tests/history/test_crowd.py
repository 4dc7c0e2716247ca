"""What a diff counts for many at once is what each pair says, and undoing its causes undoes it."""

from __future__ import annotations

import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from history.algebra import counted, told_counts
from history.combined import LIBRARY, told_once
from history.crowd import CONTENT, crowd
from history.staged import ACCESS, seal, undoing_leaves
from history.undo import Row
from sigma_audit.emulator.org import Org
from sigma_audit.library import Library
from sigma_audit.snapshot.pair import Pair

SEEDS = (2, 8)  # many in bundles; many looked at alone where those like them are counted
ORDER: list[object] = [*CONTENT, "usage", "annotate", "admin"]
LEVELS = """
    select member_id, inode_id, granted_permission, effective_permission,
        if(can_write_back, 'true', null) as can_write_back
    from {side}.main.effective_access
"""


@dataclass
class Crowd:
    """Both states, an open pair of their snapshots, and every row of its diff."""

    before: Org
    after: Org
    files: tuple[Path, Path]
    pair: Pair
    rows: list[Row]

    @property
    def access(self) -> list[Row]:
        return [row for row in self.rows if row["entity"] == ACCESS]


def one_by_one(folder: Path) -> Library:
    """Give the library without what lets many pairs be told as one: each has a cause of its own."""
    for drawer in ("sql", "reports"):
        shutil.copytree(LIBRARY.root / drawer, folder / drawer)
    for name, wanted, alone in (
        ("wide_principals", "where wide_no < 60", "where false"),
        ("moved_pairs", "if(is_steady, 0,", "if(false, 0,"),
        ("moved_pairs", "if(is_steady, moved_no, 0)", "0"),
        ("moved_pairs", "            s.member_no, 0\n", "            s.member_no, s.member_no\n"),
    ):
        file = folder / "sql" / "history" / f"{name}.sql"
        text = file.read_text(encoding="utf-8")
        assert wanted in text
        file.write_text(text.replace(wanted, alone), encoding="utf-8")
    return Library(root=folder)


@pytest.fixture(scope="module", params=SEEDS)
def drawn(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Crowd]:
    folder = tmp_path_factory.mktemp("crowd")
    before, after = crowd(request.param)
    files = seal(before, folder / "before"), seal(after, folder / "after")
    with Pair(*files, LIBRARY) as pair:
        yield Crowd(
            before, after, files, pair, pair.run(LIBRARY.query("questions", "diff")).records()
        )


def test_the_rows_are_the_difference_of_what_each_snapshot_shows(drawn: Crowd) -> None:
    said = ("granted_permission", "effective_permission", "can_write_back")

    def levels(side: str) -> dict[tuple[str, str], dict[str, str | None]]:
        found = drawn.pair.sql(LEVELS.format(side=side)).records()
        return {(row["member_id"], row["inode_id"]): row for row in found}

    was, now = levels("before"), levels("after")
    nothing: dict[str, str | None] = dict.fromkeys(said)
    expected = {}
    for member, inode in was.keys() | now.keys():
        old, new = was.get((member, inode), nothing), now.get((member, inode), nothing)
        granted = old["granted_permission"] != new["granted_permission"]
        for column in said[:1] if granted else said[1:]:
            if old[column] != new[column]:
                expected[member, inode, column] = (old[column], new[column])
    assert all(row["change"] != "not_known" for row in drawn.access)
    assert {
        (row["member_id"], row["inode_id"], row["column"]): (row["before"], row["after"])
        for row in drawn.access
    } == expected
    assert len(expected) > 200


def test_what_is_told_once_counts_the_rows(drawn: Crowd) -> None:
    assert told_counts(told_once(*drawn.files)) == counted(drawn.rows)
    ways = drawn.pair.sql(
        "select count(*) filter (cell_no <> 0) as cells, "
        "count(*) filter (bundle_no <> 0) as bundles from lane_causes"
    ).one()
    assert min(ways.values()) >= 20


def _is_left(row: Row, then: object, was: object) -> bool:
    """Say whether what was gained is still there: another change may do what this one did not."""
    before, after = (
        int(one) if isinstance(one, bool) else 0 if one is None else 1 + ORDER.index(one)
        for one in (was, then)
    )
    return after > before if row["change"] in ("gained", "raised") else after < before


def test_undoing_the_causes_undoes_the_rows(drawn: Crowd) -> None:
    assert all(row["cause_ids"] for row in drawn.access)
    left = undoing_leaves(drawn.rows, drawn.before, drawn.after, _is_left)
    assert not left, (left[0]["sentence"], left[0]["cause"])


def test_what_many_are_told_is_what_each_alone_is_told(drawn: Crowd, tmp_path: Path) -> None:
    alone = one_by_one(tmp_path)
    with Pair(*drawn.files, alone) as pair:
        rows = pair.run(alone.query("questions", "diff")).records()
        shared = pair.sql("select count(*) as n from lane_causes where member_no = 0").one()["n"]
    assert shared == 0
    assert rows == drawn.rows


def test_each_change_and_each_member_is_said_to_have_what_the_rows_say(drawn: Crowd) -> None:
    rows, members, moved = Counter[str](), defaultdict[str, set[str]](set), Counter[object]()
    for row in drawn.access:
        moved[row["member_id"], str(row["cause_ids"])] += 1
        for change in row["cause_ids"]:
            rows[change] += 1
            members[change].add(row["member_id"])
    found = drawn.pair.sql(
        "select change_id, row_count, member_count from change_reach "
        "join base_changes using (change_no)"
    ).rows
    assert {name: (count, people) for name, count, people in found} == {
        name: (count, len(members[name])) for name, count in rows.items()
    }
    causes = drawn.pair.sql(
        "select member_id, cause_ids, row_count from member_causes "
        "join compared_members using (member_no) join access_causes using (cause_no)"
    ).rows
    assert {(member, str(ids)): count for member, ids, count in causes} == moved
