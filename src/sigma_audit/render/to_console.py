"""Rows as aligned text for a person at a terminal.

For reading only, never for parsing: `--format csv|json` is for that. Must never emit a control
character that came from a name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sigma_audit.render.cells import text, visible
from sigma_audit.result import Result

if TYPE_CHECKING:
    from sigma_audit.document import Document

GAP = "  "
WIDEST = 60


def width(cell: str) -> int:
    """Columns a text takes on a terminal: wide East Asian characters two, combining marks none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in cell
    )


def _is_number(kind: str) -> bool:
    return kind.endswith("INT") or kind in ("INTEGER", "BIGINT", "DOUBLE", "FLOAT", "NUMBER")


def table(result: Result, columns: Sequence[str] | None = None, limit: int | None = None) -> str:
    """Lay a result out in aligned columns; says how many rows there are beyond `limit`."""
    names = list(columns or result.names)
    at = [result.names.index(name) for name in names]
    right = [_is_number(result.columns[index].type) for index in at]
    rows = result.rows if limit is None else result.rows[:limit]
    cells = [[visible(text(row[index])) for index in at] for row in rows]
    widths = [
        min(WIDEST, max([width(name), *(width(row[number]) for row in cells)]))
        for number, name in enumerate(names)
    ]
    lines = [
        _line([name.upper() for name in names], widths, right),
        *(_line(row, widths, right) for row in cells),
    ]
    if limit is not None and len(result.rows) > limit:
        lines.append(f"… {limit:,} of {len(result.rows):,} rows shown; --format csv gives them all")
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = [
        " " * (room - width(cell)) + cell if to_right else cell + " " * (room - width(cell))
        for cell, room, to_right in zip(cells, widths, right, strict=True)
    ]
    return GAP.join(padded).rstrip()


def render(document: Document, raw: bool = False) -> bytes:  # noqa: ARG001 - one signature for all
    """Write the question, the answer, what the answer rests on, and the table without its ids."""
    from sigma_audit.render.laid import points  # a question at the terminal lays out no page

    shown = [name for name in document.result.names if name not in document.layout.hidden]
    trust = [f"  {record['sentence']}" for record in document.frame["trust"].records()]
    attention = [
        f"  {point.severity}: {point.subject}: {point.reason}"
        + (f" And {len(point.rest) + point.unsaid:,} more like this." if point.rest else "")
        for point in points(document.attention)
    ]
    parts = [document.title, document.question, "", document.answer, "", *trust, ""]
    if attention:
        parts += ["Needs attention first", *attention, ""]
    head = visible("\n".join(parts)).replace("⟦U+000A⟧", "\n")
    return (head + "\n" + table(document.result, shown)).encode("utf-8", errors="replace")
