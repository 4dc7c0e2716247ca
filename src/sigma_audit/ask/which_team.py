"""Which team the user means: an id, or a name that only one team has.

Must never guess: several of a name is an error that lists them, and so is none.
"""

from __future__ import annotations

from sigma_audit.errors import NotFound
from sigma_audit.library import Library
from sigma_audit.snapshot.store import Snapshot


def find_team(snapshot: Snapshot, library: Library, text: str) -> tuple[str, str]:
    """Give id and name of the one team meant; NotFound with the candidates, or the nearest."""
    rows = snapshot.run(library.query("questions", "find_teams"), {"team": text}).records()
    meant = [row for row in rows if row["matched_by"]]
    if len(meant) == 1:
        return str(meant[0]["team_id"]), str(meant[0]["name"])
    candidates = tuple((str(row["team_id"]), str(row["name"])) for row in rows)
    if meant:
        raise NotFound(f"{text!r} is the name of {len(meant)} teams", "give the id", candidates)
    hint = "the nearest are listed above" if rows else "this snapshot has no team at all"
    raise NotFound(f"there is no team {text!r} in this snapshot", hint, candidates)
