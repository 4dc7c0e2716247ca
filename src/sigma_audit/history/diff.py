"""Asks a pair of snapshots what changed, and states what the answer rests on.

Must never decide what a change is or what caused it: `sql/history` does.
"""

from __future__ import annotations

from typing import Any

from sigma_audit import __version__
from sigma_audit.library import Library
from sigma_audit.result import Result
from sigma_audit.snapshot.pair import SIDES
from sigma_audit.snapshot.store import Snapshot

# What each side of the facts says of its snapshot.
_SIDE_FACTS = (
    *("snapshot_id", "taken_at", "status", "plan", "sql_digest"),
    *("schema_version", "relations_version"),
)


def diff(pair: Snapshot, library: Library, *, is_aggregated: bool = False) -> Result:
    """Give every change row by row, or effective access once for each cause, with its facts.

    Facts name both snapshots, whether both are complete, and the gaps of each under `not_known`.
    """
    name = "diff_aggregated" if is_aggregated else "diff"
    result = pair.run(library.query("questions", name))
    return Result(result.columns, result.rows, facts(pair, library, is_aggregated))


def facts(pair: Snapshot, library: Library, is_aggregated: bool) -> dict[str, Any]:
    """State both snapshots, their completeness and their gaps."""
    infos = {side: pair.info(side) for side in SIDES}
    sides = {side: {key: info[key] for key in _SIDE_FACTS} for side, info in infos.items()}
    return {
        "organization_id": infos["after"]["organization_id"],
        "source": infos["after"]["source"],
        "snapshot_id": infos["after"]["snapshot_id"],
        "taken_at": infos["after"]["taken_at"],
        "status": infos["after"]["status"],
        "before": sides["before"],
        "after": sides["after"],
        "tool_version": __version__,
        "parameters": {"aggregate": is_aggregated},
        "complete": all(info["status"] == "complete" for info in infos.values()),
        "not_known": pair.run(library.query("questions", "gaps_of_pair")).records(),
        "suppressed": pair.run(library.query("questions", "suppressed_columns")).one()["columns"],
    }
