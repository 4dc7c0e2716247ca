"""A document as a workbook: a sheet for the table, one for each section, one for the facts.

Text is written as text: nothing in a cell is ever computed or made a link. Must never depend on the
clock: the same document gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sigma_audit.render.cells import text
from sigma_audit.result import Document, Result

ROW_LIMIT = 1_048_575  # Excel's 1,048,576 rows, less the header
CELL_LIMIT = 32_767  # characters Excel keeps in a cell
NUMBER_LIMIT = 2**53  # beyond it a spreadsheet's numbers lose digits
_NOTE = " … cut here by the XLSX format; the CSV and JSON hold all {} characters"
_CREATED = datetime(2000, 1, 1)  # a fixed date, so that the bytes are the content's
_OPTIONS = {
    "in_memory": True,
    "constant_memory": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}


def fitting(cell: str) -> str:
    """Give a text that fits an Excel cell; what does not fit says so and where the whole is."""
    if len(cell) <= CELL_LIMIT:
        return cell
    note = _NOTE.format(len(cell))
    return cell[: CELL_LIMIT - len(note)] + note


def _sheet_names(titles: Iterable[str]) -> list[str]:
    """Make names Excel accepts: 31 characters at most, no brackets or slashes, all different."""
    names: list[str] = []
    for title in titles:
        clean = "".join("_" if char in "[]:*?/\\" else char for char in title).strip("'")
        name, number = clean[:31] or "sheet", 2
        while name.lower() in {taken.lower() for taken in names}:
            name, number = f"{clean[:27]} {number}", number + 1
        names.append(name)
    return names


def _chunks(result: Result) -> list[Sequence[tuple[Any, ...]]]:
    """Cut rows so that each part fits a sheet; one empty part for no rows."""
    rows = result.rows
    return [rows[at : at + ROW_LIMIT] for at in range(0, len(rows), ROW_LIMIT)] or [[]]


def _write(sheet: Any, bold: Any, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    for at, name in enumerate(names):
        sheet.write_string(0, at, name, bold)
        widest = max([len(name), *(len(text(row[at])) for row in rows[:200])])
        sheet.set_column(at, at, min(max(widest + 2, 8), 60))
    for number, row in enumerate(rows, 1):
        for at, value in enumerate(row):
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            if is_number and abs(value) < NUMBER_LIMIT:
                sheet.write_number(number, at, value)
            elif value is not None:
                sheet.write_string(number, at, fitting(text(value)))
    sheet.freeze_panes(1, 0)
    if names:
        sheet.autofilter(0, 0, len(rows), len(names) - 1)


def render(document: Document, raw: bool = False) -> bytes:  # noqa: ARG001 - one signature for all
    """Write the table first, then the sections, then the facts."""
    import xlsxwriter  # type: ignore[import-untyped]  # ships no types

    tables: list[tuple[str, Sequence[str], Sequence[tuple[Any, ...]]]] = []
    for name, result in [
        (document.name, document.result),
        *((section.name, section.result) for section in document.sections),
    ]:
        tables += [(name, result.names, rows) for rows in _chunks(result)]
    facts = [(name, text(value)) for name, value in _flat(document.facts)]
    tables.append(("facts", ("fact", "value"), facts))
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        book.set_properties({"title": document.title, "created": _CREATED})
        bold = book.add_format({"bold": True, "bottom": 1})
        names = _sheet_names(name for name, _, _ in tables)
        for sheet_name, (_, columns, rows) in zip(names, tables, strict=True):
            _write(book.add_worksheet(sheet_name), bold, columns, rows)
    return out.getvalue()


def _flat(facts: Any, prefix: str = "") -> Iterable[tuple[str, Any]]:
    """Facts one level deep: nested ones get a dotted name."""
    for name, value in facts.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value
