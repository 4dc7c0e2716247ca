"""The headers of `sql/history` keep their promises on a world full of changes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from history.combined import LIBRARY, draw, tell
from history.universe import Universe
from sigma_audit.library import Query
from sigma_audit.snapshot.pair import Pair
from worlds import World

ASKED = [
    LIBRARY.query("questions", name)
    for name in ("diff", "diff_aggregated", "gaps_of_pair", "suppressed_columns")
]
ASKED += [LIBRARY.query("reports", "changes")]
ASKED += [
    query
    for query in LIBRARY.queries("sections")
    if query.name.startswith("changes_") and "the_table" not in query.sql
]
RELATIONS = LIBRARY.queries("history")


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    folder = tmp_path_factory.mktemp("headers")
    earlier = World(name="before")
    universes = [Universe(earlier, f"h{seed}x") for seed in range(6)]
    later = earlier.copy()
    for seed, universe in enumerate(universes):
        tell(universe.copy_into(later), draw(300 + seed, 12))
    later.fail("team_members", universes[0].ids["team fin"])
    later.fail("data_models")
    opened = Pair(earlier.seal(folder, LIBRARY), later.seal(folder, LIBRARY), LIBRARY)
    with opened:
        yield opened


@pytest.mark.parametrize("query", [*RELATIONS, *ASKED], ids=lambda q: f"{q.drawer}/{q.name}")
def test_columns_and_grain_are_as_declared(query: Query, pair: Pair) -> None:
    found = pair.run(query)
    assert [name for name, _ in query.columns] == list(found.names)
    at = [found.names.index(name) for name in query.grain]
    keys = [repr([row[place] for place in at]) for row in found.rows]
    assert len(keys) == len(set(keys))


def test_every_relation_had_something_to_tell(pair: Pair) -> None:
    empty = {query.name for query in RELATIONS if not pair.run(query).rows}
    assert empty == set()
