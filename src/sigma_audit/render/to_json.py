"""A result as one JSON object: `facts` about it and `rows` as objects, keys in column order.

Must never round, rename or leave out: a script reads this.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sigma_audit.render.cells import plain
from sigma_audit.result import Result

if TYPE_CHECKING:
    from sigma_audit.document import Document


def json_bytes(result: Result, facts: Mapping[str, Any]) -> bytes:
    """Write `{facts, rows}` as UTF-8 with a final line break; times are ISO 8601 with Z."""
    names = result.names
    rows = [
        {name: plain(value) for name, value in zip(names, row, strict=True)} for row in result.rows
    ]
    body = {"facts": plain(dict(facts)), "rows": rows}
    whole = json.dumps(body, ensure_ascii=False, indent=1)
    return (whole + "\n").encode("utf-8", errors="replace")


def render(document: Document, raw: bool = False) -> bytes:  # noqa: ARG001 - one signature for all
    """Write a report's table with its facts."""
    return json_bytes(document.result, document.facts)
