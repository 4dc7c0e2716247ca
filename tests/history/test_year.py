"""The scripted year, month by month: what a diff says of each, and because of what.

Each month's report is read back out of HTML, CSV and JSON too: no format may know less.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from e2e.command import csv_rows
from history.combined import LIBRARY
from history.undo import Row
from scripted_year import Year, scripted_year
from sigma_audit.emulator.quarter import expected_access_changes, expected_base_changes
from sigma_audit.emulator.quarter_step import AccessChange, Batch, Step
from sigma_audit.emulator.year import YEAR
from sigma_audit.render import render
from sigma_audit.report.run import Inputs, run_report
from sigma_audit.snapshot.store import Snapshot

ACCESS = "effective_access"
IDS = {
    "member": ("member_id",), "team": ("team_id",), "team_member": ("team_id", "member_id"),
    "grant": ("inode_id", "team_id", "member_id"),
    "account_type_permission": ("account_type_id", "permission"),
}  # fmt: skip
Key = tuple[object, ...]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    return scripted_year(tmp_path_factory)


@dataclass(frozen=True)
class Month:
    """Every row of one month's diff, and its report in three formats."""

    rows: list[Row]
    page: str
    csv: list[dict[str, str]]
    json: list[dict[str, Any]]


@pytest.fixture(scope="module")
def told(year: Year) -> dict[str, Month]:
    pairs = zip(YEAR, pairwise(year.files), strict=True)
    return {batch.slug: month(*files) for batch, files in pairs}


def month(before: Path, after: Path) -> Month:
    with ExitStack() as stack:
        inputs = Inputs.open(stack, after, before, LIBRARY)
        assert inputs.pair
        rows = inputs.pair.run(LIBRARY.query("questions", "diff")).records()
        document = run_report(inputs, LIBRARY, "changes", {})
    page, table, data = (render(document, form) for form in ("html", "csv", "json"))
    return Month(rows, words(page.decode()), csv_rows(table), json.loads(data)["rows"])


