"""Rows as CSV that a spreadsheet opens rightly: UTF-8 with BOM, CRLF, a header even when empty.

A cell that a spreadsheet would compute gets a leading quote (contract, "Machine forms"). Must never
aggregate, reorder or cut: the CSV is the whole answer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sigma_audit.render.cells import COMPUTED, PLAIN_NUMBER, guarded, plain, sound, text
from sigma_audit.result import Result

if TYPE_CHECKING:
    import polars

    from sigma_audit.document import Document

# A CSV has no room for facts but its columns: these stand at the end of every row of a report.
FACT_COLUMNS = ("snapshot_id", "taken_at", "complete", "source", "parameters")
# DuckDB's types whose texts polars and `cells.text` write alike.
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")


def csv_bytes(
    result: Result, raw: bool = False, constants: Mapping[str, Any] | None = None
) -> bytes:
    """Write a result as CSV; `constants` are further columns with one value on every row."""
    import polars as pl

    more = dict(constants or {})
    names = [name if raw else guarded(name) for name in (*result.names, *more)]
    columns: Sequence[Sequence[Any]] = list(zip(*result.rows, strict=True)) if result.rows else []
    cells = [
        _texts(kind.type, column) for kind, column in zip(result.columns, columns, strict=False)
    ] or [pl.Series([], dtype=pl.String) for _ in result.columns]
    cells += [
        pl.Series([sound(text(value))], dtype=pl.String).new_from_index(0, len(result.rows))
        for value in more.values()
    ]
    # Numbered while it is worked on: a query may give two columns of one name, a frame may not.
    frame = pl.DataFrame([column.alias(str(at)) for at, column in enumerate(cells)])
    if not raw:
        frame = frame.with_columns(_defused(pl.col(name)).alias(name) for name in frame.columns)
    # An empty cell is written as nothing; alone on its line it needs its quotes to be a row.
    empty = pl.all().replace("", None) if len(names) > 1 else pl.all().fill_null("")
    head = pl.DataFrame({str(at): [sound(name)] for at, name in enumerate(names)})
    return "".join(
        part.write_csv(include_header=False, line_terminator="\r\n", quote_style="necessary")
        for part in (head, frame.with_columns(empty))
    ).encode("utf-8-sig")


def _texts(kind: str, values: Sequence[Any]) -> polars.Series:
    """Write a column as `cells.text` does: by polars where both agree, else value by value.

    Lists too: polars makes a series of each, which takes longer than joining them here.
    """
    import polars as pl

    try:
        if kind == "VARCHAR":
            return pl.Series(values, dtype=pl.String, strict=True)
        if kind == "BOOLEAN":
            return pl.Series(values, dtype=pl.Boolean, strict=True).cast(pl.String)
        if kind in _WHOLE:
            return pl.Series(values, dtype=pl.Int64, strict=True).cast(pl.String)
    except (TypeError, ValueError, pl.exceptions.PolarsError):
        pass  # not what its type says, or text that is no Unicode: told value by value
    return pl.Series([sound(text(value)) for value in values], dtype=pl.String)


def _defused(cell: polars.Expr) -> polars.Expr:
    """Say `cells.guarded` of a whole column."""
    import polars as pl

    is_computed = cell.str.contains(rf"^{COMPUTED}") & ~cell.str.contains(rf"^{PLAIN_NUMBER}$")
    return pl.when(is_computed).then(pl.lit("'") + cell).otherwise(cell)


def render(document: Document, raw: bool = False) -> bytes:
    """Write a report's table as CSV, with the facts a row needs when it travels alone."""
    facts = {name: document.facts[name] for name in FACT_COLUMNS}
    if document.facts.get("is_hypothetical"):
        facts["supposed"] = document.facts["supposed"]
    facts["parameters"] = json.dumps(plain(facts["parameters"]), ensure_ascii=False)
    return csv_bytes(document.result, raw, facts)
