"""Lays beside the latest snapshot what many of them tell: for reports that say `needs = "series"`.

Each file is asked about the subject alone; neighbours between which something of it changes are
asked what. Must never decide what a change, its cause or an interval is, nor where something
changes: `sql/history` and `sql/series` do.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from sigma_audit.ask.exposure import gather
from sigma_audit.errors import NotFound, Refused
from sigma_audit.library import Library
from sigma_audit.report.catalog import ABOUT, Report
from sigma_audit.report.run import Inputs, find_subject
from sigma_audit.result import Result
from sigma_audit.snapshot.inputs import InputTable
from sigma_audit.snapshot.pair import Pair
from sigma_audit.snapshot.series import open_shelf, within
from sigma_audit.snapshot.shelf import Shelf, Taken
from sigma_audit.snapshot.store import Snapshot

# Files that stay open for the few questions that every one is asked: some 0.3 GB. Of the
# organisation each is asked one question.
_STAY_OPEN = 60
_OF_FACTS, _OF_ACCESS = "happenings_of_facts", "happenings_of_access"
_STEP = (("step_no", "INTEGER"), ("before_at", "TIMESTAMP"), ("after_at", "TIMESTAMP"))
# As both questions answer; there may be no neighbours to ask them.
_HAPPENING = (
    *(("change", "VARCHAR"), ("sentence", "VARCHAR"), ("cause", "VARCHAR"), ("about", "VARCHAR")),
    *(("member_count", "BIGINT"), ("inode_count", "BIGINT"), ("happening_id", "VARCHAR")),
)


@dataclass(frozen=True)
class SeriesSource:
    """Where the snapshots lie, and the span of time (naive UTC) that is asked about."""

    folder: Path
    since: datetime | None = None
    until: datetime | None = None


def lay_series(
    stack: ExitStack,
    source: SeriesSource,
    latest: Path,
    library: Library,
    report: Report,
    params: Mapping[str, str],
) -> Inputs:
    """Gather what the report reads, and open `latest` with it for as long as `stack` lives.

    The series ends with `latest`. NotFound when there is nothing to follow; Refused for a mixture.
    """
    with open_shelf(source.folder, stay_open=_STAY_OPEN if report.about else 0) as shelf:
        among = _up_to(shelf, source, latest)
        subject = _subject(shelf, among, library, report, params)
        tables = {"snapshots": _snapshots(among)}
        shelf.lay(among)
        if report.about in ("member", "object"):
            pair = {key: subject.get(key) for key in ("member_id", "inode_id")}
            gather(shelf, library, among, pair)
            told = shelf.run(library.query("series", "exposure"))
            tables["intervals"] = _table(told)
        asked_at = turns(shelf, library, among, subject) if report.about else {}
        if not report.about:
            shelf.gather("head_counts", library.query("questions", "head_counts"), {}, among)
            told = shelf.run(library.query("series", "counts"))
            tables["counts"] = _table(told)
        left_out = [{"file": file, "reason": reason} for file, reason in shelf.left_out]
    if report.about:
        tables["happenings"] = _happenings(among, library, subject, asked_at)
    facts: dict[str, Any] = {
        "complete": all(one.status == "complete" for one in among),
        "snapshots": [
            {"file": one.file.name, "snapshot_id": one.snapshot_id, "taken_at": one.taken_at,
             "plan": one.plan, "status": one.status}
            for one in among
        ],
        "left_out": left_out,
    }  # fmt: skip
    opened = stack.enter_context(Snapshot.open(latest, tables))
    return Inputs(opened, laid=frozenset({"series"}), subject=subject, facts=facts)


def turns(
    shelf: Shelf, library: Library, among: Sequence[Taken], subject: Mapping[str, str]
) -> dict[str, set[int]]:
    """Say, for each question of happenings, at which steps (from 1) it may have an answer.

    Of a member or an object, after what the snapshots show of it was gathered.
    """
    query = library.query("questions", "subject_facts")
    shelf.gather_slices("series.subject_facts", query, _asked(subject), among)
    facts = {row[0] for row in shelf.run(library.query("series", "turns_of_facts")).rows}
    if "team_id" in subject:  # told is the access that moved with it, or with what it reaches
        return {_OF_FACTS: facts, _OF_ACCESS: facts}
    access = {row[0] for row in shelf.run(library.query("series", "turns_of_access")).rows}
    return {_OF_FACTS: facts, _OF_ACCESS: access}


def command_line(name: str, source: SeriesSource, inputs: Inputs, params: Mapping[str, str]) -> str:
    """Compose the command that makes a report again from the same snapshots."""
    ends = [one["taken_at"].isoformat() for one in inputs.facts["snapshots"]]
    words = ["sigma-audit", "report", "run", name, "--snapshots", source.folder.name]
    words += ["--between", ends[0], ends[-1]]
    for key, value in sorted(params.items()):
        words += ["-p", f"{key}={value}"]
    return shlex.join(words)


def _up_to(shelf: Shelf, source: SeriesSource, latest: Path) -> Sequence[Taken]:
    """Give the snapshots of the span that were taken up to `latest`, which must be one of them."""
    named = [one for one in shelf.taken if one.file.resolve() == latest.resolve()]
    if not named:
        raise Refused(
            f"{latest} is none of the snapshots under {source.folder}/",
            "name the folder it lies in with --snapshots DIR",
        )
    by_then = [one for one in shelf.taken if one.taken_at <= named[0].taken_at]
    among = within(by_then, source.since, source.until)
    if len(among) < 2:
        raise NotFound(
            f"there are not two snapshots to follow under {source.folder}/",
            "collect more often, or choose a longer span",
        )
    return among


def _subject(
    shelf: Shelf,
    among: Sequence[Taken],
    library: Library,
    report: Report,
    params: Mapping[str, str],
) -> dict[str, str]:
    """Find the subject in the latest snapshot that lists it; NotFound as the very latest says."""
    failed: NotFound | None = None
    for one in reversed(among):
        try:
            with shelf.standing_at(one):
                return find_subject(report, shelf, library, params)
        except NotFound as error:
            failed = failed or error
    assert failed is not None
    raise failed


def _snapshots(among: Sequence[Taken]) -> InputTable:
    columns = (
        ("snapshot_no", "INTEGER"), ("snapshot_id", "VARCHAR"), ("taken_at", "TIMESTAMP"),
        ("plan", "VARCHAR"), ("status", "VARCHAR"), ("file", "VARCHAR"),
    )  # fmt: skip
    rows = [
        (number, one.snapshot_id, one.taken_at, one.plan, one.status, one.file.name)
        for number, one in enumerate(among)
    ]
    return InputTable(columns, rows)


def _table(told: Result) -> InputTable:
    return InputTable(tuple((column.name, column.type) for column in told.columns), told.rows)


def _happenings(
    among: Sequence[Taken],
    library: Library,
    subject: Mapping[str, str],
    asked_at: Mapping[str, set[int]],
) -> InputTable:
    """Ask neighbours what changed of the subject, in order, where something may have."""
    rows: list[tuple[Any, ...]] = []
    for number, (earlier, later) in enumerate(pairwise(among), 1):
        names = [name for name, steps in asked_at.items() if number in steps]
        if not names:
            continue
        with Pair(earlier.file, later.file, library) as pair:
            for name in names:
                told = pair.run(library.query("questions", name), _asked(subject))
                rows += [(number, earlier.taken_at, later.taken_at, *row) for row in told.rows]
    return InputTable((*_STEP, *_HAPPENING), rows)


def _asked(subject: Mapping[str, str]) -> dict[str, str | None]:
    """Give the subject as the questions take it: one of its ids, the others null."""
    return {bound: subject.get(bound) for _, bound in ABOUT.values()}
