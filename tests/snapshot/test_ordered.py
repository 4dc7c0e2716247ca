"""A table made part by part has the rows and the order that all at once would have given it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from sigma_audit.library import Library
from sigma_audit.snapshot import ordered

ROWS = "select range % 7 as few, (range * 7919) % 10_007 as many from range(10_007)"


@pytest.mark.parametrize(
    ("sql", "by"),
    [
        (f"from ({ROWS})\norder by many", "many"),
        (f"select r.* from ({ROWS}) r\n-- Why.\norder by r.few, r.many\n", "few, many"),
        (f"select nullif(few, 3) as few, many from ({ROWS})\norder by few, many", "few, many"),
        (f"select null::bigint as few, many from ({ROWS})\norder by few, many", "few, many"),
        (f"from ({ROWS}) where false\norder by many", "many"),
    ],
)
@pytest.mark.parametrize("part", [10**6, 900, 1])
def test_parts_are_in_order_and_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sql: str, by: str, part: int
) -> None:
    monkeypatch.setattr(ordered, "PART", max(part, 500))
    with duckdb.connect(str(tmp_path / "x.duckdb")) as connection:
        ordered.create_table(connection, "made", sql)
        made = connection.execute("from made order by rowid").fetchall()
        assert made == connection.execute(f"from ({sql}\n) order by {by}").fetchall()


def test_without_its_order_it_says_the_same(tmp_path: Path) -> None:
    assert ordered.without_order("select 1\n-- Why.\norder by a.x, y\n") == "select 1\n"
    assert "over (order by x)" in ordered.without_order("select a over (order by x)\nfrom t\n")


def test_every_relation_in_order_is_seen_to_be() -> None:
    library = Library()
    for query in (*library.queries("typed"), *library.queries("model")):
        ends_so = query.sql.rstrip().splitlines()[-1].startswith("order by")
        assert (ordered.without_order(query.sql) != query.sql) == ends_so, query.name
