"""Lists what an index finds by name: people and objects, each with where it is told of.

Must never leave some out unsaid: beyond FOUND the index says of how many these are.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from sigma_audit.document import Document
from sigma_audit.render.laid import TEXT_SHOWN, shown, spoken
from sigma_audit.render.paged import addresses

FOUND = 20_000  # entries of an index: about two megabytes


def entries(documents: Sequence[Document]) -> tuple[list[tuple[str, str, str]], int]:
    """Give (name, note, address) of each, the first FOUND of them, and how many there are."""
    found: list[tuple[str, str, str]] = []
    total = 0
    dossiers = {one.subject_id: f"{one.stem}.html" for one in documents if one.subject_id}
    for document in documents:
        if (find := document.find) is None:
            continue
        section = next(one for one in document.sections if one.name == find.section)
        pages = {**addresses(document), **dossiers}
        total += len(section.result.rows)
        names = section.result.names
        for values in section.result.rows[: FOUND - len(found)]:
            row = dict(zip(names, values, strict=True))
            name = shown(row[find.name])
            cell = name if len(name) <= TEXT_SHOWN else name[:TEXT_SHOWN] + "…"
            rows = f"{document.stem}.html#view?{urlencode({find.shows: cell})}"
            found.append((cell, spoken(row[find.note]), pages.get(row[find.by], rows)))
    return found, total
