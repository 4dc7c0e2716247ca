"""A document as one self-contained page: no request leaves it, and only our own script runs.

Names are hostile input: autoescape is always on, a hash policy stops everything that was not
written here, what is meant to be unseen is shown. Must never compute a figure or judge a word.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from sigma_audit.errors import LibraryError
from sigma_audit.render.cells import text, visible
from sigma_audit.result import Document, Layout, Result

ROWS_SHOWN = 5000  # rows a browser lays out in about a second as plain markup
TEXT_SHOWN = 240  # characters of a cell before the rest is folded away
SMALL_SHOWN = 12  # entries of an unfolded list that are spelled out without a second fold
PLAIN = Layout()


@dataclass(frozen=True)
class Cell:
    """One cell: its text, small print below it, what is folded away and what to call that."""

    text: str
    small: str = ""
    folded: tuple[str, ...] = ()
    fold: str = ""
    pill: str = ""
    bar: str = ""


@dataclass(frozen=True)
class Head:
    """One column's heading; `under` is the heading of the small print."""

    name: str
    label: str
    under: str
    meaning: str
    is_number: bool
    is_filter: bool
    is_wide: bool


@dataclass(frozen=True)
class Table:
    """A result laid out: `rows` are (anchor, cells); `shown` of `total` rows are in the page."""

    id: str
    caption: str
    heads: tuple[Head, ...]
    rows: list[tuple[str, list[Cell]]]
    shown: int
    total: int


def _is_number(kind: str) -> bool:
    return kind.endswith("INT") or kind in ("INTEGER", "DOUBLE", "FLOAT", "HUGEINT")


def slug(value: str) -> str:
    """Make a class name of a cell's text: lower-case ASCII letters and hyphens only."""
    kept = "".join(char if char.isascii() and char.isalnum() else "-" for char in value.lower())
    return kept[:24].strip("-")


def _shown(value: Any) -> str:
    """Give a value as a page shows it: whole numbers in groups of three, nothing unseen."""
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return visible(text(value))


def _cell(name: str, row: Mapping[str, Any], layout: Layout) -> Cell:
    value = row[name]
    small = visible(text(row[layout.under[name]])) if name in layout.under else ""
    if name == layout.unfold:
        entries = [visible(text(entry)) for entry in value or ()]
        rest = tuple(entries[1:])
        return Cell(entries[0] if entries else "", small, rest, f"{len(rest):,} more")
    shown = visible(text(value))
    if len(shown) > TEXT_SHOWN:
        return Cell(shown[:TEXT_SHOWN] + "…", small, (shown,), f"all {len(shown):,} characters")
    if name in layout.badges:
        return Cell(shown, small, pill=slug(shown))
    if name == layout.bar:
        return Cell(shown, small, bar=shown)
    return Cell(_shown(value), small)


def _anchor(row: Mapping[str, Any], taken: dict[str, int]) -> str:
    """Make an address of the ids in a row (of the whole row when it has none)."""
    ids = [text(value) for name, value in row.items() if name.endswith("_id")]
    key = "\x1f".join(ids or [text(value) for value in row.values()])
    anchor = "r-" + hashlib.sha256(key.encode(errors="replace")).hexdigest()[:12]
    taken[anchor] = taken.get(anchor, 0) + 1
    return anchor if taken[anchor] == 1 else f"{anchor}-{taken[anchor]}"


def table(result: Result, layout: Layout, name: str, caption: str, anchors: bool = False) -> Table:
    """Lay a result out; beyond ROWS_SHOWN rows the page says so and where the whole is."""
    unseen = {*layout.hidden, *layout.under.values()}
    columns = [column for column in result.columns if column.name not in unseen]
    heads = tuple(
        Head(
            column.name,
            layout.label(column.name),
            layout.label(layout.under[column.name]) if column.name in layout.under else "",
            column.meaning,
            _is_number(column.type),
            column.name in layout.filters,
            column.name == layout.unfold,
        )
        for column in columns
    )
    names, taken, rows = result.names, dict[str, int](), []
    for values in result.rows[:ROWS_SHOWN]:
        row = dict(zip(names, values, strict=True))
        anchor = _anchor(row, taken) if anchors else ""
        rows.append((anchor, [_cell(head.name, row, layout) for head in heads]))
    return Table(name, caption, heads, rows, len(rows), len(result.rows))


