"""`access exposure`: from when to when somebody could reach something, over many snapshots.

Must never join two intervals, nor leave one out: text only tells those of the same words at once.
"""

from __future__ import annotations

import click

from sigma_audit.cli.moments import Moments, in_time
from sigma_audit.cli.options import answering, example, narrated
from sigma_audit.cli.output import answer, describe, emit_line, narrate
from sigma_audit.result import Result

_NAMES_SHOWN = 3


@click.command(
    epilog=example(
        "sigma-audit access exposure --object Payroll --between 2026-04-01 2026-06-30",
        "sigma-audit access exposure --member ann@acme.example --object Payroll",
    )
)
@click.option("--member", "who", metavar="WHO", help="Whose access.")
@click.option("--object", "what", metavar="WHAT", help="Access to what.")
@in_time()
@answering
@narrated
def exposure(who: str | None, what: str | None, moments: Moments, form: str, raw: bool) -> None:
    """From when to when WHO could reach WHAT, or who could, or what they could.

    Of each interval: last seen without, first seen with; last seen with, first
    seen without. What a snapshot cannot tell is not_known, and closes no gap.
    With --as-of, as it could be told that day: nothing taken later is asked.
    """
    tell_exposure(moments, who, what, form, raw)


def tell_exposure(
    moments: Moments, who: str | None, what: str | None, form: str, raw: bool
) -> None:
    """Ask the snapshots of a folder, and print the intervals."""
    result = intervals(moments, who, what)
    if form == "text":
        print_intervals(result)
    else:
        answer(result, form, raw=raw)
    for gap in result.facts["not_known"]:
        count = gap["pair_count"]
        pairs = "1 pair" if count == 1 else f"{count:,} pairs"
        narrate(
            f"not known: {gap['file']} ({gap['plan']}) cannot tell about {pairs}: {gap['why_not']}"
        )


def intervals(moments: Moments, who: str | None, what: str | None) -> Result:
    """Ask the snapshots of a folder, and say which they are."""
    from sigma_audit.ask.exposure import exposure as ask
    from sigma_audit.library import Library

    with moments.shelf() as shelf:
        result = ask(shelf, Library(), who, what, moments.since, moments.until, moments.as_of)
    facts = result.facts
    asked = facts["snapshots"]
    narrate(
        f"{len(asked):,} {'snapshot' if len(asked) == 1 else 'snapshots'} asked, "
        f"from {asked[0]['file']} to {asked[-1]['file']}; "
        f"the last: {describe(facts)}"
    )
    return result


def print_intervals(result: Result) -> None:
    """Print a sentence for each interval; those not known, and alike, are told at once."""
    from sigma_audit.render.cells import visible

    known: list[str] = []
    alike: dict[str, list[str]] = {}
    by_object = "inode_id" in result.facts
    for row in result.records():
        subject = str((row["name"] if by_object else row["path_text"]) or row["member_id"])
        maybe = "perhaps: " if row["is_in_span"] == "maybe" and row["state"] != "not_known" else ""
        if row["state"] == "not_known":
            alike.setdefault(row["sentence"], []).append(subject)
        else:
            known.append(f"{subject}: {maybe}{row['sentence']}")
    if not known and not alike:
        emit_line("No access was seen, and no snapshot leaves it open.")
    for line in known:
        emit_line(visible(line))
    for sentence, subjects in alike.items():
        more = len(subjects) - _NAMES_SHOWN
        names = ", ".join(subjects[:_NAMES_SHOWN]) + (f" and {more:,} more" if more > 0 else "")
        emit_line(visible(f"{names}: {sentence}"))
