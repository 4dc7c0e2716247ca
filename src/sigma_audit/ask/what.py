"""Which inode the user means by WHAT: an id, a slug, a URL of Sigma's, or a path of names.

Ids and slugs are brought to one form in SQL, as everywhere. Must never guess: several of a path is
an error that lists them, and so is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sigma_audit.errors import NotFound
from sigma_audit.library import Library
from sigma_audit.snapshot.store import Snapshot

_IN_PATHS = ("/", ":")  # between the names of a path: Finance/Budgets, Snowflake:DB.SCHEMA


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
    found = _found(snapshot, library, text)
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


def _found(snapshot: Snapshot, library: Library, text: str) -> list[dict[str, Any]]:
    """Give what the first look-up to find anything finds, the likeliest of the cheap ones first.

    What is written exactly so goes before an id that a part of it may spell; likeness, which reads
    every name, comes last.
    """

    def ask(name: str, **more: str) -> list[dict[str, Any]]:
        query = library.query("questions", name)
        return snapshot.run(query, {"what": text, **more}).records()

    exactly = ["inodes_of_id", "inodes_of_path"]
    if any(mark in text for mark in _IN_PATHS) and "://" not in text:
        exactly = ["inodes_of_path"]  # no id has such a mark
    found = ask(exactly[0])
    if not found:
        spelled = [str(record["inode_id"]) for record in ask("spelled_ids")]
        found = ask("inodes_of_id", spelled_ids=",".join(spelled))
    for name in (*exactly[1:], "find_inodes"):
        found = found or ask(name)
    return found
