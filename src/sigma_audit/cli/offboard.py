"""`offboard`: leavers against the snapshots, and active accounts that HR does not know.

Prints what `offboard/` answers and writes its report. Must never judge who is gone.
"""

from __future__ import annotations

import re
import shlex
from contextlib import ExitStack
from dataclasses import replace as with_changes
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sigma_audit.cli.chosen import chosen
from sigma_audit.cli.options import FORMATS, example, from_snapshot, narrated
from sigma_audit.cli.output import answer, describe, emit_line, narrate
from sigma_audit.errors import ConfigError

if TYPE_CHECKING:
    from sigma_audit.document import Document
    from sigma_audit.offboard.asking import Control, Prepared, Tables
    from sigma_audit.result import Result
    from sigma_audit.snapshot.series import Series

STILL_HAS_ACCESS = 1
REPORT_FORMATS = ("html", "csv", "json", "xlsx")
_FILE = click.Path(path_type=Path)
_OF_LEAVER = (
    *("email", "status", "verdict", "still_has_access"),
    *("direct_grants", "team_grants", "teams", "owned", "team_admin_of"),
)
_OF_UNKNOWN = ("email", "name", "user_kind", "account_type", "direct_grants", "teams", "owned")
_HOURS = {"h": 1, "d": 24}


@click.command(
    epilog=example(
        'sigma-audit offboard --leavers hr.xlsx --within 5d --map "Exit=last_day"',
    )
)
@click.option(
    "--leavers", type=_FILE, metavar="FILE", help="Who left when: CSV or XLSX of any HR system."
)
@click.option(
    "--roster", type=_FILE, metavar="FILE", help="Everyone employed: name whom HR misses."
)
@click.option(
    "--map", "pairs", multiple=True, metavar="COLUMN=FIELD", help="Read FIELD from COLUMN."
)
@click.option(
    "--aliases", type=_FILE, metavar="FILE", help="Columns person, account: one person's names."
)
@click.option("--within", default="24h", show_default=True, metavar="24h|5d", help="Time allowed.")
@click.option(
    "--timezone", default="UTC", show_default=True, metavar="ZONE", help="Where the last day ends."
)
@click.option(
    "--dates",
    type=click.Choice(("day-first", "month-first")),
    help="How to read days like 3/4/2026.",
)
@click.option(
    "--history", type=_FILE, metavar="DIR", help="Earlier snapshots (default: beside the latest)."
)
@click.option("--service", "services", multiple=True, metavar="EMAIL", help="No person's account.")
@click.option("--embed-users", is_flag=True, help="With --roster: name embed users too.")
@click.option(
    "--format", "form", type=click.Choice((*FORMATS, "ticket")), default="text", show_default=True,
    help="How to print the answer.",
)  # fmt: skip
@click.option(
    "--out", type=_FILE, metavar="DIR", help="Write the report there: HTML, CSV, JSON, XLSX."
)
@click.option("--raw", is_flag=True, help="CSV cells as they are, formulas not defused.")
@from_snapshot
@narrated
def offboard(
    leavers: Path | None, roster: Path | None, pairs: tuple[str, ...], aliases: Path | None,
    within: str, timezone: str, dates: str | None, history: Path | None, services: tuple[str, ...],
    embed_users: bool, form: str, out: Path | None, raw: bool, file: Path | None,
) -> None:  # fmt: skip
    """Say whether access is gone of all who left, was in time, and what stands.

    Exits 1 when somebody who left still has access.
    """
    from sigma_audit.library import Library
    from sigma_audit.offboard import lists
    from sigma_audit.offboard.answer import unknown_accounts
    from sigma_audit.offboard.asking import NO_ALIASES, Control, gather
    from sigma_audit.snapshot.series import find_series

    if leavers is None and roster is None:
        raise ConfigError(
            "whom to look for is not said", "give --leavers FILE, --roster FILE or both"
        )
    if leavers is None and out is not None:
        raise ConfigError("--out writes the report on leavers", "give --leavers FILE too")
    control = Control(hours(within), timezone)
    mapping = lists.mapping_of(pairs)
    listed = lists.read_leavers(leavers, mapping, dates) if leavers else None
    employed = lists.read_roster(roster, mapping) if roster else None
    named = lists.read_aliases(aliases) if aliases else NO_ALIASES
    library, series = Library(), find_series(chosen(file), history)
    unknown = None
    if employed is not None:
        unknown = unknown_accounts(series, library, employed, named, services, embed_users)
    if listed is None:
        assert unknown is not None
        narrate(describe(unknown.facts))
        _print_unknown(unknown, form, raw)
        return
    tables = gather(series, library, listed, named)
    result = _answered(series, library, tables, control, unknown, out, raw, str(leavers))
    narrate(describe(result.facts) + f", {len(series.files)} snapshots at hand")
    for name, reason in series.left_out:
        narrate(f"left out: {name}: {reason}")
    for alias in result.facts["unused_aliases"]:
        narrate(f"the mapping file's line {alias['line']} names nobody: {alias['person']}")
    _print_leavers(result, unknown, form, raw)
    if result.facts["still_has_access"]:
        raise click.exceptions.Exit(STILL_HAS_ACCESS)


