"""A catalog in a file's place: what was replaced, everything downstream of it, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb
import pytest

from sigma_audit.errors import ConfigError
from sigma_audit.library import Library, Query, parse
from sigma_audit.snapshot import build
from sigma_audit.snapshot.inputs import InputTable
from sigma_audit.snapshot.overlay import Overlay
from sigma_audit.snapshot.pair import Pair
from sigma_audit.snapshot.store import Snapshot, relations
from worlds import World

LIBRARY = Library()
# What the pages say, and how many there were, lies above `grants`: the file's own.
OF_PAGES = {
    *("chain_rows", "grant_rows", "coverage", "mentions", "inode_refs", "inode_ids"),
    *("sweep", "capabilities", "capabilities_forms", "capabilities_seen", "probe_requests"),
    *("grants_at_once", "pages_served"),
}


def replacing(relation: str, text: str) -> Query:
    header = f"-- purpose: as told\n-- grain: {relation[:-1]}_id\n-- columns:\n"
    header += f"--   {relation[:-1]}_id the id\n"
    return parse(header + text, relation, "what_if", f"sql/what_if/{relation}.sql")


def rows(snapshot: Snapshot, name: str) -> list[tuple[object, ...]]:
    return sorted(snapshot.sql(f"from {name}").rows, key=str)


class Town:
    """A world whose team holds a workspace, and the same without that grant."""

    def __init__(self, folder: Path) -> None:
        world = World()
        self.ann, bob = world.member("Ann"), world.member("Bob", "Analyze", archived=True)
        team = world.team("Team", self.ann, bob)
        self.space = world.workspace("Space")
        self.book = world.document("workbook", "Book", self.space, owner=bob)
        world.grant(self.book, "view", member=self.ann)
        self.before = world.seal(folder)
        self.grant = world.grant(self.space, "edit", team=team)
        self.after = world.seal(folder)
        text = "select g.* from sealed.grants g anti join input.gone using (grant_id)"
        self.query = replacing("grants", text)
        self.inputs = {"gone": InputTable((("grant_id", "VARCHAR"),), [(self.grant,)])}

    def without_grant(self) -> Snapshot:
        overlay = Overlay(LIBRARY, {"grants": self.query})
        return Snapshot.open(self.after, self.inputs, [overlay])


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return Town(tmp_path_factory.mktemp("overlay"))


def model(snapshot: Snapshot) -> Iterator[str]:
    found = [f"{one['schema_name']}.{one['name']}" for one in relations(snapshot)]
    ours = [name for name in found if name.startswith(("main.", "typed."))]
    assert len(ours) > 80
    return iter(ours)


def test_a_replaced_relation_and_all_downstream_are_as_if_sealed_so(town: Town) -> None:
    with town.without_grant() as supposed, Snapshot.open(town.before) as sealed:
        names = [name.removeprefix("main.") for name in model(sealed) if name.startswith("main.")]
        changed = {name for name in names if rows(supposed, name) != rows(sealed, name)}
        assert changed <= OF_PAGES
        pair = f"effective_access where member_id = '{town.ann}' and inode_id = '{town.space}'"
        assert rows(supposed, pair) == rows(supposed, f"main.{pair}") == []


def test_what_is_not_downstream_is_the_files_own(town: Town) -> None:
    connection = duckdb.connect()
    grants = {"main.grants"}
    queries = [*LIBRARY.queries("typed"), *LIBRARY.queries("model")]
    for query in build.build_order(connection, queries):
        if build.tables_read(connection, query) & grants:
            grants.add(build.relation(query))
    with town.without_grant() as supposed:
        taken = supposed.sql(
            "select schema_name || '.' || view_name from duckdb_views() where contains(sql, $file) "
            "and database_name = 'snapshot' and schema_name in ('main', 'typed')",
            {"file": "FROM snapshot_file."},
        )
    assert {name for (name,) in taken.rows} == {build.relation(q) for q in queries} - grants


def test_nothing_replaced_is_the_same_in_every_relation(town: Town) -> None:
    everything = {
        q.name: replacing(q.name, f"from sealed.{q.name}")
        for q in LIBRARY.queries("model")
        if q.kind == "table"
    }
    for stack in (
        [Overlay(LIBRARY, everything)],
        [Overlay(LIBRARY, is_whole=True)],
        [Overlay(LIBRARY, is_whole=True), Overlay(LIBRARY, {"members": everything["members"]})],
    ):
        with Snapshot.open(town.after) as sealed:
            names = list(model(sealed))
            with Snapshot.open(town.after, overlays=stack) as again:
                assert list(model(again)) == names
                for name in names:
                    assert rows(again, name) == rows(sealed, name), name


def test_in_a_pair_each_side_is_its_own(town: Town) -> None:
    overlays: Mapping[str, Sequence[Overlay]] = {
        "after": [Overlay(LIBRARY, {"grants": town.query})],
        "before": [Overlay(LIBRARY, is_whole=True)],
    }
    with Pair(town.after, town.after, LIBRARY, town.inputs, overlays) as pair:
        lost = pair.sql("select member_id, inode_id, change from access_changes order by all").rows
        assert (town.ann, town.space, "lost") in lost
        assert len(pair.sql("from before.main.grants").rows) == 2
        assert len(pair.sql("from after.main.grants").rows) == 1
        assert len(pair.sql("from after.main.access_sources").rows) + 1 == len(
            pair.sql("from before.main.access_sources").rows
        )
    with Pair(town.before, town.after, LIBRARY, town.inputs, {"after": overlays["after"]}) as pair:
        assert pair.sql("from access_changes").rows == []


def test_kept_relations_stay_as_they_were_sealed(town: Town) -> None:
    overlay = Overlay(LIBRARY, {"grants": town.query}, kept=["path_words"])
    supposed = Snapshot.open(town.after, town.inputs, [overlay])
    with supposed, Snapshot.open(town.after) as sealed:
        assert rows(supposed, "path_words") == rows(sealed, "path_words")
        assert rows(supposed, "access_paths") != rows(sealed, "access_paths")


def test_an_overlay_is_as_locked_as_a_file(town: Town, tmp_path: Path) -> None:
    with town.without_grant() as supposed:
        for text in (
            "create table mine as select 1",
            "set enable_external_access = true",
            f"from read_csv('{tmp_path}/x.csv')",
            "drop view members",
        ):
            with pytest.raises(ConfigError):
                supposed.ask(text)


def test_an_older_file_gets_the_relations_it_lacks(town: Town, tmp_path: Path) -> None:
    older = tmp_path / "older.duckdb"
    older.write_bytes(town.after.read_bytes())
    with duckdb.connect(str(older)) as connection:
        connection.execute("drop view redundant_grants")
        connection.execute("drop table main.chain_rows")
        connection.execute("drop table raw.all_grants")
        connection.execute("drop table meta.probes")
    again = Snapshot.open(older, overlays=[Overlay(LIBRARY, is_whole=True)])
    with again, Snapshot.open(town.after) as sealed:
        for name in ("redundant_grants", "chain_rows", "typed.all_grants", "effective_access"):
            assert rows(again, name) == rows(sealed, name)
        assert rows(again, "meta.probes") == []
