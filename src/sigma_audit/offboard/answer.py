"""`offboard`: the leavers of an HR file against the snapshots at hand, and the reverse.

Gives rows of the contract with facts that hold every detail. Must never leave out what was not
collected, or what could not be told.
"""

from __future__ import annotations

from typing import Any

from sigma_audit import __version__
from sigma_audit.library import Library
from sigma_audit.offboard.asking import NO_ALIASES, Control, Prepared, Tables, ask, table_of
from sigma_audit.offboard.lists import LEAVERS
from sigma_audit.result import Column, Result
from sigma_audit.snapshot.inputs import InputTable
from sigma_audit.snapshot.series import Series
from sigma_audit.snapshot.store import Snapshot

REPORT = "offboarding"


def leavers_answer(
    ready: Prepared,
    library: Library,
    series: Series,
    tables: Tables,
    control: Control,
    unknown: Result | None = None,
) -> Result:
    """Give one row a leaver and account, of a snapshot that `asking.prepared` has opened."""
    snapshot = ready.snapshot
    rows = snapshot.run(library.query("reports", REPORT))
    facts = _facts(snapshot, library, {**control.params})
    facts |= {
        "snapshots": _records(tables["at_hand"]),
        "left_out": [{"file": file, "reason": reason} for file, reason in series.left_out],
        "not_collected": [
            row["words"]
            for row in snapshot.run(library.query("questions", "not_collected")).records()
        ],
        "still_has_access": sum(bool(record["still_has_access"]) for record in rows.records()),
        "unused_aliases": snapshot.run(library.query("offboard", "unused_aliases")).records(),
        "unknown_accounts": None if unknown is None else unknown.records(),
    }
    for name, kept in (
        ("holdings", "leaver_holdings"),
        ("heirs", "leaver_handovers"),
        ("checklist", "leaver_steps"),
    ):
        facts[name] = ready.stages[kept].records()
    return Result(rows.columns, rows.rows, facts)


def unknown_accounts(
    series: Series,
    library: Library,
    roster: InputTable,
    aliases: InputTable = NO_ALIASES,
    services: tuple[str, ...] = (),
    with_embed: bool = False,
) -> Result:
    """Give the active accounts of the latest snapshot that the roster does not mean."""
    people = InputTable(LEAVERS, [(*row, None, None) for row in roster.rows])
    asked: Tables = {"leavers": people, "aliases": aliases}
    matches = table_of(ask(series.latest, library, "account_matches", asked))
    tables: Tables = {
        "matches": matches,
        "services": InputTable((("email", "VARCHAR"),), [(one,) for one in services]),
    }
    with Snapshot({"snapshot": series.latest}, inputs=tables) as snapshot:
        rows = snapshot.run(
            library.query("offboard", "unknown_accounts"), {"with_embed": with_embed}
        )
        facts = _facts(snapshot, library, {"services": list(services), "with_embed": with_embed})
    return Result(rows.columns, rows.rows, facts)


def _facts(snapshot: Snapshot, library: Library, params: dict[str, object]) -> dict[str, Any]:
    facts = snapshot.run(library.query("sections", "frame_facts")).one()
    facts |= {"tool_version": __version__, "parameters": params}
    facts["not_known"] = snapshot.run(library.query("sections", "frame_gaps")).records()
    return facts


def _records(table: InputTable) -> list[dict[str, Any]]:
    columns = tuple(Column(name, kind) for name, kind in table.columns)
    return Result(columns, table.rows).records()
