"""What a diff counts for many at once is what each pair says, and undoing its causes undoes it."""

from __future__ import annotations

import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from history.algebra import counted, told_counts
from history.combined import LIBRARY
from history.crowd import CONTENT, crowd
from history.staged import ACCESS, seal, undoing_leaves
from history.undo import Row
from sigma_audit.emulator.org import Org
from sigma_audit.library import Library
from sigma_audit.snapshot.pair import Pair
from worlds import BUILD, VIEW, World

SEEDS = (2, 3, 5, 6)
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
    told = drawn.pair.run(LIBRARY.query("questions", "diff_aggregated")).records()
    assert told_counts(told) == counted(drawn.rows)
    ways = drawn.pair.sql(
        "select count(*) filter (cell_no <> 0) as cells, "
        "count(*) filter (bundle_no <> 0) as bundles from lane_causes"
    ).one()
    assert min(ways.values()) >= 10


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
        told = pair.run(alone.query("questions", "diff_aggregated")).records()
        shared = pair.sql("select count(*) as n from lane_causes where member_no = 0").one()["n"]
    assert shared == 0
    assert rows == drawn.rows
    assert told == drawn.pair.run(LIBRARY.query("questions", "diff_aggregated")).records()


def finance(members: int = 5) -> tuple[World, list[str], str, list[tuple[str, str]]]:
    """A team of all, which explores three folders of three workspaces alike.

    Of a hundred and one members, a grant to one is looked at alone; of five, it counts as many.
    """
    world = World(name="before")
    world.account_type("Build", *BUILD)
    world.account_type("View", *VIEW)
    people = [world.member(f"P{number}", "Build") for number in range(members)]
    team = world.team("Finance", *people)
    places = [(w, world.folder("f", w)) for w in map(world.workspace, ("One", "Two", "Three"))]
    for workspace, folder_id in places:
        world.document("workbook", "d", folder_id, people[4])
        world.grant(folder_id, "explore", team=team, grant_id=f"on {workspace}")
    return world, people, team, places


def told_alike(earlier: World, later: World, folder: Path) -> list[Row]:
    """Give the rows, which a diff that tells each pair alone has too, told as often and once."""
    files = earlier.seal(folder / "before", LIBRARY), later.seal(folder / "after", LIBRARY)
    alone = one_by_one(folder / "library")
    with Pair(*files, LIBRARY) as pair, Pair(*files, alone) as by_one:
        rows = pair.run(LIBRARY.query("questions", "diff")).records()
        assert rows == by_one.run(alone.query("questions", "diff")).records()
        told = pair.run(LIBRARY.query("questions", "diff_aggregated")).records()
        assert told == by_one.run(alone.query("questions", "diff_aggregated")).records()
        assert told_counts(told) == counted(rows)
    return rows


def test_a_grant_that_was_given_above_instead_is_told_apart(tmp_path: Path) -> None:
    """As strong as before, but from elsewhere: who leaves the team lost it by that there alone."""
    earlier, people, team, places = finance()
    later = earlier.copy()
    del later.grants[f"on {places[1][0]}"]
    later.grant(places[1][0], "explore", team=team)
    later.team_members[team] = [r for r in later.team_members[team] if r["userId"] != people[0]]
    rows = told_alike(earlier, later, tmp_path)
    assert len({row["cause"] for row in rows if row["change"] == "lost"}) > 1


def _without(world: World, team: str, who: str) -> World:
    """Give the world after one member left a team."""
    later = world.copy()
    later.team_members[team] = [r for r in later.team_members[team] if r["userId"] != who]
    return later


def test_who_has_a_reason_of_their_own_everywhere_lost_nothing(tmp_path: Path) -> None:
    earlier, people, team, places = finance(101)
    for _, folder in places:
        earlier.grant(folder, "edit", member=people[0])
    rows = told_alike(earlier, _without(earlier, team, people[0]), tmp_path)
    assert [row["entity"] for row in rows] == ["team_member"]


def test_what_one_lost_alone_is_named_though_the_team_gave_more(tmp_path: Path) -> None:
    earlier, people, team, places = finance(101)
    folders = sorted(folder for _, folder in places)
    (document,) = [i for i, entry in earlier.inodes.items() if entry["parent"] == folders[2]]
    for place in (*folders[:2], document):
        earlier.grant(place, "edit", member=people[0])
    rows = told_alike(earlier, _without(earlier, team, people[0]), tmp_path)
    assert [row["inode_id"] for row in rows if row["change"] == "lost"] == [folders[2]]


def test_who_changed_in_name_moved_with_all_others(tmp_path: Path) -> None:
    earlier, people, _, places = finance()
    later = earlier.copy()
    later.members[people[1]]["firstName"] = "Other"
    later.members[people[2]]["isArchived"] = True
    del later.grants[f"on {places[0][0]}"]
    later.grants[f"on {places[1][0]}"]["permission"] = "view"
    rows = told_alike(earlier, later, tmp_path)
    moved = {row["member_id"] for row in rows if row["change"] in ("lost", "lowered")}
    assert moved == set(people)


def test_two_members_whose_account_type_changed_alike_have_a_cause_each(tmp_path: Path) -> None:
    earlier, people, _, _ = finance()
    later = earlier.copy()
    for who in people[:2]:
        later.members[who]["memberType"] = "View"
    rows = told_alike(earlier, later, tmp_path)
    lowered = {(row["member_id"], row["cause"]) for row in rows if row["change"] == "lowered"}
    assert len(lowered) == len({cause for _, cause in lowered}) == 2


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
