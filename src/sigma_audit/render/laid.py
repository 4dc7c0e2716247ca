"""Lays a result out as a page shows it: cells with small print and folds, rows with addresses.

What is meant to be unseen is shown. Must never leave a row out unsaid: those beyond the markup are
packed, as many as a page has room for, and every count is told beside the whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup, escape

from sigma_audit.document import Layout
from sigma_audit.render.cells import text, visible
from sigma_audit.render.packed import Entry, Packer
from sigma_audit.result import Result

ROWS_SHOWN = 5000  # rows a browser lays out in about a second as plain markup
ROWS_HELD = 500_000  # rows a browser unpacks in a few seconds, and filters while one types
PAGE_ROOM = 7_400_000  # bytes for the tables of a page, which stays under 8 MB with all about them
NOTHING = Markup()
_CELL_MARKS = 48  # bytes of markup around a cell's texts
TEXT_SHOWN = 240  # characters of a cell before the rest is folded away


@dataclass(frozen=True)
class Cell:
    """One cell: its text, small print below it, what is folded away and what to call that."""

    text: str
    small: str = ""
    folded: tuple[str, ...] = ()
    fold: str = ""
    pill: str = ""
    bar: str = ""
    link: str = ""


@dataclass(frozen=True)
class Head:
    """One column's heading; `under` is the heading of the small print, `below` its column."""

    name: str
    label: str
    under: str
    meaning: str
    is_number: bool
    is_filter: bool
    is_wide: bool
    below: str = ""


@dataclass(frozen=True)
class Rest:
    """All rows of a result that has more than fit as markup, and how its cells are laid out."""

    rows: Sequence[tuple[Any, ...]]
    columns: Sequence[_Cells]


@dataclass(frozen=True)
class Table:
    """A result laid out: `rows` are (anchor, cells); `shown` of `total` rows are markup.

    `packed` holds `held` of them, the first ones, for the page's script when some are not markup;
    else it is empty. `rest` is what `embedded` has yet to pack.
    """

    id: str
    caption: str
    heads: tuple[Head, ...]
    rows: list[tuple[str, list[Cell]]]
    shown: int
    held: int
    total: int
    packed: Markup = NOTHING
    rest: Rest | None = None


@dataclass(frozen=True)
class Point:
    """One thing told outright, others of its kind folded below, and how many are not even there."""

    severity: str
    subject: str
    reason: str
    rest: tuple[tuple[str, str], ...] = ()
    unsaid: int = 0


def points(ranked: Result) -> list[Point]:
    """Lay out what needs attention, or what changed: folded rows go below the last that is told."""
    found: list[Point] = []
    for row in ranked.records():
        if not row.get("is_folded"):
            found.append(Point(shown(row["severity"]), shown(row["subject"]), shown(row["reason"])))
            continue
        last = found[-1]
        more = (shown(row["subject"]), shown(row["reason"]))
        found[-1] = replace(last, rest=(*last.rest, more), unsaid=row["unsaid"])
    return found


def is_number(kind: str) -> bool:
    """Tell whether a DuckDB type is one that reads better right-aligned."""
    return kind.endswith("INT") or kind in ("INTEGER", "DOUBLE", "FLOAT", "HUGEINT")


def slug(value: str) -> str:
    """Make a class name of a cell's text: lower-case ASCII letters and hyphens only."""
    kept = "".join(char if char.isascii() and char.isalnum() else "-" for char in value.lower())
    return kept[:24].strip("-")


def shown(value: Any) -> str:
    """Give a value as a page shows it: yes or no, numbers in groups of three, nothing unseen."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    return visible(text(value))


def spoken(value: Any) -> str:
    """Give a word of this tool's own, which stands for something, as a reader would say it."""
    return shown(value).replace("_", " ")


def _cell(name: str, value: Any, small: Any, layout: Layout) -> Cell:
    below = visible(text(small))
    if layout.under.get(name) in layout.words:
        below = spoken(small)
    if name == layout.unfold:
        entries = [visible(text(entry)) for entry in value or ()]
        rest = tuple(entries[1:])
        return Cell(entries[0] if entries else "", below, rest, f"{len(rest):,} more")
    seen = visible(text(value))
    if len(seen) > TEXT_SHOWN:
        return Cell(seen[:TEXT_SHOWN] + "…", below, (seen,), f"all {len(seen):,} characters")
    if name == layout.bar:
        return Cell(seen, below, bar=seen)
    said = spoken(value) if name in layout.words else shown(value)
    return Cell(said, below, pill=slug(seen) if name in layout.badges else "")


