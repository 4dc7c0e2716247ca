"""A document as a workbook: a sheet for the table, one for each section, one for the facts.

Text is written as text: nothing in a cell is ever computed or made a link. Must never depend on the
clock: the same document gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sigma_audit.document import Document
from sigma_audit.render.cells import sound, text
from sigma_audit.result import Result

ROW_LIMIT = 1_048_575  # Excel's 1,048,576 rows, less the header
FACTS = "facts"
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
}
_TIME, _DAY = "yyyy-mm-dd hh:mm:ss", "yyyy-mm-dd"
_FIRST_DAY = date(1900, 3, 1)  # Excel believes in 29 February 1900: before it, days are off by one


def fitting(cell: str) -> str:
    """Give a text that fits an Excel cell; what does not fit says so and where the whole is.

    Excel counts UTF-16 units: a letter beyond the basic plane is two.
    """
    if len(cell) * 2 <= CELL_LIMIT or len(units := cell.encode("utf-16-le")) <= CELL_LIMIT * 2:
        return cell
    note = _NOTE.format(len(cell))
    kept = units[: (CELL_LIMIT - len(note)) * 2].decode("utf-16-le", errors="ignore")
    return kept + note


def _sheet_names(titles: Iterable[str]) -> list[str]:
    """Make names Excel accepts: 31 characters at most, no brackets or slashes, all different.

    The last is `facts`, whatever a section is called.
    """
    names = [FACTS]
    for title in titles:
        clean = "".join("_" if char in "[]:*?/\\" else char for char in title).strip("'")
        name, number = clean[:31] or "sheet", 2
        while name.lower() in {taken.lower() for taken in names}:
            name, number = f"{clean[:27]} {number}", number + 1
        names.append(name)
    return [*names[1:], FACTS]


def _chunks(result: Result) -> list[Sequence[tuple[Any, ...]]]:
    """Cut rows so that each part fits a sheet; one empty part for no rows."""
    rows = result.rows
    return [rows[at : at + ROW_LIMIT] for at in range(0, len(rows), ROW_LIMIT)] or [[]]


def _put(sheet: Any, formats: Mapping[str, Any], row: int, at: int, value: Any) -> None:
    """Write one value as what it is: a flag, a number, a time, a day, else text."""
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, at, value)
    elif isinstance(value, int | float) and abs(value) < NUMBER_LIMIT:
        sheet.write_number(row, at, value)
    elif isinstance(value, datetime) and value.date() >= _FIRST_DAY and value.tzinfo is None:
        sheet.write_datetime(row, at, value.replace(microsecond=0), formats[_TIME])
    elif isinstance(value, date) and not isinstance(value, datetime) and value >= _FIRST_DAY:
        sheet.write_datetime(row, at, value, formats[_DAY])
    else:
        sheet.write_string(row, at, fitting(sound(text(value))))


def _write(
    sheet: Any, formats: Mapping[str, Any], names: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    for at, name in enumerate(names):
        sheet.write_string(0, at, fitting(sound(name)), formats["head"])
        widest = max([len(name), *(len(text(row[at])) for row in rows[:200])])
        sheet.set_column(at, at, min(max(widest + 2, 8), 60))
    for number, row in enumerate(rows, 1):
        for at, value in enumerate(row):
            _put(sheet, formats, number, at, value)
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
    facts += _continued(tables)
    tables.append((FACTS, ("fact", "value"), facts))
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        book.set_properties({"title": document.title, "created": _CREATED})
        formats = {kind: book.add_format({"num_format": kind}) for kind in (_TIME, _DAY)}
        formats["head"] = book.add_format({"bold": True, "bottom": 1})
        names = _sheet_names(name for name, _, _ in tables[:-1])
        for sheet_name, (_, columns, rows) in zip(names, tables, strict=True):
            _write(book.add_worksheet(sheet_name), formats, columns, rows)
    return out.getvalue()


def _continued(
    tables: Sequence[tuple[str, Sequence[str], Sequence[tuple[Any, ...]]]],
) -> list[tuple[str, str]]:
    """Say of each table that one sheet cannot hold on how many it goes on."""
    names = [name for name, _, _ in tables]
    return [
        (f"sheets of {name}", f"{names.count(name)}: a sheet holds {ROW_LIMIT:,} rows")
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]


def _flat(facts: Any, prefix: str = "") -> Iterable[tuple[str, Any]]:
    """Facts one level deep: nested ones get a dotted name."""
    for name, value in facts.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value