def words(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", page))


def key_of(row: Row) -> Key:
    said = frozenset((key, row[key]) for key in IDS.get(row["entity"], ("inode_id",)) if row[key])
    is_whole = row["change"] != "changed" and row["entity"] != "grant"
    values = (None, None) if is_whole else (row["before"], row["after"])
    return (row["entity"], row["change"], said, row["column"], *values)


def keys_of(batch: Batch, names: Mapping[str, str], *steps: Step) -> set[Key]:
    one = Batch(batch.slug, batch.now, steps or batch.steps, ())
    return {
        (c.entity, c.change, frozenset(c.ids.items()), c.column, c.before, c.after)
        for c in expected_base_changes(one, names)
    }


@pytest.mark.parametrize("batch", YEAR, ids=lambda batch: batch.slug)
def test_a_month_shows_its_changes_and_no_others(
    batch: Batch, year: Year, told: dict[str, Month]
) -> None:
    rows = [row for row in told[batch.slug].rows if row["entity"] != ACCESS]
    found = {key_of(row) for row in rows if row["change"] != "not_known"}
    assert found == keys_of(batch, year.names)
    # what February's plan does not ask, it neither ended nor gave
    is_blind = batch.slug in ("february", "march")
    assert any(row["change"] == "not_known" for row in rows) == is_blind


@pytest.mark.parametrize("batch", YEAR, ids=lambda batch: batch.slug)
def test_a_month_moves_access_because_of_what_was_done(
    batch: Batch, year: Year, told: dict[str, Month]
) -> None:
    rows = told[batch.slug].rows
    by_id = {row["change_id"]: row for row in rows}
    steps = {step.slug: step for step in batch.steps}
    for expected in expected_access_changes(batch, year.names):
        (row,) = rows_of(rows, expected)
        effective = expected.column == "effective_permission"
        values = (
            (row["effective_before"], row["effective_after"]) if effective
            else (row["before"], row["after"])
        )  # fmt: skip
        assert (row["change"], *values) == (expected.change, expected.before, expected.after), row
        causes = {key_of(by_id[cause]) for cause in row["cause_ids"]}
        done = {slug for slug, one in steps.items() if causes & keys_of(batch, year.names, one)}
        assert causes <= keys_of(batch, year.names), row
        assert done == set(expected.because) != set(), row


@pytest.mark.parametrize("batch", YEAR, ids=lambda batch: batch.slug)
def test_a_month_is_told_alike_in_every_format(
    batch: Batch, year: Year, told: dict[str, Month]
) -> None:
    month = told[batch.slug]
    for row, cells in zip(month.json, month.csv, strict=True):
        for name in ("change_id", "entity", "change", "subject", "before", "after", "sentence"):
            assert cells[name] == (row[name] or "")
        assert cells["because"] == " ; ".join(row["because"])
        assert row["subject"] in month.page, row
    sentences = {row["change_id"]: row["sentence"] for row in month.rows}
    shown = {key_of(row) for row in month.rows if row["change_id"] in ids_of(month.json)}
    assert keys_of(batch, year.names) <= shown
    for expected in expected_access_changes(batch, year.names):
        (row,), (found,) = rows_of(month.rows, expected), rows_of(month.json, expected)
        for cause in row["cause_ids"]:
            assert any(sentences[cause] in line for line in found["because"]), found
            assert sentences[cause] in month.page, found


def rows_of(rows: Iterable[Row], expected: AccessChange) -> list[Row]:
    pair = (expected.member_id, expected.inode_id, expected.column)
    return [
        row
        for row in rows
        if row["entity"].replace(" ", "_") == ACCESS
        and (row["member_id"], row["inode_id"], row["column"]) == pair
    ]


def ids_of(rows: Iterable[Row]) -> set[str]:
    return {row["change_id"] for row in rows}


def test_every_kind_of_change_is_planted(year: Year) -> None:
    """Every column that is compared changes somewhere, and whole things come and go."""
    planted = {
        (change.entity, change.change, change.column)
        for batch in YEAR for step in batch.steps for change in step.changes
    }  # fmt: skip
    with Snapshot({}) as engine:
        listed = engine.run(LIBRARY.query("history", "compared_columns")).records()
    columns = {(row["entity"], "changed", row["column"]) for row in listed if row["is_compared"]}
    # a grant's permission is what the grant is
    columns = columns - {("grant", "changed", "permission")} | {("grant", "changed", None)}
    assert planted >= columns | {("workspace", "changed", "name")}
    entities = {entity for entity, _, _ in columns} | {"workspace"}
    assert planted >= {(one, come, None) for one in entities for come in ("added", "removed")}
    for column in ("is_archived", "is_team_admin"):
        ways = {
            (change.before, change.after)
            for batch in YEAR for step in batch.steps for change in step.changes
            if change.column == column
        }  # fmt: skip
        assert ways == {("false", "true"), ("true", "false")}
    moved = {(a.change, a.column) for batch in YEAR for a in batch.access}
    assert moved >= {
        (change, column)
        for change in ("gained", "lost", "raised", "lowered")
        for column in ("granted_permission",)
    } | {("raised", "effective_permission"), ("lowered", "effective_permission"),
         ("lost", "effective_permission"), ("gained", "can_write_back")}  # fmt: skip
    assert len(year.files) == len(YEAR) + 1 == 12


def test_every_kind_of_cause_is_planted(told: dict[str, Month], year: Year) -> None:
    """What the issue names, and what else may move access: each is a known pair's cause."""
    causes = set()
    for batch in YEAR:
        by_id = {row["change_id"]: row for row in told[batch.slug].rows}
        for expected in expected_access_changes(batch, year.names):
            (row,) = rows_of(by_id.values(), expected)
            kinds = sorted(kind_of(by_id[one]) for one in row["cause_ids"])
            causes |= {*kinds, " with ".join(kinds)}
    assert causes >= {
        "grant added", "grant removed", "grant changed", "grant of everyone added",
        "grant of everyone removed", "team_member added", "team_member removed", "inode parent_id",
        "member account_type", "account_type_permission removed", "member status",
        "member user_kind", "inode owner_id", "member added", "member removed", "team is_archived",
        "team removed", "inode added", "inode removed",
        "workspace removed", "member home_folder_id",
        "grant added with team_member added",
    }  # fmt: skip


def kind_of(row: Row) -> str:
    what = row["column"] or row["change"]
    everyone = " of everyone" if row["principal_kind"] == "organization" else ""
    return f"{row['entity']}{everyone} {what}"
