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
