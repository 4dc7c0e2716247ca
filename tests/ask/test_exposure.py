"""Intervals of access: over drawn states against a plain reading, and over the scripted year."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from scripted_year import Year, scripted_year
from sigma_audit.ask.exposure import exposure
from sigma_audit.emulator.company_build import person_id as who
from sigma_audit.emulator.story import inode
from sigma_audit.errors import NotFound
from sigma_audit.library import Library
from sigma_audit.snapshot.series import at, open_shelf, within
from sigma_audit.snapshot.shelf import Shelf, Taken
from sigma_audit.snapshot.store import Snapshot

LIBRARY = Library()
DRAWN = 400
STATES = ("without", "usable", "granted", "not_known")
START = datetime(2026, 1, 1, 9, 0)
Row = dict[str, Any]


def taken(number: int, day: float = 0, plan: str = "standard", status: str = "complete") -> Taken:
    moment = START + timedelta(days=day or number)
    return Taken(Path(f"{number}.duckdb"), str(number), "org", "sigma", moment, plan, status)


@pytest.fixture(scope="module")
def drawn() -> tuple[dict[str, list[str]], list[Taken]]:
    """Sequences of states, one a member; two snapshots of each third day, and their times."""
    dice = random.Random(5)
    among = [taken(n, n // 2 + n % 2 * (0.2 if n % 3 == 0 else 0.7)) for n in range(14)]
    sequences = {f"m{n}": dice.choices(STATES, (4, 4, 1, 3), k=len(among)) for n in range(DRAWN)}
    return sequences, among


def asked(
    sequences: dict[str, list[str]], among: list[Taken], since: str | None, until: str | None
) -> list[Row]:
    """Lay the sequences down as snapshots would answer, and ask for the intervals."""
    cells = [
        (m, first, last, state)
        for place, (m, line) in enumerate(sequences.items())
        for first, last, state in stretches(line, is_folded=place % 2 == 0)
    ]
    with Shelf([]) as shelf:
        shelf.lay(among)
        for name, states in (("sightings", ("usable", "granted")), ("blind_spots", ("not_known",))):
            shelf._connection.execute(
                f"create table series.{name} (snapshot_no integer, until_no integer, member_id "
                "varchar, inode_id varchar, granted_permission varchar, effective_permission "
                "varchar, can_write_back boolean, effective_label varchar, granted_label varchar, "
                "plane varchar, kind varchar, path_text varchar, name varchar, email varchar, "
                "member_created_at timestamp, inode_created_at timestamp, why_not varchar)"
            )
            kept = [(n, last, m, state) for m, n, last, state in cells if state in states]
            shelf._connection.execute(
                f"insert into series.{name} select n, until_no, m, 'x', 'view', "
                "if(state = 'usable', 'view', null), false, 'V', 'V', 'content', 'folder', 'X', m, "
                "null, null, null, 'unread' from (select unnest(?::integer[]) n, "
                "unnest(?::integer[]) until_no, unnest(?::varchar[]) m, "
                "unnest(?::varchar[]) state)",
                [list(column) for column in zip(*kept, strict=True)],
            )
        for name in ("wanted", "exposure_states", "exposure_runs"):
            shelf.keep_rows(name, LIBRARY.query("series", name), {})
        span = {"since": since, "until": until}
        return shelf.run(LIBRARY.query("series", "exposure"), span).records()


def stretches(line: list[str], *, is_folded: bool) -> list[tuple[int, int, str]]:
    """Give (first, last, state): snapshots that show the same access in a row as one, if folded."""
    found: list[tuple[int, int, str]] = []
    for number, state in enumerate(line):
        if is_folded and found and found[-1][2] == state and state in ("usable", "granted"):
            found[-1] = (found[-1][0], number, state)
        else:
            found.append((number, number, state))
    return found


def plainly(line: list[str], among: list[Taken]) -> list[tuple[Any, ...]]:
    """Read one sequence by hand: state, last without, first, last, first without."""
    days: dict[Any, set[str]] = {}
    for one, state in zip(among, line, strict=True):
        days.setdefault(one.taken_at.date(), set()).add(state)
    seen = [
        (one.taken_at, state)
        for one, state in zip(among, line, strict=True)
        if state != "not_known" or days[one.taken_at.date()] == {"not_known"}
    ]
    found = []
    at_ = 0
    while at_ < len(seen):
        end = at_
        while end + 1 < len(seen) and seen[end + 1][1] == seen[at_][1]:
            end += 1
        state = seen[at_][1]
        earlier = [one for one in seen[:at_] if one[1] != "not_known"][-1:]
        later = [one for one in seen[end + 1 :] if one[1] != "not_known"][:1]
        if state != "without":
            found.append(
                (
                    state,
                    earlier[0][0] if earlier and earlier[0][1] != state else None,
                    seen[at_][0],
                    seen[end][0],
                    later[0][0] if later and later[0][1] != state else None,
                )
            )
        at_ = end + 1
    return found


def test_intervals_are_those_of_a_plain_reading(
    drawn: tuple[dict[str, list[str]], list[Taken]],
) -> None:
    sequences, among = drawn
    rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in sequences}
    for row in asked(sequences, among, None, None):
        rows[row["member_id"]].append(
            (
                row["state"],
                row["last_seen_without"],
                row["first_seen"],
                row["last_seen"],
                row["first_seen_without"],
            )
        )
    holes = 0
    for name, line in sequences.items():
        assert rows[name] == plainly(line, among), line
        holes += sum(one[0] == "not_known" for one in rows[name])
    assert len(sequences) == DRAWN
    assert holes > DRAWN


def test_a_span_keeps_what_it_saw_and_marks_what_it_may_have(
    drawn: tuple[dict[str, list[str]], list[Taken]],
) -> None:
    sequences, among = drawn
    since, until = among[4].taken_at + timedelta(hours=1), among[8].taken_at - timedelta(hours=1)
    every = asked(sequences, among, None, None)
    kept = {
        (row["member_id"], row["first_seen"]): row["is_in_span"]
        for row in asked(sequences, among, str(since), str(until))
    }
    verdicts = set()
    for row in every:
        first, last = row["first_seen"], row["last_seen"]
        verdict = kept.get((row["member_id"], first))
        overlaps = first <= until and last >= since
        if row["state"] != "not_known":
            assert (verdict == "yes") == overlaps, row
        if verdict is None:
            # something was known between what is dropped and the span
            line = zip(among, sequences[row["member_id"]], strict=True)
            known = [one.taken_at for one, state in line if state != "not_known"]
            assert any(last < moment <= since or until <= moment < first for moment in known)
        verdicts.add(verdict)
    assert verdicts == {"yes", "maybe", None}


def test_the_snapshot_of_a_moment_is_the_one_that_can_tell_most_of_its_day() -> None:
    series = [
        taken(0, 1),
        taken(1, 2, "standard"),
        taken(2, 2.2, "principals"),
        taken(3, 2.4, "full", "incomplete"),
        taken(4, 9, "principals"),
    ]
    end_of_day = datetime(2026, 1, 6, 23, 59, 59, 999999)
    found = at(series, end_of_day)
    assert found.taken is series[1]
    assert found.passed_over == (series[2], series[3])
    assert at(series, START + timedelta(days=5)).taken is series[3]
    assert at(series, START + timedelta(days=9)).taken is series[4]
    assert at(series, START, or_after=True).is_after
    with pytest.raises(NotFound, match="no snapshot was taken by"):
        at(series, START)
    days = [START + timedelta(days=day) for day in (2.1, 2.3)]
    assert within(series, *days) == (series[1], series[2], series[3])


# -- the scripted year ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    return scripted_year(tmp_path_factory)


@pytest.fixture(scope="module")
def shelf(year: Year) -> Iterator[Shelf]:
    with open_shelf(year.folder) as opened:
        yield opened


def intervals(rows: list[Row], member: str) -> list[tuple[str, str | None, str, str, str | None]]:
    def day(moment: datetime | None) -> str | None:
        return f"{moment:%m-%d}" if moment else None

    return [
        (
            row["state"],
            day(row["last_seen_without"]),
            str(day(row["first_seen"])),
            str(day(row["last_seen"])),
            day(row["first_seen_without"]),
        )
        for row in rows
        if row["member_id"] == member
    ]


def test_who_could_reach_payroll_in_the_second_quarter(year: Year, shelf: Shelf) -> None:
    asked = exposure(
        shelf, LIBRARY, None, inode("payroll/june"), datetime(2027, 4, 1), datetime(2027, 6, 30, 23)
    )
    rows = asked.records()
    could = {row["name"] for row in rows if row["state"] == "usable"}
    assert could == {
        "Priya Raman", "Chidi Okoro", "Lucía Ortega", "Edith Sommer", "Miriam Adler",
    }  # fmt: skip
    assert intervals(rows, who("lucia")) == [("usable", "03-31", "04-30", "04-30", "05-31")]
    assert intervals(rows, who("chidi")) == [
        ("usable", None, "03-31", "04-30", "05-31"),
        ("granted", "04-30", "05-31", "06-30", None),
    ]
    assert len(asked.facts["snapshots"]) == 4
    assert asked.facts["not_known"] == []


def test_a_snapshot_that_cannot_tell_closes_no_gap(year: Year, shelf: Shelf) -> None:
    rows = exposure(shelf, LIBRARY, None, inode("payroll/june")).records()
    assert intervals(rows, who("marek")) == [
        ("usable", None, "07-01", "07-01", "08-14"),
        ("usable", "09-30", "10-30", "10-30", "11-30"),
        ("not_known", "12-31", "01-29", "02-26", "03-31"),
    ]
    # a guest can be reached by no organisation-wide grant: February tells of him, January not
    assert intervals(rows, who("bastien"))[1:] == [
        ("not_known", "12-31", "01-29", "01-29", "02-26")
    ]
    # who was shown by the sweep of teams is known in both months
    assert intervals(rows, who("priya")) == [("usable", None, "07-01", "06-30", None)]


def test_since_when_a_member_could(year: Year, shelf: Shelf) -> None:
    rows = exposure(shelf, LIBRARY, "dana.okafor@halcyon.example", inode("board/pack")).records()
    assert intervals(rows, who("dana")) == [
        ("usable", None, "07-01", "08-14", "09-30"),
        ("not_known", "01-29", "02-26", "02-26", "03-31"),
        ("usable", "03-31", "04-30", "06-30", None),
    ]
    assert rows[-1]["sentence"].startswith("could reach it (Can explore), from between 2027-03-31")


def test_what_is_gone_from_the_last_snapshot_is_found_in_an_earlier_one(
    year: Year, shelf: Shelf
) -> None:
    space = year.names["carbon_space"]
    rows = exposure(shelf, LIBRARY, None, space).records()
    assert intervals(rows, who("priya")) == [("usable", "07-01", "08-14", "03-31", "04-30")]
    assert {row["state"] for row in rows} == {"usable", "not_known"}


def test_intervals_agree_with_what_each_snapshot_answers(year: Year, shelf: Shelf) -> None:
    """Everybody on the payroll, snapshot by snapshot, is in an interval just when reported."""
    object_id, cells = inode("payroll/june"), 0
    rows = exposure(shelf, LIBRARY, None, object_id).records()
    question = LIBRARY.query("questions", "access_object")
    for file in year.files:
        with Snapshot.open(file) as opened:
            moment = opened.info()["taken_at"]
            found = opened.run(question, {"inode_id": object_id}).records()
        reaching = [r for r in found if r["path_count"]]  # Admins without a reason come last
        answered = {r["member_id"]: bool(r["effective_permission"]) for r in reaching}
        told = {
            row["member_id"]: row["state"] == "usable"
            for row in rows
            if row["state"] != "not_known" and row["first_seen"] <= moment <= row["last_seen"]
        }
        assert told == answered
        cells += len(told)
    assert cells > 50
