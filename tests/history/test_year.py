"""The scripted year, month by month: what a diff says of each, and because of what."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import pytest

from history.combined import changes
from history.undo import Row
from scripted_year import Year, scripted_year
from sigma_audit.emulator.quarter import expected_access_changes, expected_base_changes
from sigma_audit.emulator.quarter_step import Batch, Step
from sigma_audit.emulator.year import YEAR

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


@pytest.fixture(scope="module")
def months(year: Year) -> dict[str, list[Row]]:
    pairs = zip(YEAR, pairwise(year.files), strict=True)
    return {batch.slug: changes(*files) for batch, files in pairs}


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
    batch: Batch, year: Year, months: dict[str, list[Row]]
) -> None:
    rows = [row for row in months[batch.slug] if row["entity"] != ACCESS]
    found = {key_of(row) for row in rows if row["change"] != "not_known"}
    assert found == keys_of(batch, year.names)
    # what February's plan does not ask, it neither ended nor gave
    is_blind = batch.slug in ("february", "march")
    assert any(row["change"] == "not_known" for row in rows) == is_blind


@pytest.mark.parametrize("batch", YEAR, ids=lambda batch: batch.slug)
def test_a_month_moves_access_because_of_what_was_done(
    batch: Batch, year: Year, months: dict[str, list[Row]]
) -> None:
    rows = months[batch.slug]
    by_id = {row["change_id"]: row for row in rows}
    access = {
        (row["member_id"], row["inode_id"], row["column"]): row
        for row in rows
        if row["entity"] == ACCESS
    }
    steps = {step.slug: step for step in batch.steps}
    for expected in expected_access_changes(batch, year.names):
        row = access[expected.member_id, expected.inode_id, expected.column]
        effective = expected.column == "effective_permission"
        values = (
            (row["effective_before"], row["effective_after"]) if effective
            else (row["before"], row["after"])
        )  # fmt: skip
        assert (row["change"], *values) == (expected.change, expected.before, expected.after), row
        causes = {key_of(by_id[cause]) for cause in row["cause_ids"]}
        assert causes, row
        if expected.because:
            told = [keys_of(batch, year.names, steps[slug]) for slug in expected.because]
            assert causes <= set().union(*told), row
            assert all(causes & one for one in told), row


def test_every_kind_of_change_is_planted() -> None:
    kinds = {
        (change.entity, change.change, change.column)
        for batch in YEAR for step in batch.steps for change in step.changes
    }  # fmt: skip
    assert kinds >= {
        *(("member", "changed", c) for c in ("name", "email", "account_type", "status")),
        ("member", "changed", "user_kind"),
        ("member", "added", None), ("team", "added", None), ("team", "removed", None),
        ("team", "changed", "name"), ("team", "changed", "visibility"),
        ("team_member", "added", None), ("team_member", "removed", None),
        ("team_member", "changed", "is_team_admin"),
        *(("workspace", c, None) for c in ("added", "removed")), ("workspace", "changed", "name"),
        *(("inode", "changed", c) for c in ("name", "parent_id", "owner_id", "is_archived")),
        ("inode", "added", None),
        ("connection", "added", None), ("connection", "changed", "name"),
        ("connection", "changed", "is_archived"),
        ("grant", "added", None), ("grant", "removed", None), ("grant", "changed", None),
        ("account_type_permission", "added", None), ("account_type_permission", "removed", None),
    }  # fmt: skip
    moved = {(a.change, a.column) for batch in YEAR for a in batch.access}
    assert {change for change, _ in moved} == {"gained", "lost", "raised", "lowered"}
    assert len(YEAR) + 1 >= 12
