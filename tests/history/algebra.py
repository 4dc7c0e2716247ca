"""What a diff must be good for: applied, mirrored and put one after the other.

Left out of "the same": grant ids and the columns that `compared_columns` lists as noise. An account
type under a new name is the same account type, so a member's is compared by its id. A grant whose
member is no longer listed is the same grant, though its principal is of unknown kind then.
Whether write-back came or went is told only where the permission stayed, so it is not composed.
Must never look into the snapshots for what the rows should say.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from history.undo import Row
from sigma_audit.snapshot.store import Snapshot

ACCESS = "effective_access"
OPPOSITE = {
    "added": "removed", "removed": "added", "changed": "changed", "not_known": "not_known",
    "gained": "lost", "lost": "gained", "raised": "lowered", "lowered": "raised",
}  # fmt: skip
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
COMPARED = {
    "member": ("email", "name", "account_type", "user_kind", "status", "home_folder_id"),
    "team": ("name", "visibility", "is_archived"),
    "team_member": ("is_team_admin",),
    "inode": ("name", "kind", "parent_id", "owner_id", "is_archived"),
    "connection": (
        *("name", "type", "use_oauth", "write_access", "is_sample", "is_audit_log"),
        "is_archived",
    ),
    "account_type_permission": (),
}
State = dict[str, Any] | None
# Of everything touched: what is told of it before and after; None where it is not there.
Delta = dict[tuple[Any, ...], tuple[State, State]]


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


def mirrored(row: Row, *, is_mirrored: bool) -> tuple[object, ...]:
    """Give what a row says, or what it would say the other way round."""
    values = (row["after"], row["before"]) if is_mirrored else (row["before"], row["after"])
    return (row["change_id"], OPPOSITE[row["change"]] if is_mirrored else row["change"], *values)


def delta(rows: Iterable[Row], types: Mapping[str, str]) -> Delta:
    """Give what the rows tell of each thing, before and after; `types` is name -> account type."""
    found: Delta = {}
    for row in rows:
        entity = "inode" if row["entity"] == "workspace" else row["entity"]
        if entity == "grant":
            for at, word in enumerate((row["before"], row["after"])):
                if word is not None:
                    sides: list[State] = [None, None]
                    sides[at] = {}
                    key = (entity, row["principal_id"], row["inode_id"], word)
                    found[key] = (sides[0], sides[1])
        elif entity == ACCESS and row["column"] == "can_write_back":
            continue
        elif entity == ACCESS:
            before = {"effective": row["effective_before"]}
            after = {"effective": row["effective_after"]}
            if row["column"] == "granted_permission":
                before, after = (
                    before | {"granted": row["before"]},
                    after | {"granted": row["after"]},
                )
            found[entity, row["member_id"], row["inode_id"]] = (before, after)
        else:
            _base(found, (entity, *(row[part] for part in KEYS[entity][1])), row, types)
    return found


def _base(found: Delta, key: tuple[Any, ...], row: Row, types: Mapping[str, str]) -> None:
    def cell(name: str, value: object) -> object:
        said = text(value)
        return types.get(said.lower(), said.lower()) if name == "account_type" and said else said

    if row["change"] == "changed":
        before, after = found.get(key, ({}, {}))
        assert before is not None
        assert after is not None
        name = row["column"]
        found[key] = (
            before | {name: cell(name, row["before"])},
            after | {name: cell(name, row["after"])},
        )
    else:
        record = json.loads(row["record"])
        state = {name: cell(name, record[name]) for name in COMPARED[key[0]]}
        found[key] = (state, None) if row["change"] == "removed" else (None, state)


def composed(first: Delta, then: Delta) -> Delta:
    """Give what both together come to."""
    found: Delta = {}
    for key in first.keys() | then.keys():
        if key not in first or key not in then:
            found[key] = first.get(key) or then[key]
            continue
        (before, middle), (again, after) = first[key], then[key]
        assert (middle is None) == (again is None), key
        if middle is None or again is None:
            found[key] = (before, after)
        else:
            assert all(middle.get(name, value) == value for name, value in again.items()), key
            found[key] = (
                None if before is None else again | before,
                None if after is None else middle | after,
            )
    return settled(found)


def settled(one: Delta) -> Delta:
    """Leave out what is the same before and after."""
    found: Delta = {}
    for key, (before, after) in one.items():
        if before is None and after is None:
            continue
        if before is not None and after is not None:
            names = {name for name in before if before[name] != after.get(name)}
            names |= after.keys() - before.keys()
            if not names:
                continue
            before = {name: before.get(name) for name in names}
            after = {name: after.get(name) for name in names}
        found[key] = (before, after)
    return found


def counted(rows: Iterable[Row]) -> dict[tuple[object, ...], tuple[int, int, int]]:
    """Count the rows of effective access of each cause by hand: members, inodes, rows."""
    sets: dict[tuple[object, ...], tuple[set[str], set[str], list[Row]]] = {}
    for row in rows:
        if row["entity"] == ACCESS:
            key = (row["change"], row["column"], row["cause"], tuple(row["cause_ids"] or ()))
            members, inodes, all_rows = sets.setdefault(key, (set(), set(), []))
            members.add(row["member_id"])
            inodes.add(row["inode_id"])
            all_rows.append(row)
    return {key: (len(m), len(i), len(r)) for key, (m, i, r) in sets.items()}


def told_counts(rows: Iterable[Row]) -> dict[tuple[object, ...], tuple[int, int, int]]:
    """Give what the aggregated rows of effective access say of each cause."""
    return {
        (row["change"], row["column"], row["cause"], tuple(row["cause_ids"] or ())): (
            row["member_count"],
            row["inode_count"],
            row["row_count"],
        )
        for row in rows
        if row["entity"] == ACCESS
    }
