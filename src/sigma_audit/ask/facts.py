"""What an answer rests on: which snapshot, how whole it is, and what it could not tell.

Must never leave a gap out: an answer from an incomplete snapshot says so in its facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sigma_audit import __version__
from sigma_audit.library import Library
from sigma_audit.result import Result
from sigma_audit.snapshot.store import Snapshot


def snapshot_facts(
    snapshot: Snapshot, library: Library, parameters: Mapping[str, object]
) -> dict[str, Any]:
    """Facts that every answer carries, the same as those of a report."""
    facts = snapshot.run(library.query("sections", "frame_facts")).one()
    return facts | {"tool_version": __version__, "parameters": dict(parameters), "not_known": []}


def not_known(
    snapshot: Snapshot, library: Library, member_id: str | None = None, inode_id: str | None = None
) -> list[dict[str, Any]]:
    """Gaps that touch this member, this inode, or any pair of them."""
    asked = {"member_id": member_id, "inode_id": inode_id}
    return snapshot.run(library.query("questions", "gaps"), asked).records()


def with_facts(result: Result, facts: Mapping[str, Any]) -> Result:
    """Give the same rows with the facts of the answer in place of those of the query."""
    return Result(result.columns, result.rows, dict(facts))
