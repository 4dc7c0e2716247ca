"""What the reports say of small organisations whose answers are plain to see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from figures import figures_hold
from sealed import Sealed
from sigma_audit.document import Document
from sigma_audit.errors import ConfigError, NotFound
from sigma_audit.library import Library, Query
from sigma_audit.report.catalog import OF_COMMANDS, Report, catalog
from sigma_audit.report.run import CANDIDATES, FRAME, TABLE, Inputs, run_report, typed
from sigma_audit.result import Result

LIBRARY = Library()
NAMES = [
    name
    for name, found in catalog(LIBRARY).items()
    if found.needs not in OF_COMMANDS and not found.about
]


@pytest.fixture(scope="module")
def inputs(sealed: Sealed) -> Iterator[Inputs]:
    with ExitStack() as stack:
        yield Inputs.open(stack, sealed.summer, sealed.spring, LIBRARY)


@pytest.fixture(scope="module")
def spring(sealed: Sealed) -> Iterator[Inputs]:
    with ExitStack() as stack:
        yield Inputs.open(stack, sealed.spring, None, LIBRARY)


def report(inputs: Inputs, name: str, **params: str) -> Document:
    return run_report(inputs, LIBRARY, name, params)


def picked(result: Result, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(record[name] for name in names) for record in result.records()]


def held(query: Query, result: Result) -> None:
    """Check that a result is what its query's header promises."""
    assert result.names == tuple(name for name, _ in query.columns), query.file
    keys = picked(result, *query.grain)
    assert len(set(map(str, keys))) == len(keys), f"{query.file}: grain is not unique"


@pytest.mark.parametrize("name", NAMES)
def test_every_query_of_a_report_keeps_its_header(inputs: Inputs, name: str) -> None:
    found: Report = catalog(LIBRARY)[name]
    asked = inputs.pair if found.needs == "pair" else inputs.snapshot
    assert asked is not None
    held(found.query, asked.keep(TABLE, found.query))
    for query in (found.answer, found.figures):
        held(query, asked.run(query))
    held(found.attention, asked.keep(CANDIDATES, found.attention))
    ranking = LIBRARY.query("sections", "frame_attention")
    held(ranking, asked.run(ranking, {"said": 4}))
    for section in found.sections:
        of = inputs.pair if section.is_pair else asked
        assert of is not None
        held(section.query, of.run(section.query))


@pytest.mark.parametrize("name", FRAME)
def test_every_query_of_the_frame_keeps_its_header(inputs: Inputs, name: str) -> None:
    query = LIBRARY.query("sections", f"frame_{name}")
    held(query, inputs.snapshot.run(query))


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_has_its_whole_and_leads_to_its_rows(inputs: Inputs, name: str) -> None:
    figures_hold(report(inputs, name))


def test_the_figures_of_a_dossier_lead_to_its_rows(inputs: Inputs, sealed: Sealed) -> None:
    figures_hold(report(inputs, "member_dossier", who=sealed.ids["bob"]))
    figures_hold(report(inputs, "object_dossier", what=sealed.ids["payroll"]))


@pytest.mark.parametrize("name", NAMES)
def test_little_of_what_needs_attention_is_told_outright(inputs: Inputs, name: str) -> None:
    document = report(inputs, name)
    assert sum(not row["is_folded"] for row in document.attention.records()) <= 25


def test_who_can_open_payroll_and_why(spring: Inputs, sealed: Sealed) -> None:
    document = report(spring, "access_by_object", object="Finance/Budgets/Payroll")
    assert picked(document.result, "person", "can", "note", "through") == [
        (
            "Bob Test", "Can view", "granted Can edit",
            ["team Finance: Can manage on workspace Finance"],
        ),
        ("Cy Test", "Can edit", None, ["team Finance: Can manage on workspace Finance"]),
        ("Dana Test", "Nothing while archived", "granted Can edit", ["owner"]),
    ]  # fmt: skip
    assert document.answer.endswith(
        "2 of 3 active people can open workbook Finance/Budgets/Payroll."
    )
    by_id = report(spring, "access_by_object", object=sealed.ids["payroll"].upper())
    assert by_id.result.rows == document.result.rows
    objects = next(section for section in document.sections if section.name == "objects")
    assert picked(objects.result, "people", "changers", "outsiders", "given_to") == [
        (
            2, 1, 1,
            [
                "Dana Test — owner",
                "team Finance: Can manage on workspace Finance (2 people: Bob Test, Cy Test)",
            ],
        )
    ]  # fmt: skip


def test_a_parameter_narrows_the_figures_with_the_table(spring: Inputs) -> None:
    whole = report(spring, "access_by_member")
    bob = report(spring, "access_by_member", member="BOB@example.test")
    assert {row[0] for row in picked(bob.result, "person")} == {"Bob Test"}
    assert len(bob.result.rows) < len(whole.result.rows)
    assert "Bob Test can use" in bob.answer
    assert bob.facts["parameters"] == {"member": "BOB@example.test", "everything": False}