class _Cells:
    """Lays out the cells of one column, each distinct one once: most say what others said."""

    def __init__(
        self, name: str, names: tuple[str, ...], layout: Layout, hrefs: Mapping[str, str]
    ) -> None:
        self._name, self._layout, self._hrefs = name, layout, hrefs
        leads = layout.links.get(name) if hrefs else None
        self._leads = names.index(leads) if leads else None
        self._at = names.index(name)
        self._below = names.index(layout.under[name]) if name in layout.under else None
        self._known: dict[Any, Cell] = {}

    def of(self, row: tuple[Any, ...]) -> Cell:
        """Give the cell of this column in a row."""
        value = row[self._at]
        small = None if self._below is None else row[self._below]
        link = "" if self._leads is None else self._hrefs.get(row[self._leads], "")
        key = (_key(value), _key(small), link)
        if key not in self._known:
            cell = _cell(self._name, value, small, self._layout)
            self._known[key] = replace(cell, link=link) if link else cell
        return self._known[key]


def _key(value: Any) -> Any:
    """Give what tells a value from others of its column, and can be looked up by."""
    if isinstance(value, list):
        return tuple(_key(part) for part in value)
    return text(value) if isinstance(value, dict) else value


def _anchor(row: Mapping[str, Any], taken: dict[str, int]) -> str:
    """Make an address of the ids in a row (of the whole row when it has none)."""
    ids = [text(value) for name, value in row.items() if name.endswith("_id")]
    key = "\x1f".join(ids or [text(value) for value in row.values()])
    anchor = "r-" + hashlib.sha256(key.encode(errors="replace")).hexdigest()[:12]
    taken[anchor] = taken.get(anchor, 0) + 1
    return anchor if taken[anchor] == 1 else f"{anchor}-{taken[anchor]}"


def table(
    result: Result,
    layout: Layout,
    name: str,
    caption: str,
    anchors: bool = False,
    hrefs: Mapping[str, str] | None = None,
) -> Table:
    """Lay a result out; what is beyond ROWS_SHOWN rows is for `embedded` to pack.

    `hrefs` are the addresses of ids that have a page of their own.
    """
    unseen = {*layout.hidden, *layout.under.values()}
    columns = [column for column in result.columns if column.name not in unseen]
    heads = tuple(
        Head(
            column.name,
            layout.label(column.name),
            layout.label(layout.under[column.name]) if column.name in layout.under else "",
            column.meaning,
            is_number(column.type),
            column.name in layout.filters,
            column.name == layout.unfold,
            layout.under.get(column.name, ""),
        )
        for column in columns
    )
    columns_of = [_Cells(head.name, result.names, layout, hrefs or {}) for head in heads]
    taken = dict[str, int]()
    rows = []
    for values in result.rows[:ROWS_SHOWN]:
        row = dict(zip(result.names, values, strict=True))
        anchor = _anchor(row, taken) if anchors else ""
        rows.append((anchor, [column.of(values) for column in columns_of]))
    rest = Rest(result.rows, columns_of) if len(result.rows) > ROWS_SHOWN else None
    return Table(name, caption, heads, rows, len(rows), len(rows), len(result.rows), rest=rest)


def embedded(tables: Sequence[Table]) -> list[Table]:
    """Pack the tables that markup does not hold whole, the first of them first.

    All markup, and all that is packed, goes into PAGE_ROOM bytes.
    """
    if all(one.rest is None for one in tables):
        return list(tables)
    left = PAGE_ROOM - sum(
        _weight(cell) for one in tables for _, cells in one.rows for cell in cells
    )
    done = []
    for one in tables:
        body, held = _packed(one.rest, left) if one.rest is not None else ("", one.held)
        left -= len(body)
        # base64 in quotes: no name is in it as text
        packed = Markup(f'"{body}"') if body else NOTHING  # noqa: S704
        done.append(replace(one, packed=packed, held=held, rest=None))
    return done


def _weight(cell: Cell) -> int:
    texts = (cell.text, cell.small, cell.fold, cell.link, *cell.folded)
    return _CELL_MARKS + sum(len(escape(one).encode(errors="replace")) + 9 for one in texts if one)


def _packed(rest: Rest, room: int) -> tuple[str, int]:
    """Pack as many rows as fit, those of the markup too: the script then has one source.

    Gives the body and its rows; an empty one, and the rows of the markup, where no more would fit.
    """
    count = min(len(rest.rows), ROWS_HELD)
    while count > ROWS_SHOWN:
        packer = Packer(len(rest.columns))
        for values in rest.rows[:count]:
            packer.add(_entry(column.of(values)) for column in rest.columns)
        body = packer.body()
        if len(body) <= room:
            return body, count
        count = min(int(count * room / len(body) * 0.95), count - 1)
    return "", ROWS_SHOWN


def _entry(cell: Cell) -> Entry:
    fold = cell.fold if cell.folded else ""
    return cell.text, cell.small, fold, cell.folded, cell.pill, cell.bar, cell.link
