"""Which inode the user means by WHAT: an id, a slug, a URL of Sigma's, or a path of names.

Ids and slugs are brought to one form in SQL, as everywhere. Must never guess: several of a path is
an error that lists them, and so is none.
"""

from __future__ import annotations

from dataclasses import dataclass

from sigma_audit.errors import NotFound
from sigma_audit.library import Library
from sigma_audit.snapshot.store import Snapshot


@dataclass(frozen=True)
class What:
    """An inode that was found."""

    inode_id: str
    plane: str
    kind: str
    name: str | None
    path_text: str | None


def find_inode(snapshot: Snapshot, library: Library, text: str) -> What:
    """Give the one inode meant; NotFound with the candidates, or with the nearest paths."""
    spelled = snapshot.run(library.query("questions", "spelled_ids"), {"what": text}).rows
    asked = {"what": text, "spelled_ids": ",".join(row[0] for row in spelled)}
    # Cheapest first: an id is looked up, a path is compared, likeness reads every name.
    found = snapshot.run(library.query("questions", "inodes_of_id"), asked).records()
    for name in ("inodes_of_path", "find_inodes"):
        if not found:
            found = snapshot.run(library.query("questions", name), {"what": text}).records()
    meant = [record for record in found if record["matched_by"]]
    if len(meant) == 1:
        one = meant[0]
        return What(one["inode_id"], one["plane"], one["kind"], one["name"], one["path_text"])
    candidates = tuple(
        tuple(str(record[key] or "") for key in ("inode_id", "kind", "path_text"))
        for record in found
    )
    if meant:
        raise NotFound(f"{text!r} is the path of {len(meant)} objects", "give the id", candidates)
    hint = "the nearest are listed above" if found else "give an id, a URL or a path of names"
    raise NotFound(f"there is no object {text!r} in this snapshot", hint, candidates)
