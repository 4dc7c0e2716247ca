"""Every SQL file keeps the promises of its header, and reads only what its drawer may read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from sigma_audit.collect.endpoints import ENDPOINTS
from sigma_audit.library import DRAWERS, Library, Query
from sigma_audit.snapshot import build
from sigma_audit.snapshot.shape import statements
from sigma_audit.snapshot.store import Snapshot
from worlds import World

BUILT = ("typed", "model", "integrity")
BANNED = re.compile(
    r"\b(now|current_date|current_timestamp|today|random|get_current_timestamp|uuid)\s*\(|"
    r"\bcurrent_(date|timestamp|time)\b",
    re.IGNORECASE,
)
MAY_READ = {
    "typed": {"raw"},
    "model": {"typed", "meta", "main"},
    "integrity": {"typed", "meta", "main"},
}
QUERIES = [query for drawer in DRAWERS for query in Library().queries(drawer)]
OURS = [query for query in QUERIES if query.drawer in BUILT]


def ids(query: Query) -> str:
    return f"{query.drawer}/{query.name}"


def body(query: Query) -> str:
    """The SQL without its comments."""
    return re.sub(r"--[^\n]*", "", query.sql)


@pytest.fixture(scope="module")
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty snapshot with every relation built."""
    connection = duckdb.connect()
    for statement in statements(ENDPOINTS):
        connection.execute(statement)
    build.build(connection, Library())
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """A world with one of everything, so that no relation is empty by accident."""
    world = World(plan="standard")
    ann, bob = world.member("Ann"), world.member("Bob", "Odd", kind="guest")
    world.account_type("Odd", "Full explore", "Something new")
    team = world.team("Team", ann, bob, "MemberUnlisted")
    workspace = world.workspace("Space")
    folder = world.folder("Folder", workspace, owner=bob, hidden=True)
    workbook = world.document("workbook", "Book", folder, owner=ann)
    lost = world.document("report", "Lost", "11111111-2222-4333-8444-555555555555")
    connection = world.connection("Snowflake")
    for names in (("DB", "S", "T"), ("DB", "S", "U"), ("DB2",)):
        world.path(connection, *names)
    world.grant(workspace, "organize", team=team)
    world.grant(workspace, "create", member=ann)
    world.grant(workbook, "view")
    world.grant(workbook, "view", member="MemberUnlisted")
    world.grant(lost, "explore", team=team)
    world.grant(connection, "writeback", member=ann)
    world.grant(connection, "usage", team=team)
    world.grant(next(iter(world.paths)), "usage", team=team)
    world.fail("object_grants", folder, "forbidden")
    other = world.team("Other", ann)
    world.grant(folder, "explore", team=other)
    world.fail("team_members", other, "failed")
    world.fail("member_grants", bob, "failed")
    with Snapshot.open(world.seal(tmp_path_factory.mktemp("headers"))) as opened:
        yield opened


@pytest.mark.parametrize("query", QUERIES, ids=ids)
def test_one_select_without_a_clock(query: Query, engine: duckdb.DuckDBPyConnection) -> None:
    (statement,) = engine.extract_statements(query.sql)
    assert statement.type == duckdb.StatementType.SELECT
    assert statement.named_parameters == {param.name for param in query.params}
    assert not BANNED.search(body(query)), "time is snapshot_info.taken_at"
    assert "\t" not in query.sql
    if query.drawer in BUILT:
        assert len(query.sql.splitlines()) <= 80, "give it a relation of its own under model/"
        assert max(map(len, query.sql.splitlines())) <= 110


@pytest.mark.parametrize("query", [query for query in OURS if query.kind == "view"], ids=ids)
def test_views_speak_as_older_clients_do(query: Query) -> None:
    assert not re.search(r"\bif\(", body(query)), "DuckDB 1.2 has no if(): write case when"
    assert "->" not in body(query), "DuckDB 1.2 and 2.0 write lambdas differently"
    assert "lambda " not in body(query), "DuckDB 1.2 and 2.0 write lambdas differently"


@pytest.mark.parametrize("query", OURS, ids=ids)
def test_columns_are_the_ones_declared(query: Query, engine: duckdb.DuckDBPyConnection) -> None:
    described = engine.execute(f"describe ({query.sql})").fetchall()
    assert [row[0] for row in described] == [name for name, _ in query.columns]
    assert set(query.grain) <= {name for name, _ in query.columns}


@pytest.mark.parametrize("query", QUERIES, ids=ids)
def test_reads_only_what_its_drawer_may(query: Query, engine: duckdb.DuckDBPyConnection) -> None:
    read = build.tables_read(engine, query)
    if query.drawer == "typed":
        assert read == {f"raw.{query.name}"}
    if (query.drawer, query.name) == ("model", "pages_served"):
        assert read == {f"raw.{name}" for name in ENDPOINTS}, "every list there is, and no more"
        return
    schemas = {name.split(".")[0] for name in read}
    assert query.drawer == "typed" or "raw" not in schemas, "only typed reads raw pages"
    assert schemas <= MAY_READ.get(query.drawer, schemas)


@pytest.mark.parametrize("query", [query for query in OURS if query.drawer != "integrity"], ids=ids)
def test_the_grain_is_kept(query: Query, snapshot: Snapshot) -> None:
    relation = f"{build.SCHEMA[query.drawer]}.{query.name}"
    grain = ", ".join(query.grain)
    missing = " or ".join(f"{column} is null" for column in query.grain)
    optional = {"moved", "access_words", "path_words"}
    if query.name not in optional:
        assert snapshot.sql(f"select 1 from {relation} where {missing}").rows == []
    twice = f"select {grain}, count(*) from {relation} group by {grain} having count(*) > 1"
    assert snapshot.sql(twice).rows == []


def test_relations_of_the_contract_are_not_empty(snapshot: Snapshot) -> None:
    filled = [
        "snapshot_info",
        "coverage",
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
        "new_words",
        "inferred_decisions",
        "inode_gaps",
        "member_gaps",
        "unread_places",
        "unread_grants",
        "unread_teams",
    ]
    for relation in filled:
        (count,) = snapshot.sql(f"select count(*) from {relation}").rows[0]
        assert count > 0, relation
    described = snapshot.sql(
        "select table_name from duckdb_tables() where schema_name in ('main', 'typed') "
        "and comment is null union all select view_name from duckdb_views() "
        "where not internal and schema_name in ('main', 'typed') and comment is null"
    )
    assert list(described.rows) == []


@pytest.mark.parametrize("query", Library().queries("integrity"), ids=ids)
def test_integrity_finds_nothing(query: Query, snapshot: Snapshot) -> None:
    found = snapshot.sql("select found from meta.integrity where name = $n", {"n": query.name})
    assert found.rows == [(0,)]


def test_every_drawer_lies_where_the_library_looks() -> None:
    root = Path(__file__).resolve().parents[2] / "sql"
    stray = {path.parent.name for path in root.glob("*/*.sql")} - set(DRAWERS)
    assert stray == set()
