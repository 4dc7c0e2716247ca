"""Several changes at once, drawn from the stories by a seed, and a diff told in names.

Must never expect anything: what follows from a draw is the tests' business.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

from history.stories import STORIES
from history.undo import Row
from history.universe import Universe
from sigma_audit.library import Library
from sigma_audit.snapshot.pair import Pair

LIBRARY = Library()
ID_KEYS = ("member_id", "team_id", "inode_id", "account_type_id", "principal_id", "connection_id")


def changes(before: Path, after: Path) -> list[Row]:
    """Every row of the diff of two files."""
    with Pair(before, after, LIBRARY) as pair:
        return pair.run(LIBRARY.query("questions", "diff")).records()


def told_once(before: Path, after: Path) -> list[Row]:
    """Every change of the diff of two files, effective access once for each cause."""
    with Pair(before, after, LIBRARY) as pair:
        return pair.run(LIBRARY.query("questions", "diff_aggregated")).records()


def draw(seed: int, count: int = 6) -> list[str]:
    """Choose stories that can be told together."""
    return random.Random(seed).sample(sorted(STORIES), count)


def tell(universe: Universe, slugs: Iterable[str]) -> None:
    """Make the changes one after the other; one that an earlier has overtaken is left out."""
    for slug in slugs:
        try:
            STORIES[slug].change(universe)
        except (KeyError, IndexError):
            continue


def by_universe(rows: Iterable[Row], universes: Iterable[Universe]) -> dict[str, list[Row]]:
    """Sort rows by whose they are, every id said by its name."""
    owners = {value: u for u in universes for value in u.ids.values()}
    found: dict[str, list[Row]] = {u.name: [] for u in owners.values()}
    for row in rows:
        owner = next(owners[row[key]] for key in ID_KEYS if row[key] in owners)
        named = {key: owner.told(row[key]) if row[key] else None for key in ID_KEYS}
        ids = [owner.told(text) for text in row["cause_ids"] or []]
        found[owner.name].append(
            row | named | {"cause_ids": ids, "change_id": owner.told(row["change_id"])}
        )
    return found
