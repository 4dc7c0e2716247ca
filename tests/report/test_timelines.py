"""Timelines over the scripted year, in every format: what happened, in order, because of what."""

from __future__ import annotations

import json
import re
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from e2e.command import csv_rows
from scripted_year import Year, scripted_year
from sigma_audit.emulator.company_build import person_id as who
from sigma_audit.emulator.story import inode
from sigma_audit.errors import ConfigError, NotFound, Refused
from sigma_audit.library import Library
from sigma_audit.report.run import Inputs, run_report
from sigma_audit.report.series import SeriesSource
from sigma_audit.report.write import write_reports
from whole_page import lacking

LIBRARY = Library()
FORMATS = ("html", "csv", "json")


@dataclass(frozen=True)
class Timeline:
    """One report in its three formats."""

    html: str
    csv: list[dict[str, str]]
    json: dict[str, Any]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    return scripted_year(tmp_path_factory)


def made(
    year: Year,
    out: Path,
    name: str,
    *formats: str,
    until: datetime | None = None,
    **params: str,
) -> Timeline:
    source = SeriesSource(year.folder, None, until)
    forms = formats or FORMATS
    write_reports((name,), year.files[-1], None, forms, out, params, LIBRARY, series=source)
    if "html" in forms:
        assert lacking((out / f"{name}.html").read_text(encoding="utf-8")) == []
    return Timeline(
        (out / f"{name}.html").read_text(encoding="utf-8") if "html" in forms else "",
        csv_rows((out / f"{name}.csv").read_bytes()) if "csv" in forms else [],
        json.loads((out / f"{name}.json").read_bytes()),
    )


def told(timeline: Timeline, about: str | None = None) -> list[tuple[str, str, str]]:
    """Month, change and sentence of each row, in order."""
    return [
        (row["after_at"][:7], row["change"], row["sentence"])
        for row in timeline.json["rows"]
        if about is None or row["about"] == about
    ]


def test_a_member_is_followed_with_causes(year: Year, tmp_path: Path) -> None:
    found = made(year, tmp_path, "member_timeline", who="dana.okafor@halcyon.example")
    months = [(month, change) for month, change, _ in told(found)]
    assert months == [
        ("2026-09", "removed"), ("2026-09", "lost"), ("2026-11", "lost"),
        ("2027-04", "added"), ("2027-04", "added"), ("2027-04", "gained"), ("2027-04", "gained"),
    ]  # fmt: skip
    causes = {row["after_at"][:7]: row["cause"] for row in found.json["rows"] if row["cause"]}
    assert causes["2026-09"] == "Dana Okafor left team Board Pack Readers"
    assert "the whole organisation lost Can explore on workspace Halcyon" in causes["2026-11"]
    assert "Dana Okafor joined team Board Pack Readers" in causes["2027-04"]
    assert "was given Can view" in causes["2027-04"]
    assert [row["sentence"] for row in found.csv] == [s for _, _, s in told(found)]
    facts = found.json["facts"]
    assert len(facts["snapshots"]) == len(year.files) == 12
    assert facts["complete"] is False, "January's snapshot is not whole"
    assert "From when to when" in found.html
    assert (
        "11 of 12" in found.html.replace("</b>", "").replace("<b>", "") or "1 of them" in found.html
    )


def test_an_object_is_followed_with_its_circle(year: Year, tmp_path: Path) -> None:
    found = made(year, tmp_path, "object_timeline", what=inode("payroll/june"))
    lines = told(found)
    assert lines == sorted(lines, key=lambda line: line[0])
    gained = [
        (month, said.split(" gained")[0]) for month, change, said in lines if change == "gained"
    ]
    assert gained == [
        ("2026-08", "Amara Diallo"), ("2026-10", "Marek Novotný"), ("2026-12", "Chidi Okoro"),
        ("2027-04", "Lucía Ortega"), ("2027-06", "Miriam Adler"),
    ]  # fmt: skip
    assert ("2027-06", "raised") in {(month, change) for month, change, _ in lines}
    assert "Payroll Office" in str(found.json["rows"][-1]["cause"])
    assert "5 accesses were gained" in found.html


def test_a_team_is_followed_from_its_founding(year: Year, tmp_path: Path) -> None:
    found = made(year, tmp_path, "team_timeline", team="Payroll Office")
    assert [(month, change) for month, change, _ in told(found, "membership")] == [
        ("2026-11", "added"), ("2026-12", "added"), ("2026-12", "changed"),
        ("2027-04", "added"), ("2027-05", "removed"), ("2027-06", "changed"),
    ]  # fmt: skip
    moved = [(month, change) for month, change, _ in told(found, "access")]
    assert moved == [
        ("2026-12", "gained"), ("2027-04", "gained"), ("2027-05", "gained"), ("2027-05", "lost"),
        ("2027-06", "raised"),
    ]  # fmt: skip
    (made_there,) = (
        row for row in found.json["rows"] if "Payroll May 2027" in (row["cause"] or "")
    )
    assert "2 members gained access to workbook" in made_there["sentence"]
    assert [row["sentence"] for row in found.csv] == [s for _, _, s in told(found)]
    assert made_there["sentence"] in found.html


