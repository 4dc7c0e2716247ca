"""Days of one organisation, on most of them some answer missing.

Must never expect a certain change: what a draw does is its own business.
"""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

from history.combined import LIBRARY, draw, tell
from history.gaps import chains_of
from history.universe import Universe
from worlds import World


def drawn_days(folder: Path, seed: int, count: int) -> tuple[list[Path], Universe]:
    """Seal so many days with changes of every kind; gives the files, and who and what there is."""
    dice, found = random.Random(seed), []
    world = World(name="day")
    universe = Universe(world, "uni")
    for day in range(count):
        world = world.copy()
        world.failures = {}
        world.taken_at += timedelta(days=1)
        universe = universe.copy_into(world)
        # Now and then nothing changes, and a day is as one before.
        if day % 3:
            tell(universe, draw(dice.randrange(10_000), 5))
        world.plan = dice.choice(("standard", "full", "principals"))
        for endpoint, parent in dice.sample(chains_of(world), day % 3 * 3):
            world.fail(endpoint, parent)
        found.append(world.seal(folder, LIBRARY))
    return found, universe
