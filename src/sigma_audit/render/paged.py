"""Cuts a document's table into pages, one for each row of a section that has pages of its own.

A page's name is made of ASCII letters and a digest, whatever the name it tells. Must never leave
rows unsaid: beyond the limit the document says that some have no page, and its table has them all.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sigma_audit.document import Document, Layout, Section
from sigma_audit.render.laid import shown, slug
from sigma_audit.result import Result


@dataclass(frozen=True)
class Part:
    """What one page tells: its title and answer, its counts in words, its rows of the table."""

    key: str
    file: str
    title: str
    answer: str
    counts: tuple[tuple[str, str], ...]
    result: Result
    layout: Layout


def file_name(folder: str, name: str, key: str) -> str:
    """Give a page's file below a folder: letters of a name, and a digest of the id."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    digest = hashlib.sha256(key.encode(errors="replace")).hexdigest()[:10]
    return f"{folder}/{'-'.join(filter(None, (slug(plain), digest)))}.html"


def section_of(document: Document) -> Section | None:
    """Give the section whose rows have pages; None when the document has no pages."""
    if document.pages is None:
        return None
    return next(one for one in document.sections if one.name == document.pages.section)


def addresses(document: Document) -> dict[str, str]:
    """Give the page of each id that has one, in the order of the section."""
    section, pages = section_of(document), document.pages
    if section is None or pages is None:
        return {}
    told = section.result.records()[: pages.limit]
    return {
        row[pages.by]: file_name(document.stem, row[pages.title], row[pages.by]) for row in told
    }


def unpaged(document: Document) -> int:
    """Count the rows that have no page because of the limit."""
    section = section_of(document)
    return len(section.result.rows) - len(addresses(document)) if section else 0


def parts(document: Document) -> Iterator[Part]:
    """Give every page's contents, in the order of the section."""
    section, pages = section_of(document), document.pages
    if section is None or pages is None:
        return
    files = addresses(document)
    at = document.result.names.index(pages.by)
    rows: dict[Any, list[tuple[Any, ...]]] = {}
    for row in document.result.rows:
        rows.setdefault(row[at], []).append(row)
    layout = replace(document.layout, hidden=(*document.layout.hidden, *pages.hidden))
    counted = [column.name for column in section.result.columns if column.type == "BIGINT"]
    for record in section.result.records()[: pages.limit]:
        yield Part(
            record[pages.by],
            files[record[pages.by]],
            shown(record[pages.title]),
            shown(record[pages.answer]),
            tuple((section.layout.label(name), shown(record[name])) for name in counted),
            replace(document.result, rows=rows.get(record[pages.by], [])),
            layout,
        )
