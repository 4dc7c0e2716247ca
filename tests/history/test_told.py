"""What is told as a whole, because it moved too many pairs, says what its pairs would have said."""

from __future__ import annotations

import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from history.combined import LIBRARY, draw, tell
from history.universe import Universe
from sigma_audit.library import Library
from sigma_audit.snapshot.pair import Pair
from worlds import World

TOPICS = ("all", "members", "content", "data", "power", "outside", "grants", "owners", "gaps")


def _telling(folder: Path, pairs: int) -> Library:
    """Give the library with another number of pairs up to which a cause is told pair by pair."""
    for drawer in ("sql", "reports"):
        shutil.copytree(LIBRARY.root / drawer, folder / drawer)
    replaced = 0
    for place in ("history/told_changes", "history/move_topics", "sections/changed"):
        file = folder / "sql" / f"{place}.sql"
        text = file.read_text(encoding="utf-8")
        replaced += text.count("1000 ")
        text = text.replace("1000 ", f"{pairs} ").replace("50000", "1000000")
        file.write_text(text, encoding="utf-8")
    assert replaced == 3
    return Library(root=folder)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Pair, Pair, Library]]:
    """The same two snapshots twice: told pair by pair, and from three pairs on as a whole."""
    folder = tmp_path_factory.mktemp("told")
    earlier = World(name="before")
    universes = [Universe(earlier, f"t{seed}x") for seed in range(4)]
    later = earlier.copy()
    for seed, universe in enumerate(universes):
        tell(universe.copy_into(later), draw(500 + seed, 12))
    later.fail("team_members", universes[0].ids["team fin"])
    files = earlier.seal(folder, LIBRARY), later.seal(folder, LIBRARY)
    whole, each = _telling(folder / "whole", 2), _telling(folder / "each", 1_000_000)
    with Pair(*files, each) as one_by_one, Pair(*files, whole) as as_a_whole:
        yield one_by_one, as_a_whole, whole


def _access(pair: Pair) -> list[dict[str, Any]]:
    rows = pair.run(LIBRARY.query("questions", "diff")).records()
    return [row for row in rows if row["entity"] == "effective_access"]


@pytest.mark.parametrize("topic", TOPICS)
def test_causes_of_many_pairs_are_told_under_the_topics_of_their_pairs(
    opened: tuple[Pair, Pair, Library], topic: str
) -> None:
    one_by_one, as_a_whole, library = opened
    changed = library.query("sections", "changed")

    def told(pair: Pair) -> Counter[tuple[str, str]]:
        rows = pair.run(changed, {"topic": topic}).records()
        return Counter((row["severity"], row["subject_id"]) for row in rows)

    exact, folded = told(one_by_one), told(as_a_whole)
    if topic == "power":  # a place of a group may be its owner's alone
        assert exact.keys() <= folded.keys()
    else:
        assert exact.keys() == folded.keys()
    if topic not in ("grants", "owners", "gaps"):
        moves = _counts(_access(one_by_one))
        assert max(moves[way] for way in moves if way in folded) > 2


def _way(row: dict[str, Any]) -> tuple[str, ...]:
    """Which way, and because of what: by ids, since the words of two causes may be the same."""
    ids = row["cause_ids"]
    return row["change"], row["column"], " ".join(ids) if ids is not None else row["cause"]


def _counts(rows: list[dict[str, Any]]) -> Counter[tuple[str, str]]:
    """How many pairs each cause moved which way."""
    return Counter((row["change"], row["cause"]) for row in rows)


def test_no_pair_of_a_cause_that_is_told_as_a_whole_is_told_alone(
    opened: tuple[Pair, Pair, Library],
) -> None:
    one_by_one, as_a_whole, _ = opened
    ways = Counter(_way(row) for row in _access(one_by_one))
    rows = as_a_whole.sql("from told_changes where entity = 'effective_access'").records()
    alone = Counter(_way(row) for row in rows)
    assert alone == {way: count for way, count in ways.items() if count <= 2}
    assert len(alone) < len(ways)


def test_each_change_is_said_to_have_moved_what_its_pairs_say(
    opened: tuple[Pair, Pair, Library],
) -> None:
    pair, _, _ = opened
    rows, members = Counter[str](), defaultdict[str, set[str]](set)
    for row in _access(pair):
        for change in row["cause_ids"] or ():
            rows[change] += 1
            members[change].add(row["member_id"])
    found = pair.sql(
        "select change_id, row_count, member_count from change_reach "
        "join base_changes using (change_no)"
    ).rows
    assert {name: (count, people) for name, count, people in found} == {
        name: (count, len(members[name])) for name, count in rows.items()
    }


def test_each_member_is_said_to_be_moved_by_what_their_rows_say(
    opened: tuple[Pair, Pair, Library],
) -> None:
    pair, _, _ = opened
    moved = Counter(
        (row["member_id"], str(row["cause_ids"]))
        for row in _access(pair)
        if row["change"] != "not_known"
    )
    found = pair.sql(
        "select member_id, cause_ids, row_count "
        "from member_causes join compared_members using (member_no) "
        "left join access_causes using (cause_no)"
    ).rows
    assert {(member, str(causes)): count for member, causes, count in found} == moved
    counted = pair.sql("select count(*) as n from lane_causes where cell_no <> 0").one()["n"]
    assert counted > 0  # and not only members looked at alone


def test_what_happened_to_a_team_is_told_as_a_whole_where_it_moved_many(
    opened: tuple[Pair, Pair, Library],
) -> None:
    pair, _, library = opened
    query = library.query("questions", "happenings_of_access")
    teams = pair.sql("select distinct team_id from base_changes where team_id is not null").rows
    told = brought = 0
    for (team,) in teams:
        apart = pair.run(query, {"team_id": team}).records()
        folded = pair.run(query, {"team_id": team, "rows_at_most": 0}).records()
        keys = ("change", "cause", "about", "member_count", "inode_count", "happening_id")
        own = pair.sql(
            f"select change_id from base_changes where '{team}' in (team_id, principal_id)"
        ).records()
        sides: list[list[str]] = []
        others: list[Any] = []
        for rows in (apart, folded):
            ids = {row["happening_id"]: row for row in rows}
            of_own = {name for name in ids if any(str(row["change_id"]) in name for row in own)}
            sides.append(sorted(str([ids[name][key] for key in keys]) for name in of_own))
            others.append(ids.keys() - of_own)
        assert sides[0] == sides[1]
        # Of what others changed, the whole is told: nothing is missed, and none of it is sure.
        assert others[0] <= others[1]
        unsure = [row["sentence"] for row in folded if row["happening_id"] in others[1]]
        assert all(text.endswith("; members of the team may be among them") for text in unsure)
        populated = pair.sql(
            f"select 'gained' from after.main.team_members where team_id = '{team}' "
            f"union select 'lost' from before.main.team_members where team_id = '{team}'"
        ).records()
        sides_with_members = {next(iter(row.values())) for row in populated}
        assert {name.split()[1] for name in others[1]} <= sides_with_members | {"raised", "lowered"}
        brought += len(others[0])
        told += sum(": access " in row["sentence"] for row in folded)
    assert told > 0
    assert brought > 0