def test_what_is_moved_beneath_a_grant_of_a_team_happens_to_its_access(
    year: Year, tmp_path: Path
) -> None:
    found = made(year, tmp_path, "team_timeline", "json", team="Board Pack Readers")
    causes = [
        (row["after_at"][:7], row["change"], row["cause"])
        for row in found.json["rows"]
        if row["about"] == "access" and row["sentence"].startswith("Inês Duarte ")
    ]
    moves = [(month, change) for month, change, cause in causes if "was moved from" in cause]
    assert moves == [("2027-02", "lost"), ("2027-03", "gained")]
    assert [(month, change) for month, change, cause in causes if "joined the" in cause] == [
        ("2027-01", "gained"),
    ]  # fmt: skip
    assert not any("Freya" in row["sentence"] for row in found.json["rows"]), "of another grant"


def test_what_the_last_snapshot_does_not_list_is_followed_to_its_end(
    year: Year, tmp_path: Path
) -> None:
    by_then = datetime(2026, 9, 30, 18)
    found = made(year, tmp_path, "team_timeline", "json", until=by_then, team="Sunset Project")
    assert ("2026-09", "removed", "Team Sunset Project was deleted") in told(found)
    with pytest.raises(NotFound, match="there is no team"):
        made(year, tmp_path, "team_timeline", "json", until=by_then, team="Nobody ever")


def test_the_organisation_is_counted_snapshot_by_snapshot(year: Year, tmp_path: Path) -> None:
    found = made(year, tmp_path, "organisation_timeline")
    rows = found.json["rows"]
    assert len(rows) == 12
    assert [row["everyones"] for row in rows] == [1, 1, 1, 1, 0, 0, 0, None, 0, 1, 1, 1]
    outsiders = [row["outsiders"] for row in rows]
    # Bastien freelances in October, Inês joins in January and is erased in June
    assert [b - a for a, b in pairwise(outsiders)] == [
        0, 0, 1, 0, 0, 1, 0, 0, 0, 0, -1,
    ]  # fmt: skip
    people = [row["people"] for row in rows]
    assert people[1] - people[0] == 0, "Amara joins, Marek is switched off"
    assert people[2] - people[1] == -1, "Henrik leaves"
    # February's plan asks no object, so that it sees six grants less: none of them ended
    assert [row["grants"] is None for row in rows] == [month == 7 for month in range(12)]
    assert found.html.count("<polyline") == 8, "five lines, three of them broken in February"
    assert "does not show grants to the whole organisation" in rows[7]["note"]
    seen = re.search(r"not counted beside them: .*?(\d+) grants", rows[7]["note"])
    assert seen, rows[7]["note"]
    assert int(seen[1]) < rows[6]["grants"]
    assert "between 26 February" not in found.html
    assert "and 26 February" not in found.html
    assert "some answers are missing" in rows[6]["note"], "January could not read Payroll"


def test_a_span_reads_what_bounds_it(year: Year, tmp_path: Path) -> None:
    source = SeriesSource(year.folder, datetime(2027, 4, 1), datetime(2027, 5, 31, 23))
    params = {"who": who("lucia")}
    write_reports(
        ("member_timeline",), year.files[-1], None, ("json",), tmp_path, params, LIBRARY,
        series=source,
    )  # fmt: skip
    found = json.loads((tmp_path / "member_timeline.json").read_bytes())
    assert [one["file"][:7] for one in found["facts"]["snapshots"]] == [
        "2027-03", "2027-04", "2027-05", "2027-06",
    ]  # fmt: skip
    assert [row["change"] for row in found["rows"]] == [
        "added", "changed", "gained", "gained", "gained", "removed", "lost",
    ]  # fmt: skip


def test_a_timeline_without_a_series_says_what_it_needs(year: Year, tmp_path: Path) -> None:
    for name in ("organisation_timeline", "member_timeline"):
        with pytest.raises(ConfigError, match="many snapshots"):
            write_reports((name,), year.files[0], None, ("json",), tmp_path, {}, LIBRARY)
    alone = SeriesSource(year.folder, datetime(2026, 1, 1))
    with pytest.raises(NotFound, match="not two snapshots"):
        write_reports(
            ("organisation_timeline",), year.files[0], None, ("json",), tmp_path, {}, LIBRARY,
            series=alone,
        )  # fmt: skip
    with pytest.raises((Refused, NotFound)):
        write_reports(
            ("organisation_timeline",), year.files[0], None, ("json",), tmp_path, {}, LIBRARY,
            series=SeriesSource(tmp_path),
        )  # fmt: skip


def test_what_two_plans_do_not_ask_alike_is_not_counted_side_by_side(year: Year) -> None:
    def grants_of(after: str, before: str) -> list[int | None]:
        with ExitStack() as stack:
            inputs = Inputs.open(stack, year.file(after), year.file(before), LIBRARY)
            sections = run_report(inputs, LIBRARY, "overview", {}).sections
        (growth,) = (one for one in sections if one.name == "growth")
        rows = growth.result.records()
        assert all(row["value"] for row in rows if row["counted"] == "people who can sign in")
        return [row["value"] for row in rows if row["counted"] == "grants"]

    assert grants_of("march", "february") == [None, None]
    assert None not in grants_of("april", "march")
