"""The headers of `sql/history` keep their promises on a world full of changes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from history.combined import LIBRARY, draw, tell
from history.universe import Universe
from sigma_audit.library import Query
from sigma_audit.snapshot.pair import Pair
from worlds import World

ASKED = [
    LIBRARY.query("questions", name)
    for name in ("diff", "diff_aggregated", "gaps_of_pair", "suppressed_columns")
]
ASKED += [LIBRARY.query("reports", "changes")]
ASKED += [
    query
    for query in LIBRARY.queries("sections")
    if query.name.startswith("changes_") and "the_table" not in query.sql
]
RELATIONS = LIBRARY.queries("history")


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    folder = tmp_path_factory.mktemp("headers")
    earlier = World(name="before")
    universes = [Universe(earlier, f"h{seed}x") for seed in range(6)]
    later = earlier.copy()
    for seed, universe in enumerate(universes):
        tell(universe.copy_into(later), draw(300 + seed, 12))
    later.fail("team_members", universes[0].ids["team fin"])
    later.fail("data_models")
    later.fail("object_grants", universes[1].ids["q3"])
    opened = Pair(earlier.seal(folder, LIBRARY), later.seal(folder, LIBRARY), LIBRARY)
    with opened:
        yield opened


@pytest.mark.parametrize("query", [*RELATIONS, *ASKED], ids=lambda q: f"{q.drawer}/{q.name}")
def test_columns_and_grain_are_as_declared(query: Query, pair: Pair) -> None:
    found = pair.run(query)
    assert [name for name, _ in query.columns] == list(found.names)
    at = [found.names.index(name) for name in query.grain]
    keys = [repr([row[place] for place in at]) for row in found.rows]
    assert len(keys) == len(set(keys))


def test_every_relation_had_something_to_tell(pair: Pair) -> None:
    empty = {query.name for query in RELATIONS if not pair.run(query).rows}
    # No cause moves so many pairs here that it is told as a whole: test_told has such. Nor does
    # anybody own what else of theirs is not known: test_not_known has such.
    assert empty == {"move_topics", "gap_owned"}


def test_a_cause_of_many_pairs_is_one_row_of_the_report_and_the_others_are_told_in_full(
    pair: Pair,
) -> None:
    report = LIBRARY.query("reports", "changes")
    spelled = pair.run(report, {"rows_at_most": 1_000_000}).records()
    folded = pair.run(report, {"rows_at_most": 3}).records()
    ways = Counter(
        (row["change"], row["column"], row["cause"])
        for row in spelled
        if row["entity"] == "effective_access"
    )
    many = {way for way, count in ways.items() if count > 3}
    assert "not_known" in {way[0] for way in many} < {way[0] for way in ways}
    assert {row["change_id"] for row in spelled} == {
        row["change_id"] for row in pair.run(LIBRARY.query("questions", "diff")).records()
    }

    def is_folded(row: dict[str, Any]) -> bool:
        return row["entity"] == "effective_access" and row["member_id"] is None

    told = [(row["change"], row["column"], row["cause"]) for row in folded if is_folded(row)]
    assert sorted(told) == sorted(many)
    rest = {row["change_id"] for row in folded if not is_folded(row)}
    assert rest == {
        row["change_id"]
        for row in spelled
        if row["entity"] != "effective_access"
        or (row["change"], row["column"], row["cause"]) not in many
    }


def test_a_report_has_no_more_rows_of_pairs_than_is_said(pair: Pair) -> None:
    report = LIBRARY.query("reports", "changes")
    at_most = {"rows_at_most": 1_000_000, "rows_in_all": 40}
    known = [
        row
        for row in pair.run(report, at_most).records()
        if row["entity"] == "effective_access" and row["change"] != "not_known"
    ]
    rows = [row for row in known if row["member_id"] is not None]
    assert 0 < len(rows) <= 40
    assert len(known) > len(rows)


def test_each_person_is_told_what_their_rows_say(pair: Pair) -> None:
    rows = [
        row
        for row in pair.run(LIBRARY.query("questions", "diff")).records()
        if row["entity"] == "effective_access"
    ]
    counted = Counter((row["member_id"], row["change"]) for row in rows)
    people = pair.run(LIBRARY.query("sections", "changes_people")).records()
    assert {person["member_id"] for person in people} == {row["member_id"] for row in rows}
    for person in people:
        for change in ("gained", "lost", "raised", "lowered"):
            assert person[change] == counted[person["member_id"], change]
        assert person["unknown"] == counted[person["member_id"], "not_known"]


def test_how_much_is_told_one_by_one_is_the_same_wherever_it_is_asked() -> None:
    """A report, a page's account of changes and a timeline draw one line: in five files."""
    limits = re.compile(r"(?:row_count|moved_count) (?:<=|>) (\d+) \w+ so_far (?:<=|>) (\d+)")
    found = {
        query.name: limits.findall(query.sql)
        for kind in ("history", "sections")
        for query in LIBRARY.queries(kind)
    }
    written = {name: told for name, told in found.items() if told}
    assert written.keys() >= {"told_changes", "move_topics", "changed"}
    for kind, name in (("reports", "changes"), ("questions", "happenings_of_access")):
        of = {param.name: param.default for param in LIBRARY.query(kind, name).params}
        written[name] = [(of["rows_at_most"], of["rows_in_all"])]
    assert {limit for told in written.values() for limit in told} == {("1000", "50000")}, written
