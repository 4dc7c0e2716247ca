"""Joins `reports/<slug>.toml` with `sql/reports/<slug>.sql` into a Report; refuses orphans.

A mistake is a LibraryError naming file, line and key. Must never run SQL (that is `run.py`), nor
hold a word that a reader sees (that is the TOML).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from sigma_audit.errors import LibraryError, NotFound
from sigma_audit.library import Library, Query
from sigma_audit.result import Layout

# leavers and findings: what the command that makes the report lays beside the snapshot.
NEEDS = ("snapshot", "pair", "leavers", "findings")
OF_COMMANDS = {
    "leavers": ("a list of leavers", "sigma-audit offboard --leavers FILE --out DIR"),
    "findings": ("what checks have found", "sigma-audit check --out DIR"),
}
FORMATS = "html csv json xlsx"
_SLUG = re.compile(r"[a-z][a-z0-9_]*")
_TEXTS = ("title", "question", "audience")
_QUERIES = {
    "answer": ("sentence",),
    "figures": ("label", "value", "of", "note", "filter"),
    "attention": ("rank", "severity", "subject", "reason"),
}
_LAYOUT: Mapping[str, type[Any]] = {
    "labels": dict,
    "hidden": list,
    "unfold": str,
    "under": dict,
    "filters": list,
    "badges": list,
    "bar": str,
}
_REPORT_KEYS = {*_TEXTS, *_QUERIES, *_LAYOUT, "needs", "order", "section"}
_SECTION_KEYS = {*_LAYOUT, "name", "title", "query", "note", "empty", "place"}


@dataclass(frozen=True)
class SectionPlan:
    """One further table of a report, before it is asked."""

    name: str
    title: str
    note: str
    empty: str
    is_before: bool
    query: Query
    layout: Layout


@dataclass(frozen=True)
class Report:
    """One report: its words (TOML), its table (SQL), the queries around it."""

    name: str
    title: str
    question: str
    audience: str
    needs: str
    order: int
    query: Query
    answer: Query
    figures: Query
    attention: Query
    sections: tuple[SectionPlan, ...]
    layout: Layout


class _Toml:
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
        starts = [at for at, line in enumerate(lines) if line.strip() == "[[section]]"]
        begin, end = 0, starts[0] if starts else len(lines)
        if section is not None:
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

    def layout(self, table: Mapping[str, Any], query: Query, section: int | None = None) -> Layout:
        """Read how a table looks; every column it names must be one of the query's."""
        known = {name for name, _ in query.columns}
        given: dict[str, Any] = {}
        for key, kind in _LAYOUT.items():
            if key not in table:
                continue
            value: Any = table[key]
            if not isinstance(value, kind):
                raise self.wrong(key, f"is not a {kind.__name__}", section=section)
            named = [value] if isinstance(value, str) else list(value)
            named += list(value.values()) if key == "under" else []
            if strangers := [name for name in named if name not in known]:
                raise self.wrong(
                    key,
                    f"{query.drawer}/{query.name} has no column {', '.join(map(str, strangers))}",
                    f"it has: {', '.join(sorted(known))}",
                    section,
                )
            given[key] = tuple(value) if kind is list else value
        return Layout(**given)


def _query(toml: _Toml, library: Library, key: str, name: str, section: int | None) -> Query:
    try:
        return library.query("sections", name)
    except NotFound as error:
        raise toml.wrong(
            key, f"there is no sql/sections/{name}.sql", error.hint, section
        ) from error


def _section(toml: _Toml, library: Library, table: Mapping[str, Any], at: int) -> SectionPlan:
    if unknown := sorted(table.keys() - _SECTION_KEYS):
        raise toml.wrong(unknown[0], "unknown key", f"one of {sorted(_SECTION_KEYS)}", at)
    place = table.get("place", "after")
    if place not in ("before", "after"):
        raise toml.wrong("place", f"{place!r} is neither before nor after the table", section=at)
    query = _query(toml, library, "query", toml.text_of(table, "query", at), at)
    return SectionPlan(
        name=toml.text_of(table, "name", at),
        title=toml.text_of(table, "title", at),
        note=str(table.get("note", "")),
        empty=toml.text_of(table, "empty", at),
        is_before=place == "before",
        query=query,
        layout=toml.layout(table, query, at),
    )


def read(library: Library, name: str, text: str) -> Report:
    """Read one report from its TOML's text; LibraryError says what is wrong and where."""
    toml = _Toml(f"reports/{name}.toml", text)
    values = toml.values
    if not _SLUG.fullmatch(name):
        raise toml.wrong("name", f"{name!r} is no slug", "use lower case, digits and _")
    if unknown := sorted(values.keys() - _REPORT_KEYS):
        raise toml.wrong(unknown[0], "unknown key", f"one of {sorted(_REPORT_KEYS)}")
    try:
        query = library.query("reports", name)
    except NotFound as error:
        raise toml.wrong(
            "name", f"there is no sql/reports/{name}.sql", "a report is a .sql and a .toml"
        ) from error
    needs = values.get("needs", "snapshot")
    if needs not in NEEDS:
        raise toml.wrong("needs", f"{needs!r} is none of {', '.join(NEEDS)}")
    around = {}
    for key, columns in _QUERIES.items():
        around[key] = _query(toml, library, key, toml.text_of(values, key), None)
        have = tuple(column for column, _ in around[key].columns)
        if have[: len(columns)] != columns:
            raise toml.wrong(
                key,
                f"sql/sections/{around[key].name}.sql gives {', '.join(have)}",
                f"{key} needs {', '.join(columns)}",
            )
    sections = cast("list[dict[str, Any]]", values.get("section", []))
    if not isinstance(sections, list):
        raise toml.wrong("section", "is not a list", "write [[section]]")
    return Report(
        name=name,
        needs=needs,
        order=int(values.get("order", 1000)),
        query=query,
        sections=tuple(_section(toml, library, table, at) for at, table in enumerate(sections)),
        layout=toml.layout(values, query),
        title=toml.text_of(values, "title"),
        question=toml.text_of(values, "question"),
        audience=toml.text_of(values, "audience"),
        answer=around["answer"],
        figures=around["figures"],
        attention=around["attention"],
    )


def catalog(library: Library) -> dict[str, Report]:
    """Every report by name, in the order its readers meet them; LibraryError on an orphan."""
    texts = {
        file.removesuffix(".toml"): text for file, text in library.report_files(".toml").items()
    }
    for query in library.queries("reports"):
        if query.name not in texts:
            raise LibraryError(
                query.file, 1, "purpose", f"there is no reports/{query.name}.toml",
                "a report is a .sql and a .toml",
            )  # fmt: skip
    reports = [read(library, name, text) for name, text in texts.items()]
    return {report.name: report for report in sorted(reports, key=lambda r: (r.order, r.name))}


def find(library: Library, name: str) -> Report:
    """Give one report, whatever is wrong with others; NotFound names what there is instead."""
    texts = library.report_files(".toml")
    if f"{name}.toml" not in texts:
        raise NotFound(f"there is no report {name!r}", f"there are: {', '.join(catalog(library))}")
    return read(library, name, texts[f"{name}.toml"])
