"""Two worlds of which everything was read, and what may be claimed when something was not.

Must never loosen: a claim is true of what is so, or it is false.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from history.algebra import OPPOSITE
from history.combined import LIBRARY, changes, draw, tell
from history.undo import Row
from history.universe import Universe
from worlds import World, _answers

ACCESS = "effective_access"


@dataclass
class Whole:
    """Two worlds of which everything was read: the truth."""

    earlier: World
    later: World
    before: Path
    after: Path
    truth: dict[str, Row]
    chains: list[tuple[str, str]]


def whole_worlds(folder: Path, seeds: Iterable[int]) -> Whole:
    """Make an organisation of a universe a seed, tell each a draw, and compare with all read."""
    earlier = World(name="before")
    universes = {seed: Universe(earlier, f"n{seed}x") for seed in seeds}
    shared = next(iter(universes.values()))
    earlier.grant(shared.ids["q3"], "view")
    later = earlier.copy()
    later.name = "after"
    for seed, universe in universes.items():
        tell(universe.copy_into(later), draw(seed, 14))
    later.grant(shared.ids["snow"], "usage")
    before, after = earlier.seal(folder, LIBRARY), later.seal(folder, LIBRARY)
    truth = {row["change_id"]: row for row in changes(before, after)}
    return Whole(earlier, later, before, after, truth, chains_of(later))


def chains_of(world: World) -> list[tuple[str, str]]:
    """Give every chain that is asked of a world: endpoint and parent."""
    return [(endpoint, parent) for endpoint, parent, _, _ in _answers(world, "MemberAuditor")]


def missing_later(whole: Whole, chain: tuple[str, str], folder: Path) -> int:
    """Leave one chain of the later snapshot out, compare both ways; gives the rows not known."""
    part = whole.later.copy()
    part.fail(*chain)
    file = part.seal(folder, LIBRARY)
    unsure = nothing_false(changes(whole.before, file), whole.truth)
    return unsure + nothing_false(changes(file, whole.before), whole.truth, is_mirrored=True)


def missing_earlier(whole: Whole, chain: tuple[str, str], folder: Path) -> int:
    """Leave one chain of the earlier snapshot out, compare both ways; gives the rows not known."""
    part = whole.earlier.copy()
    part.fail(*chain)
    file = part.seal(folder, LIBRARY)
    unsure = nothing_false(changes(file, whole.after), whole.truth)
    return unsure + nothing_false(changes(whole.after, file), whole.truth, is_mirrored=True)


def nothing_false(rows: list[Row], truth: dict[str, Row], *, is_mirrored: bool = False) -> int:
    """Hold every row that claims something against the truth; gives how many do not."""
    claims = [row for row in rows if row["change"] != "not_known"]
    # Whose grant went may be unknown in kind; whether it went is known all the same.
    unknown = {row["principal_id"] for row in claims if row["principal_kind"] == "unknown"}
    grants = {
        (true["principal_id"], true["inode_id"]): true
        for true in truth.values()
        if true["principal_id"] in unknown
    }
    for row in claims:
        true = truth.get(row["change_id"]) or grants.get((row["principal_id"], row["inode_id"]))
        assert true is not None, row
        expected = OPPOSITE[true["change"]] if is_mirrored else true["change"]
        # Something may be seen to rise without it being seen from how far, or to how high.
        assert row["change"] == expected, (row, true)
        if row["entity"] != ACCESS:
            values = (
                (true["after"], true["before"]) if is_mirrored else (true["before"], true["after"])
            )
            assert (row["before"], row["after"]) == values
    return len(rows) - len(claims)
