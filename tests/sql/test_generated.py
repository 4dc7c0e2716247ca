"""The generator of the benchmarks draws what it says: its pages against brute force, day by day."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from organisation import SIZES, write_pages

import oracle
from sigma_audit.emulator.slug import unslug
from sigma_audit.snapshot.store import Snapshot


def entries(connection: duckdb.DuckDBPyConnection, endpoint: str) -> list[tuple[str, Any]]:
    """Every entry of every page of an endpoint, with the parent it was asked for."""
    found = []
    for parent, body in connection.execute(
        f"select parent_id, body from raw.{endpoint}"
    ).fetchall():
        page = json.loads(body)
        rows = page if isinstance(page, list) else page.get("entries", [page])
        found += [(parent, row) for row in rows]
    return found


def facts(file: Path) -> oracle.World:
    """Read the pages without the SQL that is under test."""
    with duckdb.connect(str(file), read_only=True) as c:
        shown = {
            name: entries(c, name)
            for (name,) in c.execute(
                "select table_name from duckdb_tables() where schema_name = 'raw'"
            ).fetchall()
        }
    inodes: dict[str, dict[str, Any]] = {}
    for _, e in shown["workspaces"]:
        inodes[e["workspaceId"]] = inode("content", "workspace", None, None)
    for _, e in shown["files"]:
        kind = e["type"].replace("-", "_")
        inodes[e["id"]] = inode("content", kind, e["parentId"], e["ownerId"])
    for _, e in shown["members"]:
        inodes[e["homeFolderId"]] = inode("content", "folder", None, e["memberId"])
    for _, e in shown["connections"]:
        inodes[e["connectionId"]] = inode("data", "connection", None, None)
    ids: dict[tuple[str, ...], str] = {
        (e["connectionId"], *e["path"]): unslug(e["urlId"]) for _, e in shown["paths"]
    }
    for path, path_id in ids.items():
        kind = ["database", "schema", "table"][len(path) - 2]
        inodes[path_id] = inode("data", kind, ids.get(path[:-1], path[0]), None)
    grants = [e for name in shown if name.endswith("_grants") for _, e in shown[name]]
    teams = {
        e["teamId"]: {"is_archived": e["isArchived"], "members": set()} for _, e in shown["teams"]
    }
    for team_id, e in shown["team_members"]:
        teams[team_id]["members"].add(e["userId"])
    names = {e["accountTypeId"]: e["accountTypeName"] for _, e in shown["account_types"]}
    types: dict[str, set[str]] = {name: set() for name in names.values()}
    for account_type_id, e in shown["account_type_permissions"]:
        types[names[account_type_id]].add(e["description"])
    return {
        "members": {
            e["memberId"]: {
                "status": "archived"
                if e["isArchived"]
                else "inactive"
                if e["isInactive"]
                else "active",
                "kind": e["userKind"],
                "account_type": e["memberType"],
                "home": e["homeFolderId"],
            }
            for _, e in shown["members"]
        },
        "teams": teams,
        "inodes": inodes,
        "grants": {
            e["grantId"]: {
                "inode": unslug(e["inodeId"]),
                "permission": e["permission"],
                "member": e["memberId"],
                "team": e["teamId"],
            }
            for e in grants
        },
        "account_types": types,
    }


def inode(plane: str, kind: str, parent: str | None, owner: str | None) -> dict[str, Any]:
    return {"plane": plane, "kind": kind, "parent": parent, "owner": owner}


@pytest.mark.parametrize(("plan", "day"), [("full", 0), ("full", 40), ("standard", 3)])
def test_a_generated_organisation_is_what_its_pages_say(
    plan: str, day: int, tmp_path: Path
) -> None:
    path = write_pages(tmp_path / "made.duckdb", SIZES["tiny"], plan=plan, day=day).seal()
    world = facts(path)
    expected_paths = oracle.paths(world)
    expected = oracle.access(world, expected_paths)
    with Snapshot.open(path) as snapshot:
        assert snapshot.info()["status"] == "complete"
        unread = snapshot.sql("select distinct principal_kind, endpoint from not_known").rows
        reasons = snapshot.sql(
            "select member_id, inode_id, via, team_id, grant_id, source_inode_id, distance, "
            "permission, counts from access_paths"
        ).rows
        access = snapshot.sql(
            "select member_id, inode_id, granted_permission, effective_permission, "
            "can_write_back, path_count, cap_certainty from effective_access"
        ).rows
        assert not snapshot.sql("select name from meta.integrity where found > 0").rows
    # The default plan leaves tables out that no principal was granted: nothing else is unread.
    assert set(unread) == (set() if plan == "full" else {("organization", "path_grants")})
    assert {oracle.Path(*row) for row in reasons} == expected_paths
    assert {(row[0], row[1]): oracle.Access(*row[2:]) for row in access} == expected
    assert len(access) > 1000


def test_a_day_changes_what_its_rate_says(tmp_path: Path) -> None:
    days = {
        day: facts(
            write_pages(tmp_path / f"{day}.duckdb", SIZES["small"], day=day, rate=0.1).seal()
        )
        for day in (0, 1)
    }
    shares = {}
    for kind in ("grants", "members", "inodes"):
        before, after = days[0][kind], days[1][kind]
        shares[kind] = sum(after.get(key) != fact for key, fact in before.items()) / len(before)
    seats = [
        {(team, member) for team, fact in days[day]["teams"].items() for member in fact["members"]}
        for day in (0, 1)
    ]
    shares["seats"] = len(seats[0] - seats[1]) / len(seats[0])
    assert {kind: 0.03 < share < 0.3 for kind, share in shares.items()} == dict.fromkeys(
        shares, True
    ), shares
