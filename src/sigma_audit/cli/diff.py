"""`diff BEFORE AFTER`: what changed between two snapshots, and because of what.

Text tells effective access once for each cause; JSON and CSV give every row. Must never decide what
changed: `sql/history` does.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import click

from sigma_audit.cli.moments import Moments, in_time
from sigma_audit.cli.options import answering, example, narrated
from sigma_audit.cli.output import answer, describe, emit_line, narrate
from sigma_audit.errors import ConfigError
from sigma_audit.result import Result

_SHOWN = 40


@click.command(
    epilog=example(
        "sigma-audit diff monday.duckdb friday.duckdb",
        "sigma-audit diff --between 2026-07-01 2026-09-30 --format csv > changes.csv",
    )
)
@click.argument("before", type=click.Path(path_type=Path), required=False)
@click.argument("after", type=click.Path(path_type=Path), required=False)
@click.option(
    "--aggregate/--rows",
    default=None,
    help="Tell effective access once for each cause, or row by row (default: text folds it).",
)
@in_time(as_of=False)
@answering
@narrated
def diff(
    before: Path | None,
    after: Path | None,
    aggregate: bool | None,
    moments: Moments,
    form: str,
    raw: bool,
) -> None:
    """Say what changed from BEFORE to AFTER, and because of what.

    What one of the two does not know is not_known, never gained or lost.
    """
    from sigma_audit.history.diff import diff as find_changes
    from sigma_audit.library import Library
    from sigma_audit.snapshot.pair import SIDES, Pair

    if moments.has_span and before is None:
        before, after = moments.pair()
    if before is None or after is None or (moments.has_span and not moments.named):
        raise ConfigError(
            "two snapshots are compared: name both, or say between when",
            "sigma-audit diff BEFORE AFTER, or sigma-audit diff --since 2026-07-01",
        )
    library = Library()
    with Pair(before, after, library) as pair:
        infos = [pair.info(side) for side in SIDES]
        is_folded = form == "text" if aggregate is None else aggregate
        found = find_changes(pair, library, is_aggregated=is_folded)
    result = moments.told(found)
    for side, info in zip(SIDES, infos, strict=True):
        narrate(f"{side}: {describe(info)}")
    if infos[0]["taken_at"] > infos[1]["taken_at"]:
        narrate("note: the first file is the later one; what reads as lost was gained")
    if form == "text":
        _print_changes(result, _SHOWN if aggregate is None else len(result.rows))
    else:
        answer(result, form, raw=raw)
    _narrate_gaps(result)


def _print_changes(result: Result, shown: int) -> None:
    """Print what changed under one heading an entity, so many of each, and how many more."""
    from sigma_audit.render.cells import visible

    records = result.records()
    if not records:
        is_whole = not result.facts["not_known"]
        emit_line("Nothing changed." if is_whole else "Nothing changed of what both have read.")
    for entity, group in groupby(records, key=lambda record: record["entity"]):
        rows = list(group)
        emit_line(f"{str(entity).replace('_', ' ').capitalize()}: {len(rows):,}")
        for row in rows[:shown]:
            cause = f" — {row['cause']}" if row["cause"] else ""
            emit_line(visible(f"  {row['change']:<9} {row['sentence']}{cause}"))
        if len(rows) > shown:
            emit_line(
                f"  … {len(rows) - shown:,} more of {len(rows):,}; --rows or --format csv gives all"
            )


def _narrate_gaps(result: Result) -> None:
    """Say on stderr which snapshot could not tell something, and how often."""
    for side in ("before", "after"):
        gaps = [gap for gap in result.facts["not_known"] if gap["side"] == side]
        if gaps:
            count = sum(gap["gap_count"] for gap in gaps)
            told = "1 gap; what it" if count == 1 else f"{count:,} gaps; what they"
            narrate(
                f"not known: {side} has {told} could hide is not said to have changed "
                "(--format json lists them)"
            )
