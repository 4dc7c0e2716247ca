"""Reads a report's TOML, key by key; a mistake is a LibraryError naming file, line and key.

Must never decide which keys a report has (that is `catalog.py`), nor run SQL.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sigma_audit.document import Find, Layout, Pages, Picture
from sigma_audit.errors import LibraryError
from sigma_audit.library import Query

LAYOUT: Mapping[str, type[Any]] = {
    "labels": dict,
    "hidden": list,
    "unfold": str,
    "under": dict,
    "filters": list,
    "badges": list,
    "bar": str,
    "links": dict,
    "words": list,
}
_WORDS: Mapping[type[Any], str] = {
    dict: "a table { column = … }",
    list: "a list [ … ]",
    str: "a text",
}
_SECTION = re.compile(r"\s*\[\[\s*section\s*\]\]")
# A drawing's parts, each of which names a column.
DRAWINGS = {
    "stacked": ("of", "part", "value"),
    "growth": ("of", "at", "value"),
    # Each step's small print is the column of its name with `_note` behind.
    "lanes": ("first", "second", "third", "fourth"),
}


class Declared:
    """A report's TOML with the lines its keys stand on."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.text = file, text
        try:
            self.values: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"line (\d+)", str(error))
            raise LibraryError(
                file, int(found[1]) if found else 1, "toml", f"is not TOML: {error}"
            ) from error

    def wrong(
        self, key: str, problem: str, hint: str = "", section: int | None = None
    ) -> LibraryError:
        """Compose the error for a key, of the report or of its n-th section (from 0)."""
        lines = self.text.splitlines()
        starts = [at for at, line in enumerate(lines) if _SECTION.match(line)]
        begin, end = 0, starts[0] if starts else len(lines)
        if section is not None and section < len(starts):
            begin = starts[section]
            end = starts[section + 1] if section + 1 < len(starts) else len(lines)
        stands = re.compile(rf"\s*(\[)?{re.escape(key)}\s*(=|\])")
        line = next((at for at in range(begin, end) if stands.match(lines[at])), begin)
        return LibraryError(self.file, line + 1, key, problem, hint)

    def text_of(self, table: Mapping[str, Any], key: str, section: int | None = None) -> str:
        """Give a text that must be there and not be empty."""
        value = table.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, "a text is missing", f'write {key} = "…"', section)
        return value

    def choice(
        self,
        table: Mapping[str, Any],
        key: str,
        among: Sequence[str],
        section: int | None = None,
    ) -> str:
        """Give one of a few words; the first when the key is not there."""
        value = table.get(key, among[0])
        if value not in among:
            raise self.wrong(
                key, f"{value!r} is none of {', '.join(filter(None, among))}", section=section
            )
        return str(value)

    def layout(self, table: Mapping[str, Any], query: Query, section: int | None = None) -> Layout:
        """Read how a table looks; every column it names must be one of the query's."""
        given: dict[str, Any] = {}
        for key, kind in LAYOUT.items():
            if key not in table:
                continue
            value: Any = table[key]
            if not isinstance(value, kind):
                raise self.wrong(key, f"is not {_WORDS[kind]}", section=section)
            if kind is dict and not all(isinstance(text, str) for text in value.values()):
                raise self.wrong(key, "gives something that is no text", section=section)
            named = [value] if isinstance(value, str) else list(value)
            named += list(value.values()) if key in ("under", "links") else []
            self.columns(key, named, query, section)
            given[key] = tuple(value) if kind is list else value
        return Layout(**given)

    def columns(
        self, key: str, named: Iterable[Any], query: Query, section: int | None = None
    ) -> None:
        """Refuse a name that is no column of the query."""
        known = sorted(name for name, _ in query.columns)
        if strangers := [str(name) for name in named if name not in known]:
            raise self.wrong(
                key,
                f"{query.drawer}/{query.name} has no column {', '.join(strangers)}",
                f"it has: {', '.join(known)}",
                section,
            )

    def picture(self, table: Mapping[str, Any], query: Query, section: int) -> Picture | None:
        """Read how a section is drawn: the parts of the drawing, each a column of the query."""
        if "picture" not in table:
            return None
        given: Any = table["picture"]
        if not isinstance(given, dict) or given.get("kind") not in DRAWINGS:
            raise self.wrong("picture", "has no kind", f"one of {', '.join(DRAWINGS)}", section)
        needed = DRAWINGS[given["kind"]]
        roles = {key: value for key, value in given.items() if key not in ("kind", "said")}
        if missing := [key for key in (*needed, "said") if not isinstance(given.get(key), str)]:
            raise self.wrong("picture", f"lacks {', '.join(missing)}", section=section)
        if unknown := sorted(roles.keys() - set(needed)):
            raise self.wrong("picture", f"has no {', '.join(unknown)}", section=section)
        noted = [f"{name}_note" for name in roles.values()] if given["kind"] == "lanes" else []
        self.columns("picture", (*roles.values(), *noted), query, section)
        return Picture(given["kind"], roles, given["said"])

    def _of_section(
        self, key: str, known: set[str], sections: Mapping[str, Query]
    ) -> tuple[dict[str, Any], Query]:
        """Read a table of the report that names one of its sections."""
        given: Any = self.values[key]
        if not isinstance(given, dict) or given.keys() != known:
            raise self.wrong(key, f"is not a table of {', '.join(sorted(known))}")
        if given["section"] not in sections:
            raise self.wrong(key, f"there is no section {given['section']!r}")
        return given, sections[given["section"]]

    def pages(self, sections: Mapping[str, Query], query: Query) -> Pages | None:
        """Read which section's rows have a page each."""
        if "pages" not in self.values:
            return None
        given, of = self._of_section(
            "pages", {"section", "by", "title", "answer", "hidden"}, sections
        )
        self.columns("pages", (given[key] for key in ("by", "title", "answer")), of)
        self.columns("pages", (given["by"], *given["hidden"]), query)
        return Pages(**(given | {"hidden": tuple(given["hidden"])}))

    def find(self, sections: Mapping[str, Query], query: Query) -> Find | None:
        """Read which section's rows an index finds by name."""
        if "find" not in self.values:
            return None
        given, of = self._of_section("find", {"section", "by", "name", "note", "shows"}, sections)
        self.columns("find", (given[key] for key in ("by", "name", "note")), of)
        self.columns("find", (given["shows"],), query)
        return Find(**given)
