"""Organisations at three moments, and the laws that their diffs obey.

Must never expect a certain change: what a draw does is its own business.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from history.algebra import (
    account_types,
    composed,
    counted,
    delta,
    mirrored,
    settled,
    told_counts,
)
from history.combined import LIBRARY, changes, draw, tell, told_once
from history.undo import Row
from history.universe import Universe
from sigma_audit.snapshot.pair import Pair
from worlds import World


@dataclass(frozen=True)
class Held:
    """What the laws were held over: things touched in all, and in both halves."""

    touched: int
    in_both: int
    kinds: frozenset[str]
    rows: int
    widest: tuple[int, int, int]


def three_moments(folder: Path, seed: int, universes: int) -> list[Path]:
    """Seal one organisation, and the same after a draw of changes a universe, twice."""
    world = World(name="first")
    told = [Universe(world, f"t{number}x") for number in range(universes)]
    files = [world.seal(folder, LIBRARY)]
    for moment in (1, 2):
        world = world.copy()
        told = [universe.copy_into(world) for universe in told]
        for number, universe in enumerate(told):
            tell(universe, draw(seed * 1_000 + moment * 100 + number, 9))
        files.append(world.seal(folder, LIBRARY))
    return files


def laws_hold(folder: Path, seed: int, universes: int) -> Held:
    """Assert every law over the three moments of a seed."""
    files = three_moments(folder, seed, universes)
    pairs = ((0, 1), (1, 2), (0, 2))
    rows = {(a, b): changes(files[a], files[b]) for a, b in pairs}
    types: dict[str, str] = {}
    for a, b in pairs:
        with Pair(files[a], files[b], LIBRARY) as pair:
            types |= account_types(pair)
        _mirrors(rows[a, b], changes(files[b], files[a]))
    first, then, over = (delta(rows[pair], types) for pair in pairs)
    both = composed(first, then)
    assert both == settled(over)
    assert changes(files[2], files[2]) == []
    by_hand = counted(rows[0, 2])
    assert told_counts(told_once(files[0], files[2])) == by_hand
    return Held(
        touched=len(both),
        in_both=len(first.keys() & then.keys()),
        kinds=frozenset(str(key[0]) for key in both),
        rows=sum(map(len, rows.values())),
        widest=max(by_hand.values(), key=lambda one: one[0] * one[1]),
    )


def _mirrors(forth: list[Row], back: list[Row]) -> None:
    assert {mirrored(row, is_mirrored=True) for row in forth} == {
        mirrored(row, is_mirrored=False) for row in back
    }
