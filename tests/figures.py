"""Holds the figures of a document: four to six, each with its whole, each leading to its rows.

Reads the address of a figure as a page's script does, against what the page shows.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

from sigma_audit.document import Document, Layout
from sigma_audit.library import Library
from sigma_audit.render.laid import table
from sigma_audit.report.catalog import catalog
from sigma_audit.result import Result

# A count of all there is, which is a part of nothing.
TOTALS = {("organisation_timeline", "grants")}
# Figures that count what their table has a row of: each leads to just as many.
COUNTED = {
    ("object_dossier", label)
    for label in ("people can open it", "can change it", "of them from outside", "accesses sleep")
}


def same(text: str, value: str) -> bool:
    """Whether a cell says what an address asks for, in a file's words or a page's."""
    said = {"true": "yes", "false": "no"}.get(value, value)
    return text in (value, said, value.replace("_", " "))


def fits(text: str, values: list[str], how: str) -> bool:
    """Whether a cell is among the values: `!` turns it round, `^` takes what begins so."""
    found = any(text.startswith(value) if "^" in how else same(text, value) for value in values)
    return found != ("!" in how)


def asked(query: str) -> dict[tuple[str, str], list[str]]:
    """Give (column, how) -> values of an address."""
    found: dict[tuple[str, str], list[str]] = {}
    for key, value in parse_qsl(query, keep_blank_values=True):
        name = key.rstrip("!^")
        found.setdefault((name, key[len(name) :]), []).append(value)
    return found


def rows_left(result: Result, layout: Layout, query: str) -> int:
    """Count the rows that an address leaves; every column it names must be shown."""
    laid = table(result, layout, "rows", "")
    places = {head.name: (at, "text") for at, head in enumerate(laid.heads)}
    places |= {head.below: (at, "small") for at, head in enumerate(laid.heads) if head.below}
    wanted = asked(query)
    for name, _ in wanted:
        assert name in places or name == "q", (name, sorted(places))
    return sum(
        all(
            fits(str(getattr(cells[places[name][0]], places[name][1])), values, how)
            if name != "q"
            else any(re.search(values[0], cell.text + cell.small, re.I) for cell in cells)
            for (name, how), values in wanted.items()
        )
        for _, cells in laid.rows
    )


def figures_hold(document: Document) -> None:
    """Hold all figures of a document whose tables are small enough to be laid out whole."""
    figures = document.figures.records()
    assert 4 <= len(figures) <= 6
    sections = {one.name: (one.result, one.layout) for one in document.sections}
    sections["view"] = (document.result, document.layout)
    for figure in figures:
        assert figure["value"] is not None
        if (document.name, figure["label"]) not in TOTALS:
            assert figure["of"] is not None, figure
            assert 0 <= figure["value"] <= figure["of"], figure
        where = figure["filter"] or ""
        assert where or figure["value"] == 0, figure
        if not where:
            continue
        report, has_place, place = where.partition("#")
        if not has_place:
            report, place = "", f"view?{where}"
        name, _, query = place.partition("?")
        if report:
            leads_to(report, name, query)
            continue
        left = rows_left(*sections[name], query)
        assert (left > 0) == (figure["value"] > 0), (figure, left)
        if (document.name, figure["label"]) in COUNTED:
            assert left == figure["value"], (figure, left)


def leads_to(report: str, section: str, query: str) -> None:
    """Hold an address in another report: it is there, and shows the columns that are asked of."""
    found = catalog(Library())[report]
    plans = {one.name: (one.query, one.layout) for one in found.sections}
    plans["view"] = (found.query, found.layout)
    asks, layout = plans[section]
    shown = {name for name, _ in asks.columns} - set(layout.hidden)
    assert {name for name, _ in asked(query)} <= shown