def _css_string(value: str) -> str:
    """Quote text for a style sheet; nothing in it can end the string or the element."""
    return (
        '"' + "".join(c if c.isalnum() or c in " .,:-" else f"\\{ord(c):x} " for c in value) + '"'
    )


def _style(document_style: str, tables: Sequence[Table], running: str) -> str:
    """Compose the sheet, the headings for narrow screens and the foot of printed pages."""
    rules = [
        f"#{one.id} tr>:nth-child({at}){{--label:{_css_string(head.label)}}}"
        for one in tables
        for at, head in enumerate(one.heads, 1)
    ]
    rules += [
        f"#{one.id} tr>:nth-child({at}){{min-width:min(19rem,100%)}}"
        for one in tables
        for at, head in enumerate(one.heads, 1)
        if head.is_wide
    ]
    rules.append(f":root{{--running:{_css_string(running)}}}")
    rules.append(f"@page{{@bottom-left{{content:{_css_string(running)}}}}}")
    return document_style + "\n" + "\n".join(rules) + "\n"


def _hash(body: str) -> str:
    digest = hashlib.sha256(body.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _environment(assets: Mapping[str, str]) -> Environment:
    environment = Environment(
        loader=DictLoader(dict(assets)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["shown"] = _shown
    environment.filters["code"] = lambda value: "\n".join(map(visible, value.split("\n")))
    environment.filters["number"] = lambda value: f"{value:,}"
    environment.filters["slug"] = lambda value: slug(text(value))
    return environment


def _page(assets: Mapping[str, str], template: str, style: str, values: dict[str, Any]) -> bytes:
    for name in (template, "_style.css", "_enhance.js"):
        if name not in assets:
            raise LibraryError(f"reports/{name}", 1, "file", "is missing")
    script = assets["_enhance.js"]
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    # Both texts are ours, and their hashes are what the policy lets through.
    values |= {"policy": policy, "style": Markup(style), "script": Markup(script)}  # noqa: S704
    return _environment(assets).get_template(template).render(values).encode(errors="replace")


def _running(document: Document) -> str:
    """Compose the foot of every printed page: each doubt in a word, title, snapshot."""
    doubts = [row["short"] for row in document.frame["trust"].records() if row["short"]]
    facts = document.facts
    parts = [document.title, f"snapshot {facts['snapshot_id']}", text(facts["taken_at"]) + " UTC"]
    return " · ".join([*doubts, *parts])


def _flat(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Facts that fit a line each; the long ones have a table of their own."""
    lines = []
    for name, value in facts.items():
        if isinstance(value, dict):
            lines += [(f"{name} {key}", shown) for key, shown in _flat(value)]
        elif not isinstance(value, list):
            lines.append((name.replace("_", " "), visible(text(value))))
    return lines


def render(document: Document, raw: bool = False) -> bytes:  # noqa: ARG001 - one signature for all
    """Write the page: `<slug>.html` among the assets when there is one, else the shared layout."""
    main = table(document.result, document.layout, "rows", document.title, anchors=True)
    sections = [
        (one, table(one.result, one.layout, f"s-{one.name}", one.title))
        for one in document.sections
    ]
    frame = {
        name: table(result, PLAIN, f"f-{name.replace('_', '-')}", name)
        for name, result in document.frame.items()
    }
    tables = [main, *(laid for _, laid in sections), *frame.values()]
    style = _style(document.assets.get("_style.css", ""), tables, _running(document))
    own = f"{document.name}.html"
    return _page(
        document.assets,
        own if own in document.assets else "_layout.html",
        style,
        {
            "document": document,
            "main": main,
            "before": [pair for pair in sections if pair[0].is_before],
            "after": [pair for pair in sections if not pair[0].is_before],
            "frame": frame,
            "trust": document.frame["trust"].records(),
            "trust_before": document.frame["trust_before"].records()
            if "trust_before" in document.frame
            else [],
            "figures": document.figures.records(),
            "attention": document.attention.records(),
            "glossary": document.frame["glossary"].records(),
            "facts": _flat(document.facts),
            "facts_by_name": document.facts,
        },
    )


def index_page(documents: Sequence[Document], formats: Sequence[str]) -> bytes:
    """Write the page that binds a run: each report with its question, answer and files."""
    first = documents[0]
    style = _style(first.assets.get("_style.css", ""), (), _running(first))
    return _page(
        first.assets,
        "_index.html",
        style,
        {
            "documents": documents,
            "formats": [form for form in formats if form != "html"],
            "trust": first.frame["trust"].records(),
            "facts_by_name": first.facts,
        },
    )