def hours(text: str) -> int:
    """Read 24h or 5d into hours; ConfigError for any other."""
    match = re.fullmatch(r"(\d+)([hd])", text.strip().lower())
    if match is None:
        raise ConfigError(f"--within {text} is no time", "write --within 24h or --within 5d")
    return int(match[1]) * _HOURS[match[2]]


def _answered(
    series: Series, library: Any, tables: Tables, control: Control, unknown: Result | None,
    out: Path | None, raw: bool, leavers: str,
) -> Result:  # fmt: skip
    """Answer, and write the report beside it where wanted."""
    from sigma_audit.offboard.answer import leavers_answer
    from sigma_audit.offboard.asking import prepared

    with prepared(series, library, tables, control, unknown) as ready:
        result = leavers_answer(ready, library, series, tables, control, unknown)
        if out is not None:
            command = shlex.join(
                ["sigma-audit", "offboard", "--leavers", Path(leavers).name, "--within",
                 f"{control.within_hours}h", "--timezone", control.timezone,
                 "--snapshot", series.latest.name]
            )  # fmt: skip
            _, paths = write_report(
                ready, library, series, result, out, REPORT_FORMATS, command, raw
            )
            for path in paths:
                narrate(f"wrote {path}")
    return result


def write_report(
    ready: Prepared, library: Any, series: Series, result: Result, out: Path,
    formats: tuple[str, ...], command: str, raw: bool = False,
) -> tuple[Document, list[Path]]:  # fmt: skip
    """Write the report on leavers in each format, with the facts of the answer.

    What changed is told since the snapshot before the latest. Gives the document, for an index,
    and the files' paths.
    """
    from sigma_audit.offboard.answer import REPORT
    from sigma_audit.report.run import Inputs, run_report
    from sigma_audit.report.write import write_document
    from sigma_audit.snapshot.pair import Pair
    from sigma_audit.snapshot.partial import private_folder

    with ExitStack() as stack:
        two = series.files[-2:]
        pair = stack.enter_context(Pair(*two, library)) if len(two) == 2 else None
        inputs = Inputs(ready.snapshot, pair=pair, laid=frozenset({"leavers"}))
        document = run_report(inputs, library, REPORT, {}, command)
    document = with_changes(document, formats=formats, facts={**result.facts, **document.facts} | {
        "parameters": result.facts["parameters"]
    })  # fmt: skip
    private_folder(out)
    return document, write_document(document, formats, out, raw)


def _print_unknown(unknown: Result, form: str, raw: bool) -> None:
    if form == "ticket":
        from sigma_audit.offboard.ticket import unknown_ticket

        _emit_ticket(unknown_ticket(unknown))
        return
    answer(unknown, form, raw=raw, columns=_OF_UNKNOWN)


def _emit_ticket(text: str) -> None:
    """Print Markdown, controls and direction marks made visible."""
    from sigma_audit.render.cells import visible

    for line in text.splitlines():
        emit_line(visible(line))


def _print_leavers(result: Result, unknown: Result | None, form: str, raw: bool) -> None:
    if form == "ticket":
        from sigma_audit.offboard.ticket import ticket

        _emit_ticket(ticket(result, unknown))
        return
    answer(result, form, raw=raw, columns=_OF_LEAVER)
    if form == "text":
        _print_details(result)
        if unknown is not None:
            emit_line(f"\nActive accounts that HR does not know: {len(unknown.rows):,}")
            answer(unknown, form, columns=_OF_UNKNOWN)
    elif form == "csv" and unknown is not None:
        narrate(
            f"active accounts that HR does not know: {len(unknown.rows):,}; "
            "--roster alone lists them"
        )


def _print_details(result: Result) -> None:
    """Print each leaver's verdict, heirs and checklist below the table."""
    from sigma_audit.render.cells import visible

    missing = ", ".join(result.facts["not_collected"])
    for record in result.records():
        emit_line("")
        emit_line(visible(f"{record['name']} ({record['email'] or record['employee_id']})"))
        for key in ("reason", "cadence", "status_meaning"):
            if record[key]:
                emit_line(visible(f"  {record[key]}"))
        for sentence in record["heirs"]:
            emit_line(visible(f"  - {sentence}"))
        for number, step in enumerate(record["checklist"], 1):
            emit_line(visible(f"  {number:>2}. {step}"))
    emit_line(f"\nNot collected: {missing}." if missing else "")
    if any(record["counts_certainty"] == "at_least" for record in result.records()):
        emit_line(
            "Not everything was read: more may stand than is counted; --format json says what."
        )
