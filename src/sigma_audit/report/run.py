"""Asks a snapshot everything a report needs, and gives the whole as one Document.

Every number and sentence comes from SQL. Must never read a clock (the same snapshot gives the same
document), nor say that something is complete: `frame_facts.sql` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sigma_audit import __version__
from sigma_audit.errors import ConfigError
from sigma_audit.library import Library, Query
from sigma_audit.report import catalog
from sigma_audit.report.catalog import Report
from sigma_audit.result import Document, Result, Section, Source
from sigma_audit.snapshot.pair import Pair
from sigma_audit.snapshot.store import Snapshot

# What every page states, from sql/sections/frame_<name>.sql.
FRAME = ("facts", "trust", "gaps", "moved", "endpoints", "decisions", "words", "glossary")
# The name under which the queries around a report read its rows.
TABLE = "the_table"
_ASSETS = (".html", ".css", ".js")
_TRUE, _FALSE = ("true", "yes", "1"), ("false", "no", "0")


@dataclass(frozen=True)
class Inputs:
    """What a run reads: the snapshot, and the earlier one with the pair of both where given.

    `laid`: which of `catalog.OF_COMMANDS` a command has laid beside the snapshot.
    """

    snapshot: Snapshot
    before: Snapshot | None = None
    pair: Snapshot | None = None
    laid: frozenset[str] = frozenset()

    @classmethod
    def open(
        cls, stack: ExitStack, snapshot: Path, before: Path | None, library: Library
    ) -> Inputs:
        """Open the files for as long as `stack` lives; Refused when they cannot be compared."""
        after = stack.enter_context(Snapshot.open(snapshot))
        if before is None:
            return cls(after)
        pair = stack.enter_context(Pair(before, snapshot, library))
        return cls(after, stack.enter_context(Snapshot.open(before)), pair)


def typed(query: Query, given: Mapping[str, str]) -> dict[str, object]:
    """Give the parameters a query declares, each read as its declared type; ConfigError."""
    return {
        param.name: _value(param.name, param.type.lower(), given[param.name])
        for param in query.params
        if param.name in given
    }


def _value(name: str, kind: str, text: str) -> object:
    try:
        if kind in ("integer", "bigint"):
            return int(text)
        if kind in ("double", "float"):
            return float(text)
    except ValueError as error:
        raise ConfigError(f"{name}: {text!r} is not a number", f"write -p {name}=90") from error
    if kind == "boolean":
        if text.lower() not in (*_TRUE, *_FALSE):
            raise ConfigError(f"{name}: {text!r} is not yes or no", f"write -p {name}=yes")
        return text.lower() in _TRUE
    return text


def run_report(
    inputs: Inputs, library: Library, name: str, params: Mapping[str, str], command: str = ""
) -> Document:
    """Answer one report; NotFound, ConfigError (parameters, a missing earlier snapshot)."""
    report = catalog.find(library, name)
    asked = inputs.snapshot
    if report.needs == "pair":
        if inputs.pair is None:
            raise ConfigError(
                f"{name} compares two snapshots, and there is only one",
                f"sigma-audit report run {name} --before FILE",
            )
        asked = inputs.pair
    if report.needs in catalog.OF_COMMANDS and report.needs not in inputs.laid:
        what, command_for = catalog.OF_COMMANDS[report.needs]
        raise ConfigError(f"{name} needs {what} beside the snapshot", command_for)
    declared = {param.name for query in _queries(report) for param in query.params}
    if unknown := sorted(params.keys() - declared):
        raise ConfigError(
            f"{name} has no parameter {', '.join(unknown)}",
            f"it has: {', '.join(sorted(declared)) or 'none'}",
        )

    def ask(query: Query) -> Result:
        return asked.run(query, typed(query, params))

    frame_queries = {part: library.query("sections", f"frame_{part}") for part in FRAME}
    frame = {part: inputs.snapshot.run(query) for part, query in frame_queries.items()}
    before_facts = None
    if report.needs == "pair" and inputs.before is not None:
        frame["trust_before"] = inputs.before.run(frame_queries["trust"])
        gaps = inputs.before.run(frame_queries["gaps"])
        before_facts = inputs.before.run(frame_queries["facts"]).one() | {
            "not_known": gaps.records()
        }
    result = asked.keep(TABLE, report.query, typed(report.query, params))
    facts = _facts(report, result, frame, before_facts)
    return Document(
        name=report.name,
        title=report.title,
        question=report.question,
        audience=report.audience,
        answer=str(ask(report.answer).one()["sentence"]),
        result=result,
        layout=report.layout,
        figures=ask(report.figures),
        attention=ask(report.attention),
        sections=tuple(
            Section(
                plan.name,
                plan.title,
                plan.note,
                plan.empty,
                plan.is_before,
                ask(plan.query),
                plan.layout,
            )
            for plan in report.sections
        ),
        frame=frame,
        sources=tuple(Source(role, q.file, q.sql, q.digest) for role, q in _roles(report)),
        facts=facts | {"command": command},
        assets={
            file: text for kind in _ASSETS for file, text in library.report_files(kind).items()
        },
    )


def _roles(report: Report) -> list[tuple[str, Query]]:
    return [
        ("The table", report.query),
        ("The answer", report.answer),
        ("The figures", report.figures),
        ("What needs attention", report.attention),
        *((plan.title, plan.query) for plan in report.sections),
    ]


def _queries(report: Report) -> list[Query]:
    return [query for _, query in _roles(report)]


def _facts(
    report: Report, result: Result, frame: Mapping[str, Result], before: dict[str, Any] | None
) -> dict[str, Any]:
    """State what every format states; with two snapshots, complete means both are."""
    facts = frame["facts"].one() | {"not_known": frame["gaps"].records()}
    if before is not None:
        facts["complete"] = bool(facts["complete"] and before["complete"])
        facts["before"] = before
    return {
        "report": report.name,
        **facts,
        "parameters": result.facts.get("parameters", {}),
        "tool_version": __version__,
        "report_sql_sha256": report.query.digest,
        "row_count": len(result.rows),
    }
