"""`access member|object|why`: who can reach what, and why, at the terminal.

Prints what `ask/` answers. Must never read meaning into a permission.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sigma_audit.cli.main import LazyGroup
from sigma_audit.cli.moments import Moments, in_time
from sigma_audit.cli.options import answering, example, from_snapshot, narrated
from sigma_audit.cli.output import answer, emit_line, narrate
from sigma_audit.cli.what_if import opened_as_if, supposing, tell_what_is_supposed
from sigma_audit.errors import ConfigError
from sigma_audit.render.cells import visible
from sigma_audit.result import Result

if TYPE_CHECKING:
    from sigma_audit.ask.what_if import WhatIf

_OF_MEMBER = (
    "path_text",
    "kind",
    "granted_label",
    "effective_label",
    "can_write_back",
    "through",
    "certainty",
)
_OF_MEMBER_FOLDED = ("through", "plane", "granted", "usable", "places", "inodes", "certainty")
_TO_OBJECT = (
    "name",
    "email",
    "status",
    "account_type",
    "is_admin",
    "granted_label",
    "effective_label",
    "path_count",
    "certainty",
    "member_count",
)
_INDIRECTLY = ("name", "email", "status", "account_type", "sees", "because", "certainty")
_GAPS_SHOWN = 5
_MAYBE = "No access was found, but not everything was read: there may be some."


@click.group(
    cls=LazyGroup,
    lazy={
        "revoke": "sigma_audit.cli.revoke:revoke",
        "exposure": "sigma_audit.cli.exposure:exposure",
    },
    epilog=example("sigma-audit access member ann.lee@example.com"),
)
def access() -> None:
    """Who can reach what, and why.

    WHO is an e-mail address, a member id or a full name; WHAT an id, a URL or a
    path such as Finance/Budgets/Q3 or Snowflake:DB.SCHEMA.TABLE.
    """


@access.command(epilog=example("sigma-audit access member ann.lee@example.com --format csv"))
@click.argument("who")
@click.option(
    "--aggregate/--expand",
    "aggregated",
    default=None,
    help="A line for each way they come by access, or for each object (default: each object, "
    "but as text of more than 500 the ways).",
)
@supposing
@in_time()
@from_snapshot
@answering
@narrated
def member(
    who: str,
    aggregated: bool | None,
    what_if: WhatIf,
    moments: Moments,
    file: Path | None,
    form: str,
    raw: bool,
) -> None:
    """Everything WHO reaches: granted, and usable under the account type."""
    from sigma_audit.ask.member import access_of_member
    from sigma_audit.library import Library

    if moments.has_span:
        _over_time(moments, who, None, what_if, file, form, raw)
        return
    with opened_as_if(moments.file(file), what_if, who) as snapshot:
        is_aggregated = False if aggregated is None and form != "text" else aggregated
        found = access_of_member(snapshot, Library(), who, is_aggregated=is_aggregated)
        result = moments.told(found)
    is_folded = result.facts["parameters"]["aggregate"]
    tell_what_is_supposed(result, form)
    answer(result, form, raw=raw, columns=_OF_MEMBER_FOLDED if is_folded else _OF_MEMBER)
    if is_folded and form == "text":
        narrate("each object: --expand, or --format csv")
    narrate_gaps(result)


@access.command(name="object", epilog=example('sigma-audit access object "Finance/Budgets/Q3"'))
@click.argument("what")
@click.option(
    "--aggregate/--expand",
    "aggregated",
    default=None,
    help="One line for those whom only an organisation-wide grant reaches, or each of "
    "them (default: one line as text, each as JSON and CSV).",
)
@click.option(
    "--indirect", is_flag=True, help="Instead, who sees its data by opening a document (R19)."
)
@supposing
@in_time()
@from_snapshot
@answering
@narrated
def access_object(
    what: str,
    aggregated: bool | None,
    indirect: bool,
    what_if: WhatIf,
    moments: Moments,
    file: Path | None,
    form: str,
    raw: bool,
) -> None:
    """Everyone who reaches WHAT; admins without a reason of their own come last."""
    from sigma_audit.ask.indirect import indirect_access
    from sigma_audit.ask.object import access_to_object
    from sigma_audit.library import Library

    is_aggregated = form == "text" if aggregated is None else aggregated
    if moments.has_span:
        refuse_what_spans_no_time(what_if, file, is_one_moment=indirect)
        _over_time(moments, None, what, what_if, file, form, raw)
        return
    with opened_as_if(moments.file(file), what_if) as snapshot:
        found = (
            indirect_access(snapshot, Library(), what)
            if indirect
            else access_to_object(snapshot, Library(), what, is_aggregated=is_aggregated)
        )
        result = moments.told(found)
    tell_what_is_supposed(result, form)
    answer(result, form, raw=raw, columns=_INDIRECTLY if indirect else _TO_OBJECT)
    if form == "text" and (sentence := result.facts["indirect"]["sentence"]):
        emit_line(visible(sentence))
    narrate_gaps(result)


@access.command(epilog=example('sigma-audit access why ann.lee@example.com "Finance/Budgets/Q3"'))
@click.argument("who")
@click.argument("what")
@supposing
@in_time()
@from_snapshot
@answering
@narrated
def why(
    who: str,
    what: str,
    what_if: WhatIf,
    moments: Moments,
    file: Path | None,
    form: str,
    raw: bool,
) -> None:
    """Every reason why WHO reaches WHAT, strongest first; or why not."""
    from sigma_audit.ask.why import why_access
    from sigma_audit.library import Library

    if moments.has_span:
        _over_time(moments, who, what, what_if, file, form, raw)
        return
    with opened_as_if(moments.file(file), what_if, who) as snapshot:
        result = moments.told(why_access(snapshot, Library(), who, what))
    tell_what_is_supposed(result, form)
    if form == "text":
        _print_reasons(result)
    else:
        answer(result, form, raw=raw)
    narrate_gaps(result)


def _over_time(
    moments: Moments,
    who: str | None,
    what: str | None,
    what_if: WhatIf,
    file: Path | None,
    form: str,
    raw: bool,
) -> None:
    """Answer for a span of time instead of a moment, as `access exposure` does."""
    from sigma_audit.cli.exposure import tell_exposure

    refuse_what_spans_no_time(what_if, file)
    tell_exposure(moments, who, what, form, raw)


def refuse_what_spans_no_time(
    what_if: WhatIf, file: Path | None, *, is_one_moment: bool = False
) -> None:
    """Stop at what only makes sense for one snapshot, where a span of time is asked; ConfigError.

    `is_one_moment`: another option is given that asks one snapshot alone.
    """
    if what_if or file is not None or is_one_moment:
        raise ConfigError(
            "--since and --between ask the snapshots of a folder, as they are",
            "leave out --snapshot, --indirect and what is supposed, or ask with --as-of",
        )


def _print_reasons(result: Result) -> None:
    """Print the sentences one below the other, then what limits them."""
    reasons = [str(record["sentence"]) for record in result.records()]
    facts = result.facts
    if not reasons:
        reasons = ["No access was found." if not facts["not_known"] else _MAYBE]
    if facts["cap"]:
        reasons.append(str(facts["cap"]))
    if facts.get("why_not") not in (None, facts["cap"]):
        reasons.append(str(facts["why_not"]))
    if facts["admin"]:
        reasons.append(str(facts["admin"]))
    for sentence in reasons:
        emit_line(visible(sentence))


def narrate_gaps(result: Result) -> None:
    """Say on stderr what could not be told, so that a short answer is not taken for a whole one."""
    gaps = result.facts["not_known"]
    if not gaps:
        return
    count = "1 gap" if len(gaps) == 1 else f"{len(gaps):,} gaps"
    narrate(f"not known: {count} could hide or raise rows; --format json lists them")
    for gap in gaps[:_GAPS_SHOWN]:
        about = gap["inode_id"] or gap["member_id"] or "anything"
        narrate(visible(f"  {about}: {gap['endpoint']}: {gap['reason']}"))
