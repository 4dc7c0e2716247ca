"""`access object TABLE`: who sees the data through documents, beside those who may use it.

An indirect answer, never mixed into the direct one: it rests on other people's rights. Must never
say that nobody does where the sources of documents were not collected.
"""

from __future__ import annotations

from typing import Any

from sigma_audit.ask.facts import not_known, snapshot_facts, with_facts
from sigma_audit.ask.what import find_inode
from sigma_audit.library import Library
from sigma_audit.result import Result
from sigma_audit.snapshot.store import Snapshot


def through_documents(snapshot: Snapshot, library: Library, inode_id: str) -> Result:
    """Rows of those who open such documents; facts: is_known, members, documents, sentence."""
    asked = {"inode_id": inode_id}
    snapshot.keep("the_documents", library.query("questions", "documents_over"), asked)
    rows = snapshot.keep(
        "through_documents", library.query("questions", "access_through_documents")
    )
    summary = snapshot.run(library.query("questions", "through_documents_summary"), asked)
    return with_facts(rows, summary.one())


def indirect_access(snapshot: Snapshot, library: Library, what: str) -> Result:
    """Give the indirect answer as an answer of its own, with the facts that every answer has."""
    inode = find_inode(snapshot, library, what)
    rows = through_documents(snapshot, library, inode.inode_id)
    facts: dict[str, Any] = snapshot_facts(snapshot, library, {"what": what, "indirect": True})
    facts |= {"inode_id": inode.inode_id, "kind": inode.kind, "path_text": inode.path_text}
    facts["indirect"] = dict(rows.facts)
    facts["not_known"] = not_known(snapshot, library, inode_id=inode.inode_id)
    return with_facts(rows, facts)
