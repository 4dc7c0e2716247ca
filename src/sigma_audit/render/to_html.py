"""A document as one self-contained page: no request leaves it, and only our own script runs.

Names are hostile input: autoescape is always on, a hash policy stops everything that was not
written here, what is meant to be unseen is shown. Must never compute a figure or judge a word.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from sigma_audit.errors import LibraryError
from sigma_audit.render.cells import text, visible
from sigma_audit.render.laid import Table, shown, slug, table
from sigma_audit.result import Document, Layout

PLAIN = Layout()
WIDE = "min-width:16rem;width:30%"  # a column of reasons, where there is room beside it


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
        f"@media screen and (min-width:641px){{#{one.id} tr>:nth-child({at}){{{WIDE}}}}}"
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
    environment.filters["shown"] = shown
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
