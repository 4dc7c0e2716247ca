"""What one value looks like as text, the same in every format, and how hostile text is defused.

A name in an organisation is anybody's input: it may hold markup, formulas, control characters or
marks that turn the reading direction. Must never know what a column means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

# OWASP, CSV injection: a cell beginning with one of these is computed by a spreadsheet.
# Both patterns mean the same to Python and to polars, which guards whole columns with them.
COMPUTED = r"[=+\-@\t\r]"
PLAIN_NUMBER = r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?"
# C0 and C1 controls, separators, marks that reorder, hide or take no room, fillers, tags, and what
# is no character. The joiners U+200C and U+200D stay: Persian and emoji are written with them.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028\u2029"
    "\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\ufffe\uffff"
    "\U000e0000-\U000e007f]"
)


def text(value: Any) -> str:
    """Write a value as every format does: null is empty, times are UTC, lists join by ' ; '."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Sequence):
        return " ; ".join(text(part) for part in value)
    return str(value)


def plain(value: Any) -> Any:
    """Give a value as JSON knows it: times as ISO 8601 with Z, lists and numbers as they are."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds") + "Z"
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, Sequence):
        return [plain(part) for part in value]
    return text(value)


def sound(cell: str) -> str:
    """Replace what UTF-8 cannot write: half a surrogate pair becomes a question mark."""
    return cell.encode("utf-8", errors="replace").decode("utf-8")


def guarded(cell: str) -> str:
    """Put a quote before what a spreadsheet would compute; plain numbers stay numbers."""
    if re.match(COMPUTED, cell) and not re.fullmatch(PLAIN_NUMBER, cell):
        return "'" + cell
    return cell


def visible(cell: str) -> str:
    """Show what is meant to be unseen: controls and direction marks as `⟦U+202E⟧`."""
    return _UNSEEN.sub(lambda found: f"⟦U+{ord(found[0]):04X}⟧", cell)
