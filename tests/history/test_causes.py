from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from history.combined import LIBRARY, by_universe, changes, draw, tell
from history.undo import Row, undo
from history.universe import Universe
from worlds import World

SEEDS = range(24)
ACCESS = "effective_access"


@dataclass
class Case:
    """One set of causes of one draw, and the rows it is said to have brought about."""

    seed: int
    causes: list[Row]
    rows: list[Row]


def sealed_diff(
    folder: Path, names: dict[str, int], cases: dict[str, Case]
) -> dict[str, list[Row]]:
    """Tell each universe its draw, take back the causes of its case, and compare."""
    start = World(name="before")
    before = {name: Universe(start, name) for name in names}
    later = start.copy()
    later.name = "after"
    after = {name: universe.copy_into(later) for name, universe in before.items()}
    for name, seed in names.items():
        tell(after[name], draw(seed))
        for row in cases[name].causes if name in cases else []:
            undo(row, after[name], before[name])
    return by_universe(
        changes(start.seal(folder, LIBRARY), later.seal(folder, LIBRARY)), after.values()
    )


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Case]:
    told = sealed_diff(tmp_path_factory.mktemp("draws"), {f"s{seed}x": seed for seed in SEEDS}, {})
    found: dict[str, Case] = {}
    for seed in SEEDS:
        rows = told[f"s{seed}x"]
        base = {row["change_id"]: row for row in rows if row["entity"] != ACCESS}
        sets = {tuple(row["cause_ids"]) for row in rows if row["entity"] == ACCESS}
        for number, ids in enumerate(sorted(sets)):
            moved = [r for r in rows if r["entity"] == ACCESS and tuple(r["cause_ids"]) == ids]
            found[f"c{seed}n{number}x"] = Case(seed, [base[change_id] for change_id in ids], moved)
    return found


def test_every_change_of_access_has_a_cause(cases: dict[str, Case]) -> None:
    assert len(cases) > 80
    assert sum(len(case.causes) > 1 for case in cases.values()) >= 5
    for case in cases.values():
        assert case.causes, case.rows


def test_undoing_the_causes_undoes_the_rows(cases: dict[str, Case], tmp_path: Path) -> None:
    left = sealed_diff(tmp_path, {name: case.seed for name, case in cases.items()}, cases)
    for name, case in cases.items():
        still = {row["change_id"] for row in left.get(name, [])}
        for row in case.rows:
            told = [cause["sentence"] for cause in case.causes]
            assert row["change_id"] not in still, (draw(case.seed), row["sentence"], told)
