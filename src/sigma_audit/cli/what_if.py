"""The options that suppose something: `--without-grant`, `--without-team` and so on.

Says on stderr, and above a text on stdout, that an answer is hypothetical. Must never decide what
follows from a supposition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sigma_audit.cli.chosen import chosen
from sigma_audit.cli.output import describe, emit_line, narrate
from sigma_audit.result import Result

if TYPE_CHECKING:
    from sigma_audit.ask.what_if import WhatIf
    from sigma_audit.snapshot.store import Snapshot

Command = TypeVar("Command", bound=Callable[..., Any])
_OPTIONS = (
    ("without_grant", "ID", "As if this grant were deleted."),
    ("without_team", "TEAM", "As if this team, its members and its grants were gone."),
    ("without_member_of", "TEAM:WHO", "As if WHO were not in TEAM."),
    (
        "as_account_type",
        "[WHO=]NAME",
        "As if WHO had this account type: whom the question is about, else everybody.",
    ),
    ("deactivated", "WHO", "As if the account of WHO were deactivated."),
)


def supposing(command: Command) -> Command:
    """Add the options, each repeatable; the command gets them as `what_if`."""

    @wraps(command)
    def wrapped(**values: Any) -> Any:
        from sigma_audit.ask.what_if import WhatIf

        typed = {name: tuple(values.pop(name)) for name, _, _ in _OPTIONS}
        return command(**values, what_if=WhatIf(**typed))

    for name, form, text in reversed(_OPTIONS):
        flag = "--" + name.replace("_", "-")
        wrapped = click.option(flag, name, multiple=True, metavar=form, help=text)(wrapped)
    return wrapped  # type: ignore[return-value]  # the same command with options


@contextmanager
def opened_as_if(file: Path | None, what_if: WhatIf, who: str | None = None) -> Iterator[Snapshot]:
    """Open the chosen snapshot as if what is supposed were so, and say what kind of one it is."""
    from sigma_audit.ask import what_if as ask
    from sigma_audit.library import Library

    with ask.opened_as_if(chosen(file), Library(), what_if, who) as snapshot:
        narrate(describe(snapshot.info()))
        yield snapshot


def tell_what_is_supposed(result: Result, form: str) -> None:
    """Say that an answer is hypothetical; a text says so itself, not on stderr alone."""
    from sigma_audit.render.cells import visible

    if not result.facts["is_hypothetical"]:
        return
    sentence = visible(f"HYPOTHETICAL: {result.facts['supposed']}")
    narrate(sentence)
    if form == "text":
        emit_line(sentence)
