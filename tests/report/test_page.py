"""Every page has every part, in the order in which a reader needs them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from sealed import Sealed
from sigma_audit.library import Library
from sigma_audit.render import render
from sigma_audit.report.catalog import OF_COMMANDS, catalog
from sigma_audit.report.run import Inputs, run_report

LIBRARY = Library()
REPORTS = catalog(LIBRARY)
NAMES = [
    name for name, found in REPORTS.items() if found.needs not in OF_COMMANDS and not found.about
]
PARTS = (
    '<p class="answer">',
    '<ul class="trust"',
    '<ul class="figures"',
    'id="attention"',
    'id="changed"',
    'id="view"',
    'id="made"',
    'id="glossary"',
    'class="signoff"',
)


@pytest.fixture(scope="module")
def both(sealed: Sealed) -> Iterator[Inputs]:
    with ExitStack() as stack:
        yield Inputs.open(stack, sealed.summer, sealed.spring, LIBRARY)


@pytest.fixture(scope="module")
def alone(sealed: Sealed) -> Iterator[Inputs]:
    with ExitStack() as stack:
        yield Inputs.open(stack, sealed.summer, None, LIBRARY)


def page(inputs: Inputs, name: str) -> str:
    return render(run_report(inputs, LIBRARY, name, {}), "html").decode()


@pytest.mark.parametrize("name", NAMES)
def test_every_part_is_there_in_order(both: Inputs, name: str) -> None:
    body = page(both, name)
    places = [body.find(part) for part in PARTS]
    assert all(before < after for before, after in pairwise([0, *places])), places
    for said in ("Complete.", "Not verified:", "Taken", "No waiver"):
        assert f"<strong>{said}</strong>" in body
    assert 'data-taken="2026-06-30T09:14:00Z"' in body


@pytest.mark.parametrize("name", [name for name in NAMES if REPORTS[name].needs != "pair"])
def test_without_an_earlier_snapshot_the_page_says_so(alone: Inputs, name: str) -> None:
    assert "No earlier snapshot was given, so nothing is said of change" in page(alone, name)


def test_every_shipped_report_says_what_changed_of_its_subject(both: Inputs) -> None:
    assert both.pair is not None
    topics = LIBRARY.query("history", "change_topics").sql
    for name, found in REPORTS.items():
        # One over many snapshots is about change already.
        assert found.changed or found.needs == "series", name
        assert (
            found.needs == "series"
            or found.changed == found.about
            or f"'{found.changed}'" in topics
        ), name


def test_what_changed_is_about_the_subject(both: Inputs) -> None:
    """Summer took Bob out of Finance and gave everyone view of the workspace."""
    changed = run_report(both, LIBRARY, "organisation_wide", {}).changed
    assert changed is not None
    assert [(row["severity"], row["reason"]) for row in changed.records()] == [
        ("added", "The whole organisation was given Can view on workspace Finance.")
    ]
    teams = run_report(both, LIBRARY, "teams", {}).changed
    assert teams is not None
    assert "Bob Test left team Finance." in [row["reason"] for row in teams.records()]
    types = run_report(both, LIBRARY, "account_types", {}).changed
    assert types is not None
    assert types.rows == []


def test_the_strip_says_how_long_before_the_day_it_is_read_for(alone: Inputs) -> None:
    def taken(as_of: date | None) -> str:
        trust = run_report(alone, LIBRARY, "coverage", {}, as_of=as_of).frame["trust"].records()
        (said,) = (row["sentence"] for row in trust if row["item"] == "Taken")
        return str(said)

    assert taken(None).startswith("30 June 2026, 09:14 UTC, from ")
    assert "UTC, 12 days before 12 July 2026, from " in taken(date(2026, 7, 12))
    assert "UTC, 30 days after 31 May 2026, from " in taken(date(2026, 5, 31))
    assert "UTC, the day this is read for, from " in taken(date(2026, 6, 30))


def test_growth_counts_both_snapshots(both: Inputs, alone: Inputs, sealed: Sealed) -> None:
    assert sealed.ids
    (growth,) = (
        s for s in run_report(both, LIBRARY, "overview", {}).sections if s.name == "growth"
    )
    told = {(row["counted"], str(row["taken_on"])): row["value"] for row in growth.result.records()}
    assert told["people who can sign in", "2026-03-31"] == 3
    assert told["grants", "2026-06-30"] == told["grants", "2026-03-31"] + 1
    (unasked,) = (
        s for s in run_report(alone, LIBRARY, "overview", {}).sections if s.name == "growth"
    )
    assert not unasked.is_asked


def test_a_tail_is_folded_and_counted(both: Inputs) -> None:
    """Of sixty alike four are told, fifty folded, and six more are said to be."""
    asked = both.snapshot
    asked.sql(
        "create or replace temp table the_candidates as select 1 as kind, 'high' as severity, "
        "'S' || i as subject, i::varchar as subject_id, 'is so.' as reason, i as weight "
        "from range(60) as numbers(i)"
    )
    ranked = asked.run(LIBRARY.query("sections", "frame_attention"), {"said": 4}).records()
    assert [row["subject"] for row in ranked if not row["is_folded"]] == [
        "S59",
        "S58",
        "S57",
        "S56",
    ]
    assert len(ranked) == 54
    assert [row["unsaid"] for row in ranked if row["unsaid"]] == [6]


def test_what_a_command_lays_beside_asks_for_no_earlier_snapshot(alone: Inputs) -> None:
    document = replace(run_report(alone, LIBRARY, "teams", {}), compared_by="")
    body = render(document, "html").decode()
    assert "This report says nothing of changes" in body
    assert "--before FILE" not in body
