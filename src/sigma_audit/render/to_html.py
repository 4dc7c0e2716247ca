"""A document as one self-contained page: no request leaves it, and only our own script runs.

Names are hostile input: autoescape is always on, a hash policy stops everything that was not
written here, what is meant to be unseen is shown. Must never compute a figure or judge a word.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from sigma_audit.document import Document, Layout, Start
from sigma_audit.errors import LibraryError
from sigma_audit.render import file_name
from sigma_audit.render.cells import text, visible
from sigma_audit.render.drawn import draw
from sigma_audit.render.found import entries
from sigma_audit.render.laid import Table, embedded, points, shown, slug, table
from sigma_audit.render.paged import addresses, parts, unpaged

PLAIN = Layout()
# What a screen reader calls the tables of “How this was made”.
FRAME_CAPTIONS = {
    "trust": "What this rests on",
    "trust_before": "What the earlier snapshot rests on",
    "gaps": "What is not known",
    "moved": "What moved while it was being read",
    "endpoints": "What was asked of Sigma, and what came",
    "decisions": "Decisions that Sigma's documentation does not settle",
    "words": "Words of Sigma's that this tool does not know",
    "glossary": "Sigma's permissions in plain words",
}
FRAME_LAYOUTS = {
    "gaps": Layout(under={"asked": "endpoint"}, labels={"reason": "Why", "gap_count": "Places"}),
    "endpoints": Layout(under={"asked": "endpoint"}),
    "words": Layout(words=("kind", "endpoint")),
    "moved": Layout(words=("entity",)),
}
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


class _Pen:
    """The templates, style and script of one run, made ready once for all its pages."""

    def __init__(self, assets: Mapping[str, str]) -> None:
        for name in ("_style.css", "_enhance.js"):
            if name not in assets:
                raise LibraryError(f"reports/{name}", 1, "file", "is missing")
        self._assets = assets
        self._environment = Environment(
            loader=DictLoader(dict(assets)),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._environment.filters["shown"] = shown
        self._environment.filters["code"] = lambda value: "\n".join(map(visible, value.split("\n")))
        self._environment.filters["number"] = lambda value: f"{value:,}"
        self._environment.filters["slug"] = lambda value: slug(text(value))

    def page(
        self, template: str, tables: Sequence[Table], running: str, values: Mapping[str, Any]
    ) -> bytes:
        """Write one page; `running` stands at the foot of each sheet of it."""
        if template not in self._assets:
            raise LibraryError(f"reports/{template}", 1, "file", "is missing")
        script, style = (
            self._assets["_enhance.js"],
            _style(self._assets["_style.css"], tables, running),
        )
        policy = (
            f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
            "base-uri 'none'; form-action 'none'"
        )
        # Both texts are ours, and their hashes are what the policy lets through.
        ours = {"policy": policy, "style": Markup(style), "script": Markup(script)}  # noqa: S704
        drawn = self._environment.get_template(template).render({"root": "", **values, **ours})
        return drawn.encode(errors="replace")


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
            said = shown(value) if isinstance(value, bool) else visible(text(value))
            lines.append((name.replace("_", " "), said))
    return lines


def render(document: Document, raw: bool = False) -> bytes:  # noqa: ARG001 - one signature for all
    """Write the page: `<slug>.html` among the assets when there is one, else the shared layout."""
    hrefs = {**document.hrefs, **addresses(document)}
    main = table(
        document.result, document.layout, "rows", document.title, anchors=True, hrefs=hrefs
    )
    sections = [
        (one, table(one.result, one.layout, f"s-{one.name}", one.title, hrefs=hrefs))
        for one in document.sections
    ]
    frame = {
        name: table(
            result,
            FRAME_LAYOUTS.get(name, PLAIN),
            f"f-{name.replace('_', '-')}",
            FRAME_CAPTIONS.get(name, name),
        )
        for name, result in document.frame.items()
    }
    tables = embedded([main, *(laid for _, laid in sections), *frame.values()])
    main, further = tables[0], tables[1:]
    sections = [(one, laid) for (one, _), laid in zip(sections, further, strict=False)]
    frame = dict(zip(frame, further[len(sections) :], strict=True))
    own = f"{document.name}.html"
    figures = document.figures.records()
    return _Pen(document.assets).page(
        own if own in document.assets else "_layout.html",
        tables,
        _running(document),
        {
            **_stated(document),
            "main": main,
            "before": [pair for pair in sections if pair[0].is_before],
            "after": [pair for pair in sections if not pair[0].is_before],
            "drawings": {
                one.name: draw(one.picture, one.result) if one.picture else None
                for one in document.sections
            },
            "frame": frame,
            "trust_before": document.frame["trust_before"].records()
            if "trust_before" in document.frame
            else [],
            "figures": [one | {"href": _leads(one["filter"], document)} for one in figures],
            "attention": points(document.attention),
            "changed": None if document.changed is None else points(document.changed),
            "unpaged": unpaged(document),
        },
    )


def _leads(where: str | None, document: Document) -> str:
    """Give the address a figure leads to: rows of the table, of a section, or of a report beside.

    `column=value` is of the table, `#section?column=value` of a section, with a report's name
    before the # of that report: nowhere, where this run does not write it.
    """
    report, has_place, place = (where or "").partition("#")
    if not where or not has_place:
        return f"#view?{where}" if where else ""
    if not report:
        return f"#{place}"
    return f"{report}.html#{place}" if report in document.beside else ""


def _stated(document: Document) -> dict[str, Any]:
    """Give what a document and each of its parts state alike."""
    return {
        "document": document,
        "trust": document.frame["trust"].records(),
        "glossary": document.frame["glossary"].records(),
        "facts": _flat(document.facts),
        "facts_by_name": document.facts,
    }


def part_pages(document: Document) -> Iterator[tuple[str, bytes]]:
    """Write the pages of a document's parts, each with its file's name below the document's."""
    pen, running = _Pen(document.assets), _running(document)
    stated = _stated(document)
    for part in parts(document):
        (main,) = embedded([table(part.result, part.layout, "rows", part.title, anchors=True)])
        body = pen.page(
            "_part.html", [main], running, {**stated, "part": part, "main": main, "root": "../"}
        )
        yield part.file, body


def index_page(documents: Sequence[Document], starts: Sequence[Start] = ()) -> bytes:
    """Write the page that binds a run: where to start, each report with its answer and files."""
    first = documents[0]
    found, findable = entries(documents)
    return _Pen(first.assets).page(
        "_index.html",
        (),
        _running(first),
        {
            "starts": starts,
            "found": found,
            "findable": findable,
            "documents": [one for one in documents if not one.subject_id],
            "dossiers": [one for one in documents if one.subject_id],
            "file_name": file_name,
            "trust": first.frame["trust"].records(),
            "facts_by_name": first.facts,
        },
    )
