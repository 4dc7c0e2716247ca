"""Every check against its case file: a tiny world, and the rows expected of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from check.cases import CASES, Case, broken, cell, read
from sigma_audit.check.inputs import SHAPES
from sigma_audit.check.policies import LEADING, chosen, policies
from sigma_audit.check.run import findings
from sigma_audit.library import Library
from sigma_audit.snapshot.inputs import InputTable
from sigma_audit.snapshot.store import Snapshot

LIBRARY = Library()
NAMES = sorted(policies(LIBRARY))
STATUSES = {"pass", "fail", "not_known"}
# What a snapshot says of itself is never unread: these have no third answer.
NEVER_IN_DOUBT = frozenset({"snapshot_complete"})


def _sealed(case: Case, folder: Path, files: dict[str, Path]) -> Path:
    """Seal a world once for each way of its being read."""
    key = f"{id(case.named)} {case.fails}"
    if key not in files:
        files[key] = broken(case.named, case.fails).seal(folder, LIBRARY)
    return files[key]


@pytest.mark.parametrize("name", NAMES)
def test_a_check_finds_what_its_case_says(name: str, tmp_path: Path) -> None:
    cases = read(CASES / f"{name}.toml")
    check, files = chosen(LIBRARY, [name]), dict[str, Path]()
    seen: set[str] = set()
    for number, case in enumerate(cases):
        named = case.named
        given = {
            table: [tuple(cell(value, named) for value in row) for row in rows]
            for table, rows in case.inputs.items()
        }
        inputs = {
            table: InputTable(shape, given.get(table, []), is_given=table in given)
            for table, shape in SHAPES.items()
        }
        file = _sealed(case, tmp_path, files)
        with Snapshot({"snapshot": file}, inputs=inputs) as snapshot:
            rows = findings(snapshot, LIBRARY, check, {name: case.params})
            described = snapshot.run(check[0].query, case.params).names
        assert described == tuple(column for column, _ in check[0].query.columns)
        found = sorted((row["result"], str(row["subject_name"])) for row in rows)
        assert found == sorted((row[0], named.spell(row[1])) for row in case.rows), (
            f"case {number} of {name}"
        )
        keys = [(row["subject_kind"], row["subject_id"]) for row in rows]
        assert len(set(keys)) == len(keys), "a subject has one row"
        assert all(row[key] for row in rows for key in LEADING), "nothing of a row is left out"
        for status, spelled, *parts in case.rows:
            subject = named.spell(spelled)
            reasons = [
                r["reason"] for r in rows if (r["result"], r["subject_name"]) == (status, subject)
            ]
            assert all(any(part in reason for reason in reasons) for part in parts), reasons
        seen |= {status for status, _ in found}
    assert seen == (STATUSES - {"not_known"} if name in NEVER_IN_DOUBT else STATUSES)


def test_every_check_has_a_case_and_every_case_a_check() -> None:
    assert sorted(path.stem for path in CASES.glob("*.toml")) == NAMES


def test_there_are_enough_checks_to_speak_of_policies() -> None:
    assert len(NAMES) >= 30


@pytest.mark.parametrize("name", NAMES)
def test_a_check_says_what_it_answers_in_its_header(name: str, tmp_path: Path) -> None:
    check = policies(LIBRARY)[name]
    assert not any(letter.isdigit() for letter in name), "a threshold is a parameter"
    assert check.query.grain == ("subject_id",)
    assert len(check.query.sql.splitlines()) <= 110
    for sentence in (check.title, check.why, check.fix, check.query.purpose):
        assert len(sentence) > 10
    assert check.fix.endswith("."), check.fix
    assert {"now()", "current_date", "random("}.isdisjoint(check.query.sql.lower().split())
