"""A diff is enough to make the later base relations out of the earlier ones (see `algebra`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from history.algebra import KEYS, account_types, applied, state
from history.combined import LIBRARY, changes, draw, tell
from history.universe import Universe
from sigma_audit.snapshot.pair import Pair
from worlds import World


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("apply")
    earlier = World(name="before")
    universes = [Universe(earlier, f"a{seed}x") for seed in range(12)]
    later = earlier.copy()
    later.name = "after"
    for seed, universe in enumerate(universes):
        tell(universe.copy_into(later), draw(200 + seed, 10))
    return earlier.seal(folder, LIBRARY), later.seal(folder, LIBRARY)


@pytest.mark.parametrize("entity", KEYS)
def test_applied_to_the_earlier_it_gives_the_later(entity: str, files: tuple[Path, Path]) -> None:
    words = {"inode": ("inode", "workspace")}.get(entity, (entity,))
    rows = [row for row in changes(*files) if row["entity"] in words]
    if entity == "account_type_permission":
        rows = [row for row in rows if row["permission"]]
    assert rows
    with Pair(*files, LIBRARY) as pair:
        earlier, later = state(pair, "before", entity), state(pair, "after", entity)
        types = account_types(pair)
    assert earlier != later
    assert applied(earlier, entity, rows, types) == later
