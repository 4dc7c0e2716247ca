"""A diff is enough to make the later base relations out of the earlier ones.

Left out: grant ids and the columns that `compared_columns` lists as noise. An account type under a
new name is the same account type, so a member's is compared by its id. A grant whose member is no
longer listed is the same grant, though its principal is of unknown kind then.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from history.combined import LIBRARY, changes, draw, tell
from history.undo import Row
from history.universe import Universe
from sigma_audit.snapshot.pair import Pair
from sigma_audit.snapshot.store import Snapshot
from worlds import World

KEYS = {
    "member": ("members", ("member_id",)),
    "team": ("teams", ("team_id",)),
    "team_member": ("team_members", ("team_id", "member_id")),
    "inode": ("inodes", ("inode_id",)),
    "connection": ("connections", ("connection_id",)),
    "grant": ("grants", ("principal_id", "inode_id", "permission")),
    "account_type_permission": ("account_type_permissions", ("account_type_id", "permission")),
}
Relation = dict[tuple[Any, ...], dict[str, str | None]]


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


def text(value: object) -> str | None:
    return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def state(pair: Snapshot, side: str, entity: str) -> Relation:
    """Give one base relation: key -> its compared columns as text."""
    relation, key = KEYS[entity]
    columns = [
        str(row[0])
        for row in pair.sql(
            'select "column" from compared_columns where is_compared and entity = $entity '
            "and \"column\" not in ('permission', 'account_type_name', 'is_custom')",
            {"entity": entity},
        ).rows
    ]
    rows = pair.sql(f"from {side}.main.{relation}").records()
    types = account_types(pair)
    return {
        tuple(row[part] for part in key): {
            name: types.get(row[name].lower()) if name == "account_type" else text(row[name])
            for name in columns
        }
        for row in rows
        if not (entity == "inode" and row["kind"] == "connection")
    }


def account_types(pair: Snapshot) -> dict[str, str]:
    """Every name of an account type, earlier or later, with its id."""
    return {
        row["name"].lower(): row["account_type_id"]
        for side in ("before", "after")
        for row in pair.sql(f"from {side}.main.account_types").records()
    }


def applied(relation: Relation, entity: str, rows: list[Row], types: dict[str, str]) -> Relation:
    """Make the later relation out of the earlier one and the diff's rows alone."""
    made = {key: dict(values) for key, values in relation.items()}
    columns = next(iter(made.values())).keys()
    for row in rows:
        if entity == "grant":
            who = (row["principal_id"], row["inode_id"])
            if row["before"]:
                del made[*who, row["before"]]
            if row["after"]:
                made[*who, row["after"]] = {}
            continue
        key = tuple(row[part] for part in KEYS[entity][1])
        if row["change"] == "changed":
            value = row["after"]
            made[key][row["column"]] = (
                types[value.lower()] if row["column"] == "account_type" else value
            )
        elif row["change"] == "removed":
            del made[key]
        else:
            record = json.loads(row["record"])
            made[key] = {
                name: types[record[name].lower()] if name == "account_type" else text(record[name])
                for name in columns
            }
    return made


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
