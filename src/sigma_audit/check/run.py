"""Runs `sql/checks/*.sql` over a snapshot and lays waivers over what they find.

One row a subject examined: pass, fail, not known, or waived with its real result beside it. What a
row says comes from SQL. Must never read a clock, nor turn what was not read into a pass.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sigma_audit.check import waivers as exceptions
from sigma_audit.check.policies import LEADING, SEVERITIES, Policy
from sigma_audit.check.waivers import Waiver
from sigma_audit.errors import LibraryError
from sigma_audit.library import Library
from sigma_audit.render.cells import text
from sigma_audit.result import Column, Result
from sigma_audit.snapshot.store import Snapshot

STATUSES = ("fail", "not_known", "waived", "pass")
RESULTS = ("pass", "fail", "not_known")
COLUMNS = (
    Column("check", "VARCHAR", "which check"),
    Column("severity", "VARCHAR", "critical, high, medium, low or info"),
    Column("status", "VARCHAR", "pass, fail, not_known or waived"),
    Column("subject_kind", "VARCHAR", "what kind of thing was examined"),
    Column("subject_id", "VARCHAR", "its id"),
    Column("subject_name", "VARCHAR", "its name"),
    Column("reason", "VARCHAR", "why, in a sentence"),
    Column("result", "VARCHAR", "pass, fail or not_known, whatever was waived"),
    Column("title", "VARCHAR", "what the check demands"),
    Column("fix", "VARCHAR", "what to do about it"),
    Column("waiver_reason", "VARCHAR", "why an exception was made"),
    Column("waiver_approver", "VARCHAR", "who approved it"),
    Column("waiver_expires", "DATE", "the last day it holds; expired ones are named, not applied"),
    Column("evidence", "VARCHAR[]", "further facts of the row, as `name: value`"),
)
_OF_WAIVERS = {
    "check": exceptions.CHECK,
    "severity": "medium",
    "title": "Every waiver is in force, in use, narrow and approved by somebody else",
    "fix": "Renew it with a new reviewer, narrow its subject, or remove it from the file.",
}
# What several checks make of the outside tables, kept under these names for them.
PREPARED = ("member_activity", "sensitive_inodes", "sensitive_allowed")
Finding = dict[str, Any]


def findings(
    snapshot: Snapshot,
    library: Library,
    checks: Sequence[Policy],
    params: Mapping[str, Mapping[str, object]] | None = None,
) -> list[Finding]:
    """Ask every check, with `params` check -> parameter -> value; rows are before any waiver.

    The snapshot must have been opened with the tables of `check.inputs`.
    """
    for name in PREPARED:
        snapshot.keep(name, library.query("questions", name))
    given = params or {}
    return [row for check in checks for row in _rows(snapshot, check, given.get(check.name, {}))]


def _rows(snapshot: Snapshot, check: Policy, params: Mapping[str, object]) -> list[Finding]:
    """Ask one check; LibraryError when it says something that is no status."""
    rows = []
    for record in snapshot.run(check.query, params).records():
        if record["status"] not in RESULTS:
            raise LibraryError(
                check.query.file, 1, "status", f"{record['status']!r} is not {', '.join(RESULTS)}"
            )
        facts = {name: value for name, value in record.items() if name not in LEADING}
        rows.append(
            {
                "check": check.name,
                "severity": check.severity,
                "title": check.title,
                "fix": check.fix,
                **{name: record[name] for name in LEADING},
                "result": record["status"],
                "facts": facts,
            }
        )
    return rows


def key(row: Finding) -> tuple[str, str, str]:
    """Give what a finding is known by from one snapshot to the next."""
    return row["check"], row["subject_kind"], str(row["subject_id"])


def only_new(rows: Sequence[Finding], earlier: Sequence[Finding]) -> list[Finding]:
    """Leave out what passes, and what failed (or was not known) in just this way before."""
    known = {(key(row), row["result"]) for row in earlier}
    return [
        row for row in rows if row["result"] != "pass" and (key(row), row["result"]) not in known
    ]


def judged(
    rows: Sequence[Finding],
    waivers: Sequence[Waiver],
    as_of: date,
    snapshot: Snapshot,
    library: Library,
) -> list[Finding]:
    """Lay waivers over the rows and add what the built-in check `waivers` has to say of them."""
    laid, met = exceptions.waive(list(rows), list(waivers), as_of)
    people: dict[str, str] = {}
    if waivers:
        people = dict(snapshot.run(library.query("questions", "who_is_meant")).rows)
    about = exceptions.judge(met, as_of, people, {row["check"] for row in rows})
    for judgement in about:
        facts = {name: value for name, value in judgement.items() if name not in LEADING}
        core = {name: judgement[name] for name in LEADING}
        laid.append({**_OF_WAIVERS, **core, "result": judgement["status"], "facts": facts})
    return laid


def result(rows: Sequence[Finding], as_of: date) -> Result:
    """Give findings as rows of the contract, the worst first, with counts in the facts."""
    ordered = sorted(
        rows,
        key=lambda row: (
            STATUSES.index(row["status"]),
            SEVERITIES.index(row["severity"]),
            row["check"],
            str(row["subject_name"]),
            key(row),
        ),
    )
    table = [cells(row) for row in ordered]
    counts = {status: sum(row["status"] == status for row in rows) for status in STATUSES}
    return Result(COLUMNS, table, {"as_of": as_of.isoformat(), "counts": counts})


def cells(row: Finding) -> tuple[Any, ...]:
    """Give a finding as one row of `COLUMNS`."""
    return tuple(_cell(row, column.name) for column in COLUMNS)


def _cell(row: Finding, column: str) -> Any:
    if column == "evidence":
        return [
            f"{name}: {text(value)}" for name, value in row["facts"].items() if value is not None
        ]
    return row.get(column)
