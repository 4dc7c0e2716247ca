"""Reads a report's files back as their readers would, and holds every cell against the JSON's.

Knows the formats from outside: nothing of `render/` but the packing is used here.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from sigma_audit.document import Layout
from sigma_audit.render.packed import unpacked

csv.field_size_limit(10_000_000)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
COMPUTED = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028\u2029"
    "\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\ufffe\uffff"
    "\U000e0000-\U000e007f]"
)
FACTS = ("snapshot_id", "taken_at", "complete", "source", "parameters")


def told(value: Any, kind: str) -> str:
    """Say a JSON value as text: a time as UTC without its marks, a list joined, null as nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return " ; ".join(told(part, kind.removesuffix("[]")) for part in value)
    if kind == "TIMESTAMP":
        return str(value).replace("T", " ").removesuffix("Z")
    return str(value)


def seen(text: str) -> str:
    """Show what a page shows in place of what is meant to be unseen."""
    return UNSEEN.sub(lambda found: f"⟦U+{ord(found[0]):04X}⟧", text)


def computes(cell: str) -> bool:
    """Whether a spreadsheet would compute a cell of a CSV."""
    return cell.startswith(COMPUTED) and not NUMBER.fullmatch(cell)


def csv_rows(body: bytes) -> list[list[str]]:
    """Give the rows of a CSV, the header first."""
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def undefused(cell: str) -> str:
    """Take away the quote that keeps a spreadsheet from computing."""
    return cell[1:] if cell.startswith("'") and computes(cell[1:]) else cell


def _unescaped(text: str) -> str:
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


@dataclass
class Sheet:
    """One sheet's cells as (kind, value): s text, b flag, n number, d time; and what computes."""

    rows: list[dict[int, tuple[str, Any]]] = field(default_factory=list)
    formulas: int = 0


def _column(reference: str) -> int:
    number = 0
    for char in reference.rstrip("0123456789"):
        number = number * 26 + ord(char) - 64
    return number - 1


def workbook(body: bytes) -> dict[str, Sheet]:
    """Read an XLSX from its XML, so that nothing between it and the test mends or guesses."""
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        names = book.namelist()
        assert not [name for name in names if "externalLink" in name or "vba" in name.lower()]
        strings: list[str] = []
        if "xl/sharedStrings.xml" in names:
            for one in ElementTree.fromstring(book.read("xl/sharedStrings.xml")):
                strings.append(_unescaped("".join(t.text or "" for t in one.iter(f"{MAIN}t"))))
        styles = ElementTree.fromstring(book.read("xl/styles.xml"))
        codes = {one.get("numFmtId"): one.get("formatCode") for one in styles.iter(f"{MAIN}numFmt")}
        (xfs,) = styles.iter(f"{MAIN}cellXfs")
        dates = [str(codes.get(one.get("numFmtId"))).startswith("yyyy") for one in xfs]
        found: dict[str, Sheet] = {}
        whole = ElementTree.fromstring(book.read("xl/workbook.xml"))
        for number, one in enumerate(whole.iter(f"{MAIN}sheet"), 1):
            sheet = found[str(one.get("name"))] = Sheet()
            tree = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
            assert next(tree.iter(f"{MAIN}hyperlink"), None) is None
            for row in tree.iter(f"{MAIN}row"):
                at = int(str(row.get("r"))) - 1
                sheet.rows += [{} for _ in range(at + 1 - len(sheet.rows))]
                for cell in row:
                    sheet.formulas += cell.find(f"{MAIN}f") is not None
                    plain = cell.findtext(f"{MAIN}v")
                    if plain is None:
                        continue
                    kind: tuple[str, Any]
                    if cell.get("t") == "s":
                        kind = ("s", strings[int(plain)])
                    elif cell.get("t") == "b":
                        kind = ("b", plain == "1")
                    elif dates[int(cell.get("s", "0"))]:
                        days = timedelta(days=float(plain))
                        moment = datetime(1899, 12, 30) + days + timedelta(milliseconds=500)
                        kind = ("d", moment.replace(microsecond=0))
                    else:
                        kind = ("n", float(plain))
                    sheet.rows[at][_column(str(cell.get("r")))] = kind
    return found


