from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from history.stories import STORIES
from history.universe import Universe
from sigma_audit.library import Library
from sigma_audit.snapshot.pair import Pair
from worlds import World

Row = dict[str, Any]
COLUMNS = {"granted_permission": "granted", "effective_permission": "effective"}
LIBRARY = Library()


@dataclass
class Told:
    """All stories side by side: the files, the diff, and each story's own rows."""

    before: Path
    after: Path
    rows: dict[str, list[Row]]
    universes: dict[str, Universe]
    strangers: list[Row]


def changes(before: Path, after: Path) -> list[Row]:
    with Pair(before, after, LIBRARY) as pair:
        return pair.run(LIBRARY.query("questions", "diff")).records()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = tmp_path_factory.mktemp("stories")
    world = World(name="before")
    start = {slug: Universe(world, f"u{number}x") for number, slug in enumerate(STORIES)}
    later = world.copy()
    later.name = "after"
    universes = {slug: universe.copy_into(later) for slug, universe in start.items()}
    for slug, story in STORIES.items():
        story.change(universes[slug])
    before, after = world.seal(folder, LIBRARY), later.seal(folder, LIBRARY)
    rows: dict[str, list[Row]] = {slug: [] for slug in STORIES}
    strangers: list[Row] = []
    for row in changes(before, after):
        owner = next((slug for slug, u in universes.items() if owns(u, row)), None)
        (strangers if owner is None else rows[owner]).append(row)
    return Told(before, after, rows, universes, strangers)


def owns(universe: Universe, row: Row) -> bool:
    ids = set(universe.ids.values())
    keys = ("member_id", "team_id", "inode_id", "account_type_id")
    return any(row[key] in ids for key in keys)


def base_row(universe: Universe, row: Row) -> str:
    principal = row["entity"] == "grant"
    ids = [] if principal else [row["member_id"], row["team_id"]]
    ids = [row["principal_id"], row["inode_id"]] if principal else [*ids, row["inode_id"]]
    ids += [row["account_type_id"], row["permission"]]
    words = [row["entity"], row["change"], *(universe.told(value) for value in ids if value)]
    if row["column"] or principal:
        words += [row["column"]] if row["column"] else []
        words += [universe.told(row["before"]), "->", universe.told(row["after"])]
    return " ".join(words)


def access_row(universe: Universe, row: Row) -> str:
    column = COLUMNS.get(row["column"], row["column"])
    who, what = universe.told(row["member_id"]), universe.told(row["inode_id"])
    return f"{who} {what} {column} {row['change']} {row['before']} -> {row['after']}"


@pytest.mark.parametrize("slug", STORIES)
def test_a_change_makes_exactly_its_rows(slug: str, told: Told) -> None:
    story, universe = STORIES[slug], told.universes[slug]
    base = [row for row in told.rows[slug] if row["entity"] != "effective_access"]
    access = [row for row in told.rows[slug] if row["entity"] == "effective_access"]
    expected = [row.replace("{u}", universe.name) for row in story.base]
    assert sorted(base_row(universe, row) for row in base) == sorted(expected)
    assert sorted(access_row(universe, row) for row in access) == sorted(story.access)


@pytest.mark.parametrize("slug", [slug for slug, story in STORIES.items() if story.access])
def test_each_access_row_names_the_change_that_caused_it(slug: str, told: Told) -> None:
    base = {row["change_id"]: row for row in told.rows[slug] if row["entity"] != "effective_access"}
    leading = {
        change_id for change_id, row in base.items() if not row["cause"] or row["column"] == "kind"
    }
    for row in told.rows[slug]:
        if row["entity"] == "effective_access":
            assert row["cause_ids"], row
            assert set(row["cause_ids"]) <= leading, row
            assert all(
                base[change_id]["sentence"] in row["cause"] for change_id in row["cause_ids"]
            )


def test_nothing_else_is_said_to_have_changed(told: Told) -> None:
    assert told.strangers == []


def test_mirrored_it_mirrors(told: Told) -> None:
    opposite = {
        "added": "removed", "removed": "added", "changed": "changed", "not_known": "not_known",
        "gained": "lost", "lost": "gained", "raised": "lowered", "lowered": "raised",
    }  # fmt: skip
    forth = changes(told.before, told.after)
    back = changes(told.after, told.before)

    def key(row: Row, *, is_mirrored: bool) -> tuple[object, ...]:
        values = (row["after"], row["before"]) if is_mirrored else (row["before"], row["after"])
        change = opposite[row["change"]] if is_mirrored else row["change"]
        return (row["change_id"], change, *values)

    assert len(forth) > 100
    assert {key(row, is_mirrored=True) for row in forth} == {
        key(row, is_mirrored=False) for row in back
    }


def test_with_itself_nothing_changed(told: Told) -> None:
    assert changes(told.after, told.after) == []


def test_no_row_is_told_twice(told: Told) -> None:
    ids = [row["change_id"] for rows in told.rows.values() for row in rows]
    assert len(ids) == len(set(ids))


def test_every_column_is_compared_or_listed_as_noise(told: Told) -> None:
    relations = {
        "member": "members", "team": "teams", "team_member": "team_members", "inode": "inodes",
        "connection": "connections", "grant": "grants",
    }  # fmt: skip
    keys = {
        "member_id", "team_id", "inode_id", "connection_id", "principal_kind", "principal_id",
    }  # fmt: skip
    with Pair(told.before, told.after, LIBRARY) as pair:
        listed = pair.sql('select entity, "column" from compared_columns').rows
        for entity, relation in relations.items():
            there = {c[0] for c in pair.sql(f"describe after.main.{relation}").rows} - keys
            if entity == "team_member":
                there -= keys
            known = {column for name, column in listed if name == entity}
            assert there == known, entity
