"""Rows as CSV that a spreadsheet opens rightly: UTF-8 with BOM, CRLF, a header even when empty.

A cell that a spreadsheet would compute gets a leading quote (contract, "Machine forms"). Must never
aggregate, reorder or cut: the CSV is the whole answer.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from sigma_audit.render.cells import guarded, text
from sigma_audit.result import Document, Result

# A CSV has no room for facts but its columns: these stand at the end of every row of a report.
FACT_COLUMNS = ("snapshot_id", "taken_at", "complete")


def csv_bytes(
    result: Result, raw: bool = False, constants: Mapping[str, Any] | None = None
) -> bytes:
    """Write a result as CSV; `constants` are further columns with one value on every row."""
    more = dict(constants or {})
    names = [*result.names, *more]
    tail = [text(value) for value in more.values()]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_defused(names, raw))
    writer.writerows(_defused([*map(text, row), *tail], raw) for row in result.rows)
    return out.getvalue().encode("utf-8-sig", errors="replace")


def _defused(cells: Iterable[str], raw: bool) -> list[str]:
    return list(cells) if raw else [guarded(cell) for cell in cells]


def render(document: Document, raw: bool = False) -> bytes:
    """Write a report's table as CSV, with the facts a row needs when it travels alone."""
    facts = {name: document.facts[name] for name in FACT_COLUMNS}
    return csv_bytes(document.result, raw, facts)
