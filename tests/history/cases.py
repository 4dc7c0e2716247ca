"""Draws of several changes each, and for every set of causes the rows it is said to have brought.

Must never judge: whether undoing the causes undoes the rows is what tests ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from history.combined import LIBRARY, by_universe, changes, draw, tell
from history.undo import Row, undo
from history.universe import Universe
from worlds import World

ACCESS = "effective_access"


@dataclass
class Case:
    """One set of causes of one draw, and the rows it is said to have brought about."""

    seed: int
    causes: list[Row]
    rows: list[Row]


def sealed_diff(
    folder: Path, names: Mapping[str, int], cases: Mapping[str, Case]
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


def drawn_cases(folder: Path, seeds: Iterable[int]) -> dict[str, Case]:
    """Give every set of causes that the diffs of these draws name, each under a name of its own."""
    told = sealed_diff(folder, {f"s{seed}x": seed for seed in seeds}, {})
    found: dict[str, Case] = {}
    for seed in seeds:
        rows = told[f"s{seed}x"]
        base = {row["change_id"]: row for row in rows if row["entity"] != ACCESS}
        known = [row for row in rows if row["entity"] == ACCESS and row["change"] != "not_known"]
        for number, ids in enumerate(sorted({tuple(row["cause_ids"]) for row in known})):
            moved = [row for row in known if tuple(row["cause_ids"]) == ids]
            found[f"c{seed}n{number}x"] = Case(seed, [base[change_id] for change_id in ids], moved)
    return found


def still_there(folder: Path, cases: Mapping[str, Case]) -> list[tuple[Case, Row]]:
    """Undo the causes of each case alone; give the rows that the diff then still has."""
    left = sealed_diff(folder, {name: case.seed for name, case in cases.items()}, cases)
    found = []
    for name, case in cases.items():
        still = {row["change_id"] for row in left.get(name, [])}
        found += [(case, row) for row in case.rows if row["change_id"] in still]
    return found
