"""Has a query read raw pages a few at a time: the same rows, in the memory of those few.

DuckDB takes up to 2,048 rows at once, and JSON that is being read needs several times its text: of
rows that are whole pages that is a gigabyte. Must never change what a query means.
"""

from __future__ import annotations

import re

import duckdb

SLICE = 8 * 2**20  # bytes of page text looked into at once
MOST = 64  # slices of one table; each is a branch of the plan
_PART = "<part>"
_RAW = re.compile(r"\braw\.(\w+)")


def sliced(connection: duckdb.DuckDBPyConnection, sql: str) -> str:
    """Give the SQL with each large `raw` table replaced by itself, slice after slice.

    A view that is made of pages counts as what it says; one onto another file's pages stays as it
    is, for it has no row ids to cut at.
    """
    for name, said in _views(connection):
        sql = re.sub(rf"\b{name}\b", lambda _, said=said: f"({said})", sql)  # type: ignore[misc]
    for name in sorted(set(_RAW.findall(sql))):
        cuts = _cuts(connection, name)
        if len(cuts) > 1:
            parts = " union all ".join(
                f"select * from raw.{name} where rowid between {first} and {last}"
                for first, last in cuts
            )
            sql = re.sub(rf"\braw\.{name}\b", f"({parts})", sql)
    return sql


def apart(connection: duckdb.DuckDBPyConnection, sql: str, column: str) -> list[str]:
    """Give the SQL, sliced, once for each value of a column of the view of pages it reads.

    Together they give its rows where it joins no two pages that differ in that column. What one
    has read is free before the next; in one SELECT each list's pages would stay until the last.
    """
    for name, _ in _views(connection):
        if re.search(rf"\b{name}\b", sql):
            values = connection.execute(f"select distinct {column} from {name} order by 1")
            found = [value for (value,) in values.fetchall()]
            part = re.sub(rf"\b{name}\b", f"(from {name} where {column} = '{_PART}')", sql)
            one = sliced(connection, part)
            return [one.replace(_PART, value) for value in found]
    return [sliced(connection, sql)]


def _views(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Give name and SELECT of every model view that reads raw pages."""
    found = connection.execute(
        "select view_name, sql from duckdb_views() where database_name = current_database() "
        "and schema_name = 'main' and contains(sql, ' raw.') order by view_name"
    ).fetchall()
    return [(name, said[said.index(" AS ") + 4 :].rstrip(";\n ")) for name, said in found]


def _cuts(connection: duckdb.DuckDBPyConnection, name: str) -> list[tuple[int, int]]:
    """Give first and last row id of each slice; nothing where there is no table of that name."""
    is_table = connection.execute(
        "select count(*) from duckdb_tables() where database_name = current_database() "
        "and schema_name = 'raw' and table_name = ?",
        [name],
    ).fetchone()
    if is_table != (1,):
        return []
    row = connection.execute(f"select max(rowid) + 1, sum(strlen(body)) from raw.{name}").fetchone()
    rows, size = row if row and row[0] else (0, 0)
    number = int(max(1, min(rows, MOST, size // SLICE)))
    return [(part * rows // number, (part + 1) * rows // number - 1) for part in range(number)]
