"""Makes a table whose SELECT ends in an order: its rows are laid aside, then sorted part by part.

All at once, a sort of millions of rows is most of the memory of a sealing, and where that is
bounded most of its time. Must never change which rows there are, nor their order.
"""

from __future__ import annotations

import re
from itertools import pairwise

import duckdb

PART = 2**19  # rows sorted at once
SAMPLE = 2000  # rows looked at to cut parts of about one size
_ORDER = re.compile(r"\n(?:--[^\n]*\n)*order by ([\w., ]+)\s*\Z")


def create_table(connection: duckdb.DuckDBPyConnection, name: str, sql: str) -> None:
    """Make the table `name` of a SELECT, in the order in which that ends; duckdb.Error.

    The order names columns of the result, with or without the table they come from.
    """
    found = _ORDER.search(sql)
    if not found:
        connection.execute(f"create table {name} as {sql}")
        return
    order = re.sub(r"\b\w+\.", "", found[1]).strip()
    connection.execute(f"create temp table laid_aside as {sql[: found.start()]}")
    connection.execute(f"create table {name} as from temp.laid_aside limit 0")
    for condition, bounds in _parts(connection, order.partition(",")[0]):
        connection.execute(
            f"insert into {name} from temp.laid_aside where {condition} order by {order}", bounds
        )
    connection.execute("drop table temp.laid_aside")


def without_order(sql: str) -> str:
    """Give a SELECT less the order it ends in: what is looked through once needs none."""
    return _ORDER.sub("\n", sql)


def _parts(connection: duckdb.DuckDBPyConnection, key: str) -> list[tuple[str, dict[str, object]]]:
    """Give the condition on the first column, and its bounds, of each part; nulls come last."""
    row = connection.execute("select count(*) from temp.laid_aside").fetchone()
    number = (row[0] if row else 0) // PART + 1
    if number == 1:
        return [("true", {})]
    shares = [part / number for part in range(1, number)]
    row = connection.execute(
        f"select list_sort(list_distinct(quantile_disc({key}, {shares}))) "
        f"from (from temp.laid_aside using sample {SAMPLE} rows)"
    ).fetchone()
    cuts = row[0] or [] if row else []
    if not cuts:
        return [("true", {})]
    return [
        (f"{key} <= $until", {"until": cuts[0]}),
        *(
            (f"{key} > $since and {key} <= $until", {"since": since, "until": until})
            for since, until in pairwise(cuts)
        ),
        (f"({key} > $since or {key} is null)", {"since": cuts[-1]}),
    ]
