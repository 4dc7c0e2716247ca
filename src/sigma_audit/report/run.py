"""Asks a snapshot everything a report needs, and gives the whole as one Document.

Every number and sentence comes from SQL. Must never read a clock (the same snapshot gives the same
document), nor say that something is complete: `frame_facts.sql` does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sigma_audit import __version__
from sigma_audit.ask.what import find_inode
from sigma_audit.ask.what_if import WhatIf, laid
from sigma_audit.ask.which_team import find_team
from sigma_audit.ask.who import find_member
from sigma_audit.document import Document, Layout, Section, Source
from sigma_audit.errors import ConfigError, LibraryError
from sigma_audit.library import Library, Query
from sigma_audit.report import catalog
from sigma_audit.report.catalog import Report, SectionPlan
from sigma_audit.result import Result
from sigma_audit.snapshot.pair import Pair
from sigma_audit.snapshot.store import Snapshot

# What every page states, from sql/sections/frame_<name>.sql.
FRAME = ("facts", "trust", "gaps", "moved", "endpoints", "decisions", "words", "glossary")
# The names under which queries read the rows of a report, and what is yet to be ranked.
TABLE, CANDIDATES = "the_table", "the_candidates"
# How many of a kind are told outright, of what needs attention and of changes: in a brief report
# (which must fit one printed page) and in any other. The others stand folded below.
SAID = {True: (2, 1), False: (4, 2)}
_NUMBERS = ("INTEGER", "BIGINT", "HUGEINT", "DOUBLE", "FLOAT")
_ASSETS = (".html", ".css", ".js")


@dataclass(frozen=True)
class Inputs:
    """What a run reads: the snapshot, and the earlier one with the pair of both where given.

    `laid`: which of `catalog.OF_COMMANDS` a command has laid beside the snapshot.
    """

    snapshot: Snapshot
    before: Snapshot | None = None
    pair: Snapshot | None = None
    laid: frozenset[str] = frozenset()
    subject: Mapping[str, str] | None = None
    """Whom or what a report over many snapshots is about: the latest may not list it any more."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What the facts of a document state besides: which files were chosen, and how."""
    what_if: WhatIf | None = None

    @classmethod
    def open(
        cls,
        stack: ExitStack,
        snapshot: Path,
        before: Path | None,
        library: Library,
        what_if: WhatIf | None = None,
    ) -> Inputs:
        """Open the files for as long as `stack` lives; Refused when they cannot be compared.

        `what_if` is supposed of `snapshot`, of which `before` may be an earlier one or itself.
        """
        inputs, overlays = laid(snapshot, library, what_if)
        after = stack.enter_context(Snapshot.open(snapshot, inputs, overlays))
        if before is None:
            return cls(after, what_if=what_if)
        pair = stack.enter_context(Pair(before, snapshot, library, inputs, {"after": overlays}))
        return cls(after, stack.enter_context(Snapshot.open(before)), pair, what_if=what_if)


def typed(query: Query, given: Mapping[str, str]) -> dict[str, object]:
    """Give the parameters a query declares, each read as its declared type; ConfigError."""
    return {
        param.name: param.value(given[param.name]) for param in query.params if param.name in given
    }


def run_report(
    inputs: Inputs,
    library: Library,
    name: str,
    params: Mapping[str, str],
    command: str = "",
    as_of: date | None = None,
    formats: Collection[str] = (),
) -> Document:
    """Answer one report; NotFound, ConfigError (parameters, a missing earlier snapshot).

    Rows of a format of its own shape are asked for when it is among `formats`.
    With `as_of` the page says how long before that day the snapshot was taken.
    """
    report = catalog.find(library, name)
    asked = _asked(report, inputs)
    known = [param.name for param in report.params]
    if unknown := sorted(params.keys() - set(known)):
        raise ConfigError(
            f"{name} has no parameter {', '.join(unknown)}",
            f"it has: {', '.join(sorted(known)) or 'none'}",
        )
    subject = inputs.subject
    if subject is None:
        subject = find_subject(report, inputs.snapshot, library, params)
    given = {**params, **subject}

    def ask(query: Query, of: Snapshot = asked) -> Result:
        return of.run(query, typed(query, given))

    def ranked(query: Query, of: Snapshot, said: int, more: Mapping[str, object]) -> Result:
        of.keep(CANDIDATES, query, {**typed(query, given), **more})
        return of.run(library.query("sections", "frame_attention"), {"said": said})

    frame, before_facts = _frame(inputs, library, report, as_of)
    result = asked.keep(TABLE, report.query, typed(report.query, given))
    _refuse_misread(report.query, result, report.layout)
    answer = _answer(report.answer, ask(report.answer))
    if report.trust is not None:
        frame["trust"] = _stacked(frame["trust"], ask(report.trust))
    changed = since = None
    if inputs.pair is not None and report.changed:
        changes = library.query("sections", "changed")
        changed = ranked(changes, inputs.pair, SAID[report.is_brief][1], {"topic": report.changed})
        since = inputs.pair.run(library.query("sections", "changed_since")).one()["taken_at"]
    facts = _facts(report, result, frame, before_facts)
    supposed = inputs.what_if.parameters if inputs.what_if else {}
    facts["parameters"] = {**facts["parameters"], **params, **facts["parameters"], **supposed}
    facts |= inputs.facts
    if as_of is not None:
        facts["as_of"] = as_of
    return Document(
        name=report.name,
        title=str(answer.get("title", report.title)),
        question=report.question,
        audience=report.audience,
        answer=str(answer["sentence"]),
        result=result,
        layout=report.layout,
        figures=ask(report.figures),
        attention=ranked(report.attention, asked, SAID[report.is_brief][0], {}),
        sections=tuple(_section(plan, inputs, asked, ask) for plan in report.sections),
        frame=frame,
        sources=tuple(Source(role, q.file, q.sql, q.digest) for role, q in report.roles),
        facts=facts | {"command": command},
        assets={
            file: text for kind in _ASSETS for file, text in library.report_files(kind).items()
        },
        changed=changed,
        since=since,
        compared_by=_compared_by(report, inputs),
        pages=report.pages,
        find=report.find,
        subject_id=next(iter(subject.values()), ""),
        start=report.start,
        is_brief=report.is_brief,
        exports={form: ask(query) for form, query in report.exports if form in formats},
    )


