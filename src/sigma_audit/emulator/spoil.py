"""How an answer of the app is spoilt: one small change for each kind of fault.

Gives False where the answer offers nothing to spoil, so that no fault counts as fired in vain.
Must never touch an answer that is an error already.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sigma_audit.emulator.wire import Answer

if TYPE_CHECKING:
    from sigma_audit.emulator.faults import Fault, FaultPlan

EDGE_PAGE = (
    "<!DOCTYPE html><html><head><title>Access denied</title></head>"
    "<body><h1>Error 1015</h1><p>You are being rate limited</p></body></html>"
)
_REQUEST = "4f5fb1e9-7d3c-4c0e-8b0d-6a1f0f2f9c11"


def spoil(fault: Fault, answer: Answer, plan: FaultPlan, cursor: str | None) -> bool:
    """Spoil an answer as the fault says; `cursor` is the one that this page was asked with."""
    if answer.status >= 300 or not answer.body:
        return False
    if fault.kind == "cut":
        answer.declared = len(answer.body)
        answer.body = answer.body[: len(answer.body) // 2]
        return True
    if fault.kind == "not_json":
        answer.body = answer.body[:-1]
        return True
    try:
        found = json.loads(answer.body)
    except ValueError:
        return False
    if not _change(fault, found, plan, cursor):
        return False
    answer.body = json.dumps(found).encode()
    return True


def _change(fault: Fault, found: Any, plan: FaultPlan, cursor: str | None) -> bool:
    is_page = isinstance(found, dict) and isinstance(found.get("entries"), list)
    entries = found["entries"] if is_page else found if isinstance(found, list) else [found]
    if fault.kind in ("empty_page", "same_cursor", "cycle"):
        return is_page and _turn_back(fault, found, plan, cursor)
    if fault.kind == "wrong_total":
        if not isinstance(found, dict) or "total" not in found:
            return False
        found["total"] += 1
        return True
    if fault.kind == "missing":
        dropped = [
            entry.pop(name)
            for entry in entries
            if isinstance(entry, dict)
            for name in fault.fields
            if name in entry
        ]
        return bool(dropped)
    if fault.kind in ("extra", "word"):
        return _add(fault, [entry for entry in entries if isinstance(entry, dict)])
    if entries is found or not is_page or not entries:
        return False
    if fault.kind == "hide":
        shown = [entry for entry in entries if entry.get("grantId") not in fault.fields]
        if "total" in found:
            found["total"] -= len(entries) - len(shown)
        hidden, found["entries"] = len(entries) - len(shown), shown
        return hidden > 0
    if fault.kind == "duplicate":
        entries.insert(0, entries[0])
    elif fault.kind == "shift":
        del entries[0]
    elif fault.kind == "short":
        del entries[-1]
    elif fault.kind == "entry_error":
        code = {"code": 500, "message": "Failed to read", "requestId": _REQUEST}
        entries[0] = code
    else:
        return False
    return True


def _turn_back(fault: Fault, found: dict[str, Any], plan: FaultPlan, cursor: str | None) -> bool:
    """Let the next cursor lead to this page once more."""
    turn = fault.fired % 2 if fault.kind == "cycle" else 0
    name = "nextPage" if "nextPage" in found else "nextPageToken"
    found[name] = plan.cursor_to(cursor, turn)
    if "hasMore" in found:
        found["hasMore"] = True
    if fault.kind == "empty_page":
        found["entries"] = []
    return True


def _add(fault: Fault, entries: list[dict[str, Any]]) -> bool:
    """Say what no description of the API says: fields, or words of known fields."""
    unheard_of = {"shinyNewField": {"level": 7}, "another-new-field": None}
    added = 0
    for entry in entries:
        words = {name: "never-heard-of" for name in fault.fields if name in entry}
        new = unheard_of if fault.kind == "extra" else words
        entry |= new
        added += len(new)
    return added > 0
