"""The shapes of Sigma's lists, one small function each, and the guard against lists that lie.

`pages`   {"entries": […], "nextPage": "…" | null, "total": 7}      page, limit
`tokens`  {"entries": […], "nextPageToken": "…"}                    pageToken, pageSize
`array`   […]                                                       nothing
`object`  {…}                                                       nothing

Only the cursor decides whether there is more (sigma-api.md section 2.3). Must never compute a
cursor, and never takes an object without entries for an empty list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from sigma_audit.errors import UnexpectedShape

PAGE_SIZE = "1000"
_CURSOR = {"pages": "nextPage", "tokens": "nextPageToken"}
_SENT = {"pages": ("limit", "page"), "tokens": ("pageSize", "pageToken")}
_REPEATS = 3  # pages served before until a list without end is given up


@dataclass(frozen=True)
class Listing:
    """What the collector reads of one page; what the entries mean is not its business."""

    entries: tuple[int, ...]
    errors: int
    cursor: str | None
    total: int | None


def query_of(style: str, cursor: str | None) -> dict[str, str]:
    """Parameters that ask for one page: always the largest one there is."""
    if style not in _SENT:
        return {}
    size, page = _SENT[style]
    return {size: PAGE_SIZE} | ({page: cursor} if cursor else {})


def _is_error(entry: Any) -> bool:
    """Whether an entry is an error object in place of a row (sigma-api.md section 4.3)."""
    return (
        isinstance(entry, dict)
        and "message" in entry
        and "code" in entry
        and not any(key == "id" or key.endswith("Id") for key in entry if key != "requestId")
    )


def _cursor_of(document: Mapping[str, Any], key: str) -> str | None:
    cursor = document.get(key)
    if cursor is None or cursor == "":
        return None
    if isinstance(cursor, bool) or not isinstance(cursor, str | int):
        raise UnexpectedShape(f"{key} is a {type(cursor).__name__}, where text was expected")
    return str(cursor)


def _list(document: Any, style: str) -> Listing:
    if isinstance(document, list):
        entries, cursor, total = document, None, None
    elif isinstance(document, dict) and isinstance(document.get("entries"), list):
        entries, key = document["entries"], _CURSOR.get(style, "nextPage")
        other = "nextPageToken" if key == "nextPage" else "nextPage"
        if document.get(other):
            raise UnexpectedShape(f"a page with {other}, where {key} was expected")
        cursor, total = _cursor_of(document, key), document.get("total")
        if style not in _CURSOR and cursor:
            raise UnexpectedShape("a list that goes on, where all of it was expected at once")
    else:
        raise UnexpectedShape("an answer without entries, where a list was expected")
    if (
        entries
        and isinstance(entries[0], dict)
        and any("secret" in key.lower() for key in entries[0])
    ):
        raise UnexpectedShape("a list that shows secrets: it is not kept")
    declared = total if isinstance(total, int) and not isinstance(total, bool) else None
    marks = tuple(hash(str(entry)) for entry in entries)
    return Listing(marks, sum(map(_is_error, entries)), cursor, declared)


def _one(document: Any) -> Listing:
    if not isinstance(document, dict) or not document.keys() & {"id", "userId"}:
        raise UnexpectedShape("an answer without an id, where an object was expected")
    return Listing((hash(str(document)),), 0, None, None)


def reader(style: str) -> Callable[[Any], Listing]:
    """Give the function that reads one page of a style; it raises UnexpectedShape."""
    return _one if style == "object" else lambda document: _list(document, style)


@dataclass
class Tally:
    """Counts what one chain served and notices when it runs in a circle or falls short."""

    rows: int = 0
    errors: int = 0
    total: int | None = None
    repeats: int = 0
    _cursors: set[str] = field(default_factory=set)
    _pages: set[int] = field(default_factory=set)
    _rows: set[int] = field(default_factory=set)

    def add(self, page: Listing) -> str:
        """Take one page in; gives what is wrong with the chain so far ('' when nothing is)."""
        self.rows += len(page.entries)
        self.errors += page.errors
        self.total = page.total if page.total is not None else self.total
        self._rows.update(page.entries)
        mark = hash(page.entries)
        if page.entries and mark in self._pages:
            self.repeats += 1
        self._pages.add(mark)
        if page.cursor is None:
            return self._verdict()
        cursor = unquote(page.cursor)
        if cursor in self._cursors:
            return f"the list runs in a circle: a cursor came back after {self.rows} rows"
        self._cursors.add(cursor)
        if self.repeats >= _REPEATS:
            return f"the list runs in a circle: the same page came back after {self.rows} rows"
        return ""

    def _verdict(self) -> str:
        if self.errors:
            return f"{self.errors} of {self.rows} entries are errors in place of rows"
        if self.total is not None and self.total != len(self._rows):
            return f"declared {self.total} rows, served {self.rows}" + (
                f" ({len(self._rows)} different)" if len(self._rows) != self.rows else ""
            )
        if self.repeats and self.total is None:
            return "a page was served twice, so another may have been left out"
        return ""