def _answer(query: Query, found: Result) -> dict[str, Any]:
    """Give the row of an answer; LibraryError when there is no sentence, or several."""
    if len(found.rows) != 1 or not found.one()["sentence"]:
        said = f"gives {len(found.rows)} rows" if len(found.rows) != 1 else "gives an empty one"
        raise LibraryError(query.file, query.line_of("grain"), "sentence", said, "one, with a text")
    return found.one()


def _refuse_misread(query: Query, result: Result, layout: Layout) -> None:
    """Stop at a layout that reads a column as what it is not; LibraryError names it."""
    kinds = {column.name: column.type for column in result.columns}
    for name, is_fit, needed in (
        (layout.unfold, str(kinds.get(layout.unfold)).endswith("[]"), "a list, to unfold"),
        (layout.bar, kinds.get(layout.bar) in _NUMBERS, "a number, to be a bar"),
    ):
        if name and not is_fit:
            said = f"{name} is {kinds[name]} and not {needed}"
            raise LibraryError(query.file, query.line_of("columns"), "columns", said)


def _asked(report: Report, inputs: Inputs) -> Snapshot:
    """Give what a report asks, one snapshot or two; ConfigError when it is not there."""
    if report.needs in catalog.OF_COMMANDS and report.needs not in inputs.laid:
        what, command_for = catalog.OF_COMMANDS[report.needs]
        raise ConfigError(f"{report.name} needs {what} beside the snapshot", command_for)
    if report.needs != "pair":
        return inputs.snapshot
    if inputs.pair is None:
        raise ConfigError(
            f"{report.name} compares two snapshots, and only one was named",
            f"sigma-audit report run {report.name} --before FILE, or --since DATE",
        )
    return inputs.pair


def find_subject(
    report: Report, snapshot: Snapshot, library: Library, params: Mapping[str, str]
) -> dict[str, str]:
    """Find whom or what a dossier is about, as `access` does: the id, by its parameter's name."""
    if not report.about:
        return {}
    param, bound = catalog.ABOUT[report.about]
    if param.name not in params:
        raise ConfigError(
            f"{report.name} is about one {report.about}, and none is named",
            f"sigma-audit report run {report.name} -p {param.name}=… ({param.meaning})",
        )
    named = params[param.name]
    if report.about == "member":
        return {bound: find_member(snapshot, library, named).member_id}
    if report.about == "team":
        return {bound: find_team(snapshot, library, named)[0]}
    return {bound: find_inode(snapshot, library, named).inode_id}


def _section(
    plan: SectionPlan, inputs: Inputs, asked: Snapshot, ask: Callable[[Query, Snapshot], Result]
) -> Section:
    """Ask a section, of both snapshots when it compares; without an earlier one it is empty."""
    of = inputs.pair if plan.is_pair else asked
    return Section(
        plan.name,
        plan.title,
        plan.note,
        plan.empty,
        plan.is_before,
        Result((), []) if of is None else ask(plan.query, of),
        plan.layout,
        plan.picture,
        of is not None,
    )


def _frame(
    inputs: Inputs, library: Library, report: Report, as_of: date | None
) -> tuple[dict[str, Result], dict[str, Any] | None]:
    """Ask what every page states; of a report on two snapshots, also the facts of the earlier."""
    queries = {part: library.query("sections", f"frame_{part}") for part in FRAME}
    day = {"as_of": as_of}
    frame = {
        part: inputs.snapshot.run(query, day if part == "trust" else {})
        for part, query in queries.items()
    }
    if report.needs != "pair" or inputs.before is None:
        return frame, None
    frame["trust_before"] = inputs.before.run(queries["trust"], day)
    gaps = inputs.before.run(queries["gaps"])
    return frame, inputs.before.run(queries["facts"]).one() | {"not_known": gaps.records()}


def _compared_by(report: Report, inputs: Inputs) -> str:
    """Say what would name an earlier snapshot; nothing where one is given, or none is compared."""
    if inputs.pair is not None or not report.changed:
        return ""
    return catalog.COMPARED_BY.get(report.needs, "--before FILE")


def _stacked(first: Result, then: Result) -> Result:
    """Put a report's own points among those of the frame, in place of those of the same rank."""
    rank = first.names.index("rank")
    own = {row[rank]: row for row in then.rows}
    kept = [row for row in first.rows if row[rank] not in own]
    return Result(first.columns, sorted([*kept, *then.rows], key=lambda row: row[rank]))


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
