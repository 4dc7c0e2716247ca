"""Lays findings out by the clauses of a framework: evidence, result, and what is not covered.

The map is one file, `reports/frameworks/clauses.toml`; no query knows a framework. Must never call
a clause met: it says what its checks found, and names what they cannot tell.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sigma_audit.check.policies import policies
from sigma_audit.errors import ConfigError, NotFound
from sigma_audit.library import Library
from sigma_audit.result import Column, Result

_STATUSES = ("fail", "not_known", "waived", "pass")
_CLAUSE = {"id", "obligation", "checks", "reports", "not_covered"}
COLUMNS = (
    Column("framework", "VARCHAR", "which framework"),
    Column("clause", "VARCHAR", "which clause"),
    Column("obligation", "VARCHAR", "what it demands, in short"),
    Column("result", "VARCHAR", "fail, not_known, waived or pass: the worst of its checks"),
    Column("evidence", "VARCHAR[]", "each check with what it found"),
    Column("reports", "VARCHAR[]", "reports to read beside them"),
    Column("fail", "INTEGER", "findings that fail"),
    Column("not_known", "INTEGER", "what is not known"),
    Column("waived", "INTEGER", "findings that were waived"),
    Column("pass", "INTEGER", "subjects that pass"),
    Column("not_covered", "VARCHAR", "what this tool cannot tell about the clause"),
)


@dataclass(frozen=True)
class Clause:
    """One clause: the checks and reports that are evidence for it, and what is not covered."""

    name: str
    obligation: str
    checks: tuple[str, ...]
    reports: tuple[str, ...]
    not_covered: str


@dataclass(frozen=True)
class Framework:
    """One framework by its short name."""

    name: str
    title: str
    clauses: tuple[Clause, ...]

    @property
    def checks(self) -> tuple[str, ...]:
        """Every check that any clause rests on, each once."""
        return tuple(dict.fromkeys(check for clause in self.clauses for check in clause.checks))


def frameworks(library: Library) -> dict[str, Framework]:
    """Read the map; ConfigError names the clause of a check that does not exist."""
    file, text = library.framework_file()
    try:
        whole = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file} is not TOML: {error}") from error
    known = set(policies(library))
    return {name: _framework(file, name, entry, known) for name, entry in whole.items()}


def framework(library: Library, name: str) -> Framework:
    """Give one framework; NotFound names what there is."""
    found = frameworks(library)
    if name not in found:
        raise NotFound(f"there is no framework {name!r}", f"there are: {', '.join(found)}")
    return found[name]


def _framework(file: str, name: str, entry: Any, known: set[str]) -> Framework:
    clauses = []
    for clause in entry.get("clause", ()):
        where = f"{file}, {name} {clause.get('id')}"
        if wrong := sorted(clause.keys() ^ _CLAUSE):
            raise ConfigError(f"{where}: {', '.join(wrong)} is missing or unknown")
        if strange := sorted(set(clause["checks"]) - known):
            raise ConfigError(f"{where}: there is no check {', '.join(strange)}")
        clauses.append(
            Clause(
                clause["id"],
                clause["obligation"],
                tuple(clause["checks"]),
                tuple(clause["reports"]),
                clause["not_covered"],
            )
        )
    return Framework(name, entry["title"], tuple(clauses))


def overview(library: Library) -> Result:
    """Which frameworks and clauses the map speaks of."""
    columns = tuple(Column(name) for name in ("framework", "title", "clause", "obligation"))
    rows = [
        (found.name, found.title, clause.name, clause.obligation)
        for found in frameworks(library).values()
        for clause in found.clauses
    ]
    return Result(columns, rows, {"parameters": {}, "not_known": []})


def report(found: Framework, rows: Sequence[dict[str, Any]], asked: frozenset[str]) -> Result:
    """Count findings by clause; a check that was not asked makes a clause that passes not known."""
    by_check: dict[str, list[str]] = {}
    for row in rows:
        by_check.setdefault(row["check"], []).append(row["status"])
    table = []
    for clause in found.clauses:
        statuses = [status for check in clause.checks for status in by_check.get(check, ())]
        counts = [statuses.count(status) for status in _STATUSES]
        worst = next((status for status, n in zip(_STATUSES, counts, strict=True) if n), "pass")
        if worst in ("waived", "pass") and not asked.issuperset(clause.checks):
            worst = "not_known"
        evidence = [
            _evidence(check, by_check.get(check, []), check in asked) for check in clause.checks
        ]
        table.append(
            (
                *(
                    found.title,
                    clause.name,
                    clause.obligation,
                    worst,
                    evidence,
                    list(clause.reports),
                ),
                *counts,
                clause.not_covered,
            )
        )
    return Result(COLUMNS, table, {"framework": found.name})


def _evidence(check: str, statuses: list[str], is_asked: bool) -> str:
    if not is_asked:
        return f"{check}: not asked"
    counted = [f"{statuses.count(s)} {s.replace('_', ' ')}" for s in _STATUSES if s in statuses]
    return f"{check}: {', '.join(counted) or 'nothing to show'}"