def test_the_robot_is_counted_among_no_people(spring: Inputs) -> None:
    document = report(spring, "privileged")
    figures = {row["label"]: row for row in document.figures.records()}
    assert (figures["Admins"]["value"], figures["Admins"]["of"]) == (1, 3)
    assert "1 is an Admin" in document.answer
    robots = [row for row in document.result.records() if row["member_id"] == "SigmaSchedulerRobot"]
    assert [row["power"] for row in robots] == ["Organisation admin"]


def test_data_is_told_where_it_starts_and_all_on_request(spring: Inputs, sealed: Sealed) -> None:
    starts = report(spring, "connections")
    assert picked(starts.result, "object", "person", "can", "below") == [
        ("Snow", "Bob Test", "Can use", 3),
        ("Snow", "Cy Test", "Can use", 3),
    ]
    everything = report(spring, "connections", everything="yes")
    assert len(everything.result.rows) == 2 * 4
    assert sealed.ids["table"] in {row[0] for row in picked(everything.result, "inode_id")}


def test_a_leaver_who_owns_is_told_first(spring: Inputs) -> None:
    told = report(spring, "access_by_member").attention.records()
    assert (told[0]["severity"], told[0]["subject"]) == ("high", "Dana Test")
    assert told[0]["reason"] == "is archived and still owns 1 object."


def test_what_summer_changed(inputs: Inputs) -> None:
    document = report(inputs, "changes")
    assert ("team_member", "removed") in set(picked(document.result, "entity", "change"))
    people = next(section for section in document.sections if section.name == "people")
    changed = {row["person"]: row for row in people.result.records()}
    assert changed["Bob Test"]["lost"] > 0
    assert "Cy Test" not in changed
    assert document.facts["before"]["snapshot_id"] != document.facts["snapshot_id"]
    assert "trust_before" in document.frame
    assert "Between 31 March 2026, 09:14 and 30 June 2026, 09:14 UTC" in document.answer


def test_changes_without_an_earlier_snapshot_asks_for_it(spring: Inputs) -> None:
    with pytest.raises(ConfigError, match="compares two snapshots") as caught:
        report(spring, "changes")
    assert "--before" in caught.value.hint


def test_a_complete_snapshot_is_called_complete(spring: Inputs) -> None:
    document = report(spring, "overview")
    assert document.facts["complete"] is True
    states = {row["item"]: row["state"] for row in document.frame["trust"].records()}
    assert states["Complete."] == "good"
    assert "Demo data." not in states
    assert "at least" not in document.answer


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("changes", "coverage")])
def test_an_incomplete_snapshot_never_looks_whole(incomplete: Path, name: str) -> None:
    with ExitStack() as stack:
        document = report(Inputs.open(stack, incomplete, None, LIBRARY), name)
    assert document.facts["complete"] is False
    assert document.facts["status"] == "incomplete"
    assert document.facts["not_known"]
    trust = document.frame["trust"].records()
    assert [row["state"] for row in trust if row["item"] == "Incomplete."] == ["bad"]
    assert [row["short"] for row in trust if row["short"]] == ["INCOMPLETE"]
    assert "at least" in document.answer


def test_a_row_that_rests_on_something_unread_says_so(incomplete: Path) -> None:
    with ExitStack() as stack:
        document = report(Inputs.open(stack, incomplete, None, LIBRARY), "access_by_object")
    unsure = [row for row in document.result.records() if row["certainty"] == "at_least"]
    assert all("at least" in row["note"] for row in unsure)
    figures = {row["label"]: row["value"] for row in document.figures.records()}
    assert figures["accesses that could be stronger"] == len(unsure)


def test_coverage_lists_what_was_refused_first(incomplete: Path) -> None:
    with ExitStack() as stack:
        document = report(Inputs.open(stack, incomplete, None, LIBRARY), "coverage")
    assert document.result.records()[0]["status"] == "forbidden"
    assert "is incomplete" in document.answer


def test_wrong_names_are_said_plainly(spring: Inputs) -> None:
    with pytest.raises(NotFound, match="no report 'nothing'"):
        report(spring, "nothing")
    with pytest.raises(ConfigError, match="no parameter colour") as caught:
        report(spring, "access_by_object", colour="red")
    assert "object" in caught.value.hint
    with pytest.raises(ConfigError, match="'maybe' is not yes or no"):
        report(spring, "connections", everything="maybe")


def test_parameters_are_read_as_their_type() -> None:
    query = LIBRARY.query("reports", "connections")
    assert typed(query, {"everything": "YES", "connection": "5", "other": "x"}) == {
        "everything": True,
        "connection": "5",
    }
