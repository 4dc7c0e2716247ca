"""A snapshot opens in a plain DuckDB client of an older generation."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import duckdb
import pytest

from sigma_audit.snapshot.shape import STORAGE_VERSION
from worlds import World

OLD_PYTHON = os.environ.get("SIGMA_AUDIT_OLD_PYTHON", "")
CONTRACT = [
    "snapshot_info",
    "coverage",
    "capabilities",
    "not_known",
    "members",
    "teams",
    "team_members",
    "account_types",
    "account_type_permissions",
    "inodes",
    "connections",
    "connection_paths",
    "grants",
    "access_paths",
    "effective_access",
]
ASK_EVERYTHING = """
import json, sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
counts = {}
for name in json.loads(sys.argv[2]):
    counts[name] = len(connection.execute(f"select * from {name}").fetchall())
views = [row[0] for row in connection.execute(
    "select view_name from duckdb_views() where not internal and database_name = current_database()"
).fetchall()]
for name in views:
    connection.execute(f'select count(*) from main."{name}"').fetchall()
print(json.dumps([duckdb.__version__, counts, views]))
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A world in which every relation of the contract has a row."""
    world = World()
    ann = world.member("Ann")
    workspace = world.workspace("Finance")
    connection = world.connection("Snowflake")
    world.path(connection, "DB")
    world.grant(workspace, "edit", team=world.team("Team", ann))
    world.grant(connection, "writeback", member=ann)
    world.fail("object_grants", workspace, "failed")
    return world.seal(tmp_path)


def test_the_storage_version_is_the_promised_one(file: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"attach '{file}' as snapshot (read_only)")
        (tags,) = connection.execute(
            "select tags from duckdb_databases() where database_name = 'snapshot'"
        ).fetchall()[0]
    assert tags["storage_version"].split()[0].rstrip("+") in (STORAGE_VERSION, "v1.2.0")


@pytest.mark.skipif(
    not OLD_PYTHON,
    reason="SIGMA_AUDIT_OLD_PYTHON names no Python with DuckDB 1.2 (pip install duckdb==1.2.2)",
)
def test_an_older_client_reads_every_relation(file: Path) -> None:
    done = subprocess.run(
        [OLD_PYTHON, "-c", ASK_EVERYTHING, str(file), json.dumps(CONTRACT)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    version, counts, views = json.loads(done.stdout)
    assert version.startswith("1.2."), "that Python's DuckDB is not the old one"
    assert {name for name, count in counts.items() if count == 0} <= {"capabilities"}
    assert {"access_paths", "effective_access"} <= set(views)
