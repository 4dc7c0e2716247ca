"""`report list|run|explain`: which reports there are, how each is made, and making them.

Must never hold a word or a query of a report: those lie in `reports/` and `sql/`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sigma_audit.cli.chosen import chosen
from sigma_audit.cli.main import LazyGroup
from sigma_audit.cli.moments import Moments, in_time
from sigma_audit.cli.options import answering, example, from_library, from_snapshot, narrated
from sigma_audit.cli.output import answer, emit_line, narrate
from sigma_audit.cli.what_if import supposing
from sigma_audit.errors import ConfigError
from sigma_audit.render.cells import visible
from sigma_audit.result import Column, Result

if TYPE_CHECKING:
    from sigma_audit.ask.what_if import WhatIf
    from sigma_audit.check.policies import Policy
    from sigma_audit.library import Param, Query
    from sigma_audit.report.catalog import Report

DEFAULT_OUT = Path("reports-out")
OUT_AS_IF = Path("reports-out-hypothetical")  # what is so and what is supposed never mix


@click.group(cls=LazyGroup, epilog=example("sigma-audit report run overview --format html"))
def report() -> None:
    """Write reports: HTML for people, CSV, JSON and XLSX for everything else."""


@report.command(name="list", epilog=example("sigma-audit report list"))
@from_library
@answering
@narrated
def list_reports(folder: Path | None, form: str, raw: bool) -> None:
    """Say which reports there are and the question each answers."""
    from sigma_audit import __version__
    from sigma_audit.library import Library
    from sigma_audit.report.catalog import catalog

    columns = tuple(Column(name) for name in ("name", "title", "question", "formats"))
    rows = [
        (found.name, found.title, found.question, " ".join(found.formats))
        for found in catalog(Library(folder)).values()
    ]
    facts = {"tool_version": __version__, "parameters": {}, "not_known": []}
    answer(Result(columns, rows, facts), form, raw=raw)


@report.command(
    epilog=example(
        "sigma-audit report run overview access_by_object --format html,csv",
        "sigma-audit report run changes --before monday.duckdb --out review",
    )
)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--before", type=click.Path(path_type=Path), metavar="FILE", help="Earlier snapshot.")
@click.option(
    "--format",
    "forms",
    default="html,csv",
    show_default=True,
    metavar="FORMATS",
    help="Some of html, csv, json, xlsx, pdf, vanta-csv, joined by commas.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help=f"Folder to write into (default: {DEFAULT_OUT}; {OUT_AS_IF} when something is supposed).",
)
@click.option("-p", "pairs", multiple=True, metavar="NAME=VALUE", help="Set a report's parameter.")
@click.option(
    "--pages",
    type=click.IntRange(0),
    default=500,
    show_default=True,
    metavar="N",
    help="Pages for one person each, at most.",
)
@click.option("--raw", is_flag=True, help="CSV cells as they are, formulas not defused.")
@supposing
@in_time()
@from_library
@from_snapshot
@narrated
def run(
    names: tuple[str, ...],
    before: Path | None,
    forms: str,
    out: Path | None,
    pairs: tuple[str, ...],
    pages: int,
    raw: bool,
    what_if: WhatIf,
    moments: Moments,
    folder: Path | None,
    file: Path | None,
) -> None:
    """Write the reports named, or all of them, as NAME.FORMAT into a folder."""
    from sigma_audit.library import Library
    from sigma_audit.report.series import SeriesSource
    from sigma_audit.report.write import write_reports

    if moments.has_span:
        if before is not None or file is not None:
            raise ConfigError(
                "--since and --between choose both snapshots", "leave out --snapshot and --before"
            )
        before, file = moments.pair()
    latest = chosen(moments.file(file))
    folder_of_series = moments.folder if moments.is_folder_named else latest.parent
    written = write_reports(
        names,
        latest,
        before,
        [form.strip() for form in forms.split(",") if form.strip()],
        out or (OUT_AS_IF if what_if else DEFAULT_OUT),
        parameters(pairs),
        Library(folder),
        raw,
        as_of=moments.as_of.date() if moments.as_of else None,
        pages=pages,
        what_if=what_if,
        series=SeriesSource(folder_of_series, moments.since, moments.until),
        chosen_by=moments.named,
    )
    if what_if:
        narrate(f"HYPOTHETICAL: as if {' '.join(what_if.words)}")
    for path in written:
        emit_line(str(path))


def parameters(pairs: tuple[str, ...]) -> Mapping[str, str]:
    """Read `-p name=value` into a mapping; ConfigError for any other form."""
    found: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise ConfigError(f"-p {pair} is not name=value", "write -p idle_days=90")
        if name in found:
            raise ConfigError(f"-p {name} is given twice", "give each parameter once")
        found[name] = value
    return found


@report.command(epilog=example("sigma-audit report explain access_by_object"))
@click.argument("name")
@from_library
@narrated
def explain(name: str, folder: Path | None) -> None:
    """Say what a report or a check asks, what its columns mean, and its SQL."""
    from sigma_audit.check.policies import policies
    from sigma_audit.library import Library
    from sigma_audit.report.catalog import find

    library = Library(folder)
    checks = {query.name for query in library.queries("checks")}
    if name in checks and not library.has("reports", name):
        policy = policies(library)[name]
        query, lines = policy.query, explanation_of_check(policy)
    else:
        found = find(library, name)
        query, lines = found.query, explanation(found)
    for line in lines:
        emit_line(visible(line))
    narrate(f"{query.file}, SHA-256 {query.digest}")


def explanation_of_check(policy: Policy) -> list[str]:
    """Lay out what a check demands, why, how to mend it, and its SQL, line by line."""
    return [
        f"{policy.name}: {policy.title}",
        "",
        f"Severity  {policy.severity}",
        f"Why       {policy.why}",
        f"Fix       {policy.fix}",
        *_of_query(policy.query, policy.query.params),
        "",
        *_sql_of(policy.query),
    ]


def explanation(found: Report) -> list[str]:
    """Lay out title, question, purpose, grain, columns, parameters and SQL, line by line."""
    query = found.query
    further = [("answer", found.answer), ("figures", found.figures)]
    further += [("attention", found.attention)]
    further += [(plan.name, plan.query) for plan in found.sections]
    return [
        f"{found.name}: {found.title}",
        found.question,
        "",
        f"Audience  {found.audience}",
        *_of_query(query, found.params),
        "",
        "Further queries of the page",
        *(f"  {role}  {one.file}  {one.purpose}" for role, one in further),
        "",
        *_sql_of(query),
    ]


def _of_query(query: Query, params: Sequence[Param]) -> list[str]:
    return [
        f"Purpose   {query.purpose}",
        f"Grain     {', '.join(query.grain)}",
        "",
        "Columns",
        *(f"  {name}  {meaning}" for name, meaning in query.columns),
        "",
        "Parameters",
        *(_parameter_lines(params) or ["  none"]),
    ]


def _sql_of(query: Query) -> list[str]:
    return [f"SQL ({query.file})", *query.sql.rstrip().split("\n")]


def _parameter_lines(params: Sequence[Param]) -> list[str]:
    return [
        f"  {param.name} ({param.type}, "
        + (f"default {param.default}" if param.default is not None else "must be given")
        + f")  {param.meaning}"
        for param in params
    ]
