"""Pages read a few at a time say what all of them say at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from sigma_audit.library import Library
from sigma_audit.snapshot import build, slices

SEALED = Path(__file__).parents[1] / "corpus" / "schema-3.duckdb"


def test_slices_change_no_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "again.duckdb"
    shutil.copy(SEALED, file)
    monkeypatch.setattr(slices, "SLICE", 1)
    with duckdb.connect(str(file)) as connection:
        connection.execute(f"attach '{SEALED}' as sealed (read_only)")
        build.clear(connection)
        queries = Library().queries("typed")
        cut = [query for query in queries if slices.sliced(connection, query.sql) != query.sql]
        assert len(cut) > 5
        for query in queries:
            build.create(connection, query)
            one, two = f"from typed.{query.name}", f"from sealed.typed.{query.name}"
            for left, right in ((one, two), (two, one)):
                assert not connection.execute(f"{left} except all {right}").fetchall(), query.name


def test_what_is_made_list_by_list_is_what_one_select_gives(tmp_path: Path) -> None:
    file = tmp_path / "again.duckdb"
    shutil.copy(SEALED, file)
    query = Library().query("model", "new_fields")
    settled = []

    def settle() -> bool:
        settled.append(1)
        return True

    with duckdb.connect(str(file)) as connection:
        for name, field in (("members", "email"), ("teams", "name"), ("files", "name")):
            connection.execute(
                f"update raw.{name} set body = "
                f"replace(body, $field, '\"of {name}\": 1, ' || $field)",
                {"field": f'"{field}"'},
            )
        build.create(connection, query, "table", "at_once")
        build.create(connection, query, "table", "by_list", settle=settle)
        lists = connection.execute("select count(distinct endpoint) from pages_served").fetchone()
        told = connection.execute("select distinct field from by_list").fetchall()
        assert {("of members",), ("of teams",), ("of files",)} <= set(told)
        for left, right in (("at_once", "by_list"), ("by_list", "at_once")):
            assert not connection.execute(f"from {left} except all from {right}").fetchall()
        assert lists == (len(settled) - 1,)
        for name in ("at_once", "by_list"):
            connection.execute(f"drop table {name}")
        for (name,) in connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'raw' "
            "and database_name = current_database()"
        ).fetchall():
            connection.execute(f"delete from raw.{name}")
        build.create(connection, query, "table", "by_list", settle=settle)
        assert connection.execute("select count(*) from by_list").fetchone() == (0,)


def test_a_slice_is_bounded_in_bytes_and_in_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with duckdb.connect(str(tmp_path / "pages.duckdb")) as connection:
        connection.execute(
            "create schema raw; create table raw.files as "
            "select repeat('x', 100) as body from range(1000)"
        )
        for size, number in ((10**6, 1), (50_000, 2), (1_000, slices.MOST)):
            monkeypatch.setattr(slices, "SLICE", size)
            sql = slices.sliced(connection, "select count(*) from raw.files")
            assert sql.count("from raw.files") == number
            assert connection.execute(sql).fetchone() == (1000,)
        connection.execute("alter table raw.files rename to other")
        connection.execute("create view raw.files as from raw.other")
        assert slices.sliced(connection, "from raw.files") == "from raw.files"
