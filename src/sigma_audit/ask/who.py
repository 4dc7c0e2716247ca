"""Whom the user means by WHO: a member id, an e-mail address, or a name only one member has.

Must never guess: several of a name is an error that lists them, and so is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sigma_audit.errors import NotFound
from sigma_audit.library import Library
from sigma_audit.snapshot.store import Snapshot


@dataclass(frozen=True)
class Who:
    """A member that was found."""

    member_id: str
    email: str | None
    name: str | None


def find_member(snapshot: Snapshot, library: Library, text: str) -> Who:
    """Give the one member meant; NotFound with the candidates, or with the nearest names."""
    # Likeness reads every name: it is the last resort.
    found: list[dict[str, Any]] = []
    for name in ("members_of_id", "find_members"):
        if not found:
            found = snapshot.run(library.query("questions", name), {"who": text}).records()
    meant = [record for record in found if record["matched_by"]]
    if len(meant) == 1:
        return Who(meant[0]["member_id"], meant[0]["email"], meant[0]["name"])
    candidates = tuple(
        tuple(str(record[key] or "") for key in ("member_id", "email", "name", "status"))
        for record in found
    )
    if meant:
        raise NotFound(
            f"{text!r} is the name of {len(meant)} members", "give the e-mail or the id", candidates
        )
    raise NotFound(f"there is no member {text!r} in this snapshot", _hint(found), candidates)


def _hint(found: list[dict[str, object]]) -> str:
    return (
        "the nearest are listed above"
        if found
        else "give an e-mail address, a member id or a full name"
    )
