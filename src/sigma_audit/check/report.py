"""Lays findings, checks, waivers and frameworks out as tables that the report's queries read.

One run of checks becomes five tables of the schema `input`. Must never count nor word anything:
that is `sql/reports/policies.sql` and the sections around it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sigma_audit.check import frameworks
from sigma_audit.check.inputs import Files
from sigma_audit.check.policies import Policy, policies
from sigma_audit.check.run import COLUMNS, Finding, cells, key
from sigma_audit.check.waivers import Waiver
from sigma_audit.library import Library
from sigma_audit.snapshot.inputs import Columns, InputTable

REPORT = "policies"
_TEXT = "VARCHAR"
_FINDINGS: Columns = (
    *((column.name, column.type) for column in COLUMNS),
    ("is_shown", "BOOLEAN"),
)
_POLICIES: Columns = (
    *((name, _TEXT) for name in ("check", "severity", "title", "why", "fix")),
    ("parameters", "VARCHAR[]"),
    ("is_asked", "BOOLEAN"),
)
_WAIVERS: Columns = (
    *((name, _TEXT) for name in ("place", "check", "subject", "scope", "reason", "approver")),
    ("expires", "DATE"),
)
_CLAUSES: Columns = (
    *((column.name, column.type) for column in frameworks.COLUMNS),
    ("position", "INTEGER"),
)
_GIVEN: Columns = (("name", _TEXT), ("file", _TEXT))


def tables(
    library: Library,
    checks: Sequence[Policy],
    params: Mapping[str, Mapping[str, object]],
    rows: Sequence[Finding],
    shown: Sequence[Finding],
    waivers: Sequence[Waiver],
    files: Files,
) -> dict[str, InputTable]:
    """Give the tables of the report; `shown` are those of `rows` that it lists.

    Counts are of all rows, so that a report of what is new still says out of how many.
    """
    asked = {check.name for check in checks}
    listed = {key(row) for row in shown}
    return {
        "findings": InputTable(_FINDINGS, [(*cells(row), key(row) in listed) for row in rows]),
        "policies": InputTable(
            _POLICIES,
            [
                (
                    *(one.name, one.severity, one.title, one.why, one.fix),
                    _parameters(one, params.get(one.name, {})),
                    one.name in asked,
                )
                for one in policies(library).values()
            ],
        ),
        "exceptions": InputTable(
            _WAIVERS,
            [
                (
                    *(f"{one.file}, line {one.line}", one.check, one.subject, one.scope),
                    *(one.reason, one.approver, one.expires),
                )
                for one in waivers
            ],
        ),
        "clauses": InputTable(_CLAUSES, _clauses(library, rows, frozenset(asked))),
        "outside": InputTable(
            _GIVEN,
            [
                (name, str(given) if (given := getattr(files, name)) else None)
                for name in ("audit_log", "sensitive", "duties", "sentinels", "baseline")
            ],
        ),
    }


def _parameters(check: Policy, given: Mapping[str, object]) -> list[str]:
    return [
        f"{param.name} = {given.get(param.name, param.default)}" for param in check.query.params
    ]


def _clauses(
    library: Library, rows: Sequence[Finding], asked: frozenset[str]
) -> list[tuple[object, ...]]:
    found = [
        row
        for framework in frameworks.frameworks(library).values()
        for row in frameworks.report(framework, list(rows), asked).rows
    ]
    return [(*row, position) for position, row in enumerate(found)]
