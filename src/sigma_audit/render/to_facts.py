"""What a CSV has no room for: the facts it rests on, and what each of its columns is.

Written beside every CSV, so that an empty one states its snapshot too. Must never hold a row.
"""

from __future__ import annotations

from sigma_audit.document import Document
from sigma_audit.render.to_json import json_bytes
from sigma_audit.result import Column, Result

COLUMNS = (Column("column"), Column("type"), Column("meaning"))


def render(document: Document, raw: bool = False) -> bytes:  # noqa: ARG001 - one signature for all
    """Write `{facts, rows}`, a row for each column of the table."""
    columns = [(one.name, one.type, one.meaning) for one in document.result.columns]
    return json_bytes(Result(COLUMNS, columns), document.facts)
