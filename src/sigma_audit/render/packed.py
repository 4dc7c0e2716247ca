"""Packs a table's rows for a page: columns of distinct cells, as gzip-compressed JSON in base64.

A browser lays out 100,000 rows of markup in half a minute, and unpacks them in a second. Must never
cut or reorder rows, nor depend on the clock: the same rows give the same text.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterable, Sequence
from typing import Any

# text, small print, what to call the fold, what is folded, pill, bar, link
Entry = tuple[str, str, str, tuple[str, ...], str, str, str]


class Packer:
    """Takes one table's rows; every text is kept once, and every distinct cell of a column once."""

    def __init__(self, width: int) -> None:
        self._strings: dict[str, int] = {"": 0}
        self._entries: list[dict[Entry, int]] = [{} for _ in range(width)]
        self._rows: list[list[int]] = [[] for _ in range(width)]

    def add(self, cells: Iterable[Entry]) -> None:
        """Take one row, a cell for each column."""
        for entries, rows, cell in zip(self._entries, self._rows, cells, strict=True):
            rows.append(entries.setdefault(cell, len(entries)))

    def _numbered(self, cell: Entry) -> list[Any]:
        """Write a cell as numbers of texts, less the empty ones at its end."""
        numbers: list[Any] = [
            self._number(part) if isinstance(part, str) else [self._number(line) for line in part]
            for part in cell
        ]
        while numbers and not numbers[-1]:
            numbers.pop()
        return numbers

    def _number(self, text: str) -> int:
        return self._strings.setdefault(text, len(self._strings))

    def body(self) -> str:
        """Give `{strings, columns: [{entries, rows}]}` as base64 of gzip of JSON."""
        columns = [
            {"entries": [self._numbered(cell) for cell in entries], "rows": rows}
            for entries, rows in zip(self._entries, self._rows, strict=True)
        ]
        whole = {"strings": list(self._strings), "columns": columns}
        plain = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
        return base64.b64encode(gzip.compress(plain.encode(), mtime=0)).decode()


def unpacked(body: str) -> list[list[Entry]]:
    """Give the rows back as they were packed, as the page's script does."""
    whole = json.loads(gzip.decompress(base64.b64decode(body)))
    strings: Sequence[str] = whole["strings"]

    def cell(numbers: list[Any]) -> Entry:
        text, small, fold, folded, *rest = (numbers + [0] * 7)[:7]
        lines = tuple(strings[line] for line in folded or ())
        pill, bar, link = (strings[number] for number in rest)
        return strings[text], strings[small], strings[fold], lines, pill, bar, link

    columns = [[cell(entry) for entry in column["entries"]] for column in whole["columns"]]
    at = [column["rows"] for column in whole["columns"]]
    return [
        [cells[number] for cells, number in zip(columns, row, strict=True)]
        for row in zip(*at, strict=True)
    ]
