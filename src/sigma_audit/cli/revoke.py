"""`access revoke`: what would have to be removed so that an access is gone, at the terminal.

Prints what `ask/` answers. It removes nothing, and must never read meaning into a permission.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sigma_audit.cli.access import narrate_gaps, refuse_what_spans_no_time
from sigma_audit.cli.exposure import intervals, print_intervals
from sigma_audit.cli.moments import Moments, in_time
from sigma_audit.cli.options import answering, example, from_snapshot, narrated
from sigma_audit.cli.output import answer, emit_line
from sigma_audit.cli.what_if import opened_as_if, supposing, tell_what_is_supposed
from sigma_audit.result import Result

if TYPE_CHECKING:
    from sigma_audit.ask.what_if import WhatIf

_LOSSES_SHOWN = 5


@click.command(epilog=example('sigma-audit access revoke ann.lee@example.com "Finance/Budgets/Q3"'))
@click.argument("who")
@click.argument("what")
@click.option(
    "--sets",
    "most",
    type=click.IntRange(1, 4096),
    default=32,
    show_default=True,
    metavar="N",
    help="Tell of so many sets at most.",
)
@click.option(
    "--aggregate/--expand",
    "aggregated",
    default=None,
    help="One line for all that a member would lose, or one for each access (default: one for "
    "all as text, each as JSON and CSV).",
)
@supposing
@in_time()
@from_snapshot
@answering
@narrated
def revoke(
    who: str,
    what: str,
    most: int,
    aggregated: bool | None,
    what_if: WhatIf,
    moments: Moments,
    file: Path | None,
    form: str,
    raw: bool,
) -> None:
    """Say what to remove so that WHO no longer reaches WHAT, and who else loses what.

    Gives the smallest sets of grants and memberships, all of that size. Changes
    nothing. With --since or --between, what to remove at the end of that time,
    and from when to when WHO could reach it in it.
    """
    from sigma_audit.ask.revoke import revoking
    from sigma_audit.library import Library

    is_folded = form == "text" if aggregated is None else aggregated
    over_time = None
    if moments.has_span:
        refuse_what_spans_no_time(what_if, file)
        over_time = intervals(moments, who, what)
    chosen = moments.last() if over_time else moments.file(file)
    with opened_as_if(chosen, what_if, who) as snapshot:
        found = revoking(snapshot, Library(), who, what, most, is_aggregated=is_folded)
    result = moments.told(found)
    if over_time:
        result = replace(result, facts={**result.facts, "intervals": over_time.records()})
    tell_what_is_supposed(result, form)
    if form == "text":
        if over_time:
            print_intervals(over_time)
            emit_line("")
        _print_sets(result, _LOSSES_SHOWN if is_folded else len(result.rows))
    else:
        answer(result, form, raw=raw)
    narrate_gaps(result)


def _print_sets(result: Result, most: int) -> None:
    """Print each set with its removals, what goes with it in numbers, and the `most` first."""
    from sigma_audit.render.cells import visible

    facts, rows = result.facts, result.records()
    lines = [str(sentence) for sentence in facts["impossible"]]
    if facts["sets"]:
        size, shown, total = facts["sets"][0]["size"], len(facts["sets"]), facts["set_count"]
        ways = "One set" if total == 1 else f"{total:,} sets"
        more = f"; the first {shown:,} are told, --sets N tells more" if shown < total else ""
        lines.append(f"{ways} of {size:,} removal{'s' * (size > 1)}, and none smaller{more}.")
    elif not lines:
        lines.append(f"{facts['name']} has no access to {facts['path_text']}: nothing to remove.")
    for one in facts["sets"]:
        own = [row for row in rows if row["set_number"] == one["set_number"]]
        lines.append("")
        lines += [f"{one['set_number']}. {r['sentence']}" for r in own if r["role"] == "remove"]
        lines.append(f"   {one['sentence']}")
        losses = [row for row in own if row["role"] == "lose"]
        lines += [f"   {row['sentence']}" for row in losses[:most]]
        if (left := len(losses) - most) > 0:
            lines.append(f"   … and {left:,} more; --expand lists every access.")
    for line in lines:
        emit_line(visible(line))