def of_sheet(value: Any, kind: str) -> tuple[str, Any] | None:
    """Say how a JSON value must stand in a sheet."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "b", value
    if kind == "TIMESTAMP":
        return "d", datetime.fromisoformat(value.removesuffix("Z"))
    if kind == "DATE":
        return "d", datetime.fromisoformat(value)
    if isinstance(value, int | float) and abs(value) < 2**53:
        return "n", float(value)
    return "s", told(value, kind)


@dataclass
class Cell:
    """One cell of a page: its text, the small print below, and the lines folded away."""

    text: str = ""
    small: str = ""
    folded: list[str] = field(default_factory=list)


class Page(HTMLParser):
    """The tables of a page: id -> (heads by their column's name, rows of cells)."""

    def __init__(self, body: str) -> None:
        super().__init__(convert_charrefs=True)
        self.heads: dict[str, list[str]] = {}
        self.rows: dict[str, list[list[Cell]]] = {}
        self.packed: dict[str, str] = {}
        self.links: set[str] = set()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.all_text: list[str] = []
        self._table, self._where = "", ""
        self.feed(body)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.add(tag)
        self.attributes |= given.keys()
        self.links |= {str(given[key]) for key in ("href", "src", "action") if key in given}
        if tag == "table":
            self._table = str(given.get("id"))
            self.heads[self._table], self.rows[self._table] = [], []
        elif tag == "script":
            self._where = f"script {given.get('id')}" if given.get("type") else "own script"
        elif tag == "style":
            self._where = "style"
        elif tag == "tr" and self._table:
            self.rows[self._table].append([])
        elif tag in ("td", "th") and self._table:
            if "data-name" in given:
                self.heads[self._table].append(str(given["data-name"]))
            else:
                self.rows[self._table][-1].append(Cell())
        elif tag in ("span", "small", "li") and self._table:
            self._where = tag
            if tag == "li":
                self.rows[self._table][-1][-1].folded.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._table = ""
        if tag in ("span", "small", "li", "script", "style"):
            self._where = ""

    def handle_data(self, data: str) -> None:
        if self._where.startswith("script "):
            self.packed[self._where.removeprefix("script ").removesuffix("-packed")] = data
        elif self._where not in ("own script", "style"):
            self.all_text.append(data)
        if not self._table or not self.rows[self._table] or not self.rows[self._table][-1]:
            return
        cell = self.rows[self._table][-1][-1]
        if self._where == "span":
            cell.text += data
        elif self._where == "small":
            cell.small += data
        elif self._where == "li":
            cell.folded[-1] += data

    def unpacked(self, table: str) -> list[list[Cell]]:
        """Give every row as the page's script would show it."""
        if table not in self.packed:
            return [row for row in self.rows[table] if row]
        rows = unpacked(json.loads(self.packed[table]))
        return [[Cell(cell[0], cell[1], list(cell[3])) for cell in row] for row in rows]


def of_page(value: Any, kind: str, small: str, layout: Layout, name: str) -> Cell:
    """Say how a JSON value must stand on a page."""
    if name == layout.unfold:
        lines = [seen(told(one, kind.removesuffix("[]"))) for one in value or ()]
        return Cell(lines[0] if lines else "", small, lines[1:])
    if layout.under.get(name) in layout.words:
        small = small.replace("_", " ")
    text = seen(told(value, kind))
    if len(text) > 240:
        return Cell(text[:240] + "…", small, [text])
    if isinstance(value, bool):
        text = "yes" if value else "no"
    elif isinstance(value, int) and name != layout.bar:
        text = f"{value:,}"
    return Cell(text.replace("_", " ") if name in layout.words else text, small)


def agree(folder: Path, stem: str, layout: Layout, formats: set[str]) -> int:
    """Hold every cell of every format against the JSON; gives how many cells were compared."""
    whole = json.loads((folder / f"{stem}.json").read_bytes())
    beside = json.loads((folder / f"{stem}.facts.json").read_bytes())
    facts, rows = whole["facts"], whole["rows"]
    assert beside["facts"] == facts
    kinds = {one["column"]: one["type"] for one in beside["rows"]}
    assert facts["row_count"] == len(rows)
    for row in rows:
        assert list(row) == list(kinds)
    compared = 0
    if "csv" in formats:
        header, *lines = csv_rows((folder / f"{stem}.csv").read_bytes())
        assert header == [*kinds, *FACTS], stem
        assert len(lines) == len(rows)
        about = [told(facts[name], "TIMESTAMP" if name == "taken_at" else "") for name in FACTS[:4]]
        for line, row in zip(lines, rows, strict=True):
            assert not any(map(computes, line)), (stem, line)
            expected = [told(row[name], kind) for name, kind in kinds.items()]
            assert [undefused(cell) for cell in line[: len(kinds)]] == expected, stem
            assert line[len(kinds) : -1] == about
            assert json.loads(line[-1]) == facts["parameters"]
            compared += len(line)
    if "xlsx" in formats:
        book = workbook((folder / f"{stem}.xlsx").read_bytes())
        assert sum(sheet.formulas for sheet in book.values()) == 0
        head, *cells = next(iter(book.values())).rows
        assert [head[at][1] for at in sorted(head)] == list(kinds)
        cells += [{} for _ in range(len(rows) - len(cells))]
        for number, row in enumerate(rows):
            for at, (name, kind) in enumerate(kinds.items()):
                wanted, got = of_sheet(row[name], kind), cells[number].get(at)
                assert got == wanted, (stem, number, name)
                compared += 1
        stated = {row[0][1]: row.get(1, ("s", ""))[1] for row in book["facts"].rows[1:]}
        assert stated["snapshot_id"] == facts["snapshot_id"]
        assert stated["complete"] == told(facts["complete"], "")
        assert stated["taken_at"] == told(facts["taken_at"], "TIMESTAMP")
        for name, value in facts["parameters"].items():
            assert stated[f"parameters.{name}"] == told(value, "")
    if "html" in formats:
        compared += _agrees(folder, stem, layout, rows, kinds)
    return compared


def _agrees(
    folder: Path, stem: str, layout: Layout, rows: list[dict[str, Any]], kinds: dict[str, str]
) -> int:
    """Hold the page against the rows: those in the markup, and all where they are packed."""
    page = Page((folder / f"{stem}.html").read_text(encoding="utf-8"))
    hidden = {*layout.hidden, *layout.under.values()}
    names = [name for name in kinds if name not in hidden]
    if not rows:
        assert "rows" not in page.heads
        return 0
    assert page.heads["rows"] == names, stem
    markup = [row for row in page.rows["rows"] if row]
    packed = page.unpacked("rows")
    assert len(packed) == len(rows)
    assert markup == packed[: len(markup)]
    assert len(markup) == min(len(rows), 5000)
    compared = 0
    for got, row in zip(packed, rows, strict=True):
        for cell, name in zip(got, names, strict=True):
            below = layout.under.get(name)
            small = seen(told(row[below], kinds[below])) if below else ""
            wanted = of_page(row[name], kinds[name], small, layout, name)
            assert cell == wanted, (stem, name)
            compared += 1
    return compared
