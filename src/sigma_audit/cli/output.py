"""Stdout is data, stderr is narration: the only place that writes to either.

Must never be given a secret, and never decides what an answer says.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from sigma_audit.errors import AuditError, NotFound
from sigma_audit.render.cells import visible

if TYPE_CHECKING:
    from sigma_audit.result import Result

QUIET, NORMAL, VERBOSE = -1, 0, 1
_META = "sigma_audit.verbosity"
_CANDIDATES_SHOWN = 20


def set_verbosity(context: click.Context, level: int) -> None:
    """Remember -v or -q for the rest of this command; -v shows what the client logs."""
    context.meta[_META] = level
    if level < VERBOSE:
        return
    import logging

    class ToStderr(logging.Handler):
        """Hands what is logged to the narration, whichever stream stderr is just then."""

        def emit(self, record: logging.LogRecord) -> None:
            """Write one line; the record holds no secret, the client sees to that."""
            click.echo(self.format(record), err=True)

    logger, handler = logging.getLogger("sigma_audit"), ToStderr()
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)

    def undo() -> None:
        logger.removeHandler(handler)
        logger.setLevel(before)

    context.call_on_close(undo)


def verbosity() -> int:
    """How much narration is wanted: QUIET, NORMAL or VERBOSE."""
    context = click.get_current_context(silent=True)
    return int(context.meta.get(_META, NORMAL)) if context else NORMAL


def has_colour() -> bool:
    """Whether stderr may be coloured: a terminal, and NO_COLOR is not set."""
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR")


def emit(data: str | bytes) -> None:
    """Write an answer to stdout as it is; ends quietly when the reader has had enough."""
    try:
        if isinstance(data, str):
            sys.stdout.write(data)
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise click.exceptions.Exit(0) from None


def emit_line(text: str) -> None:
    """Write one line to stdout: a path, an address, a sentence that was asked for."""
    emit(text + "\n")


def narrate(text: str, *, even_if_quiet: bool = False) -> None:
    """Say on stderr what is going on; -q silences it."""
    if even_if_quiet or verbosity() > QUIET:
        click.echo(_shown(text), err=True)


def narrate_error(error: AuditError) -> None:
    """Say what went wrong and what to do next; candidates, where there are several."""
    label = click.style("error:", fg="red", bold=True) if has_colour() else "error:"
    click.echo(f"{label} {_shown(error.sentence)}", err=True)
    if isinstance(error, NotFound):
        for candidate in error.candidates[:_CANDIDATES_SHOWN]:
            click.echo(_shown("  " + "  ".join(candidate)), err=True)
        if (more := len(error.candidates) - _CANDIDATES_SHOWN) > 0:
            click.echo(f"  … and {more} more", err=True)
    if error.hint:
        click.echo(f"  {_shown(error.hint)}", err=True)


def _shown(text: str) -> str:
    """Make a name's control characters visible, so that none can act on the terminal."""
    return visible(text).replace("⟦U+000A⟧", "\n")


def answer(
    result: Result, form: str, *, raw: bool = False, columns: Sequence[str] | None = None
) -> None:
    """Print a result as JSON, CSV or a text table; `columns` are those a reader wants to see."""
    if form == "json":
        from sigma_audit.render.to_json import json_bytes

        emit(json_bytes(result, result.facts))
    elif form == "csv":
        from sigma_audit.render.to_csv import csv_bytes

        # A CSV has no other room to say that it is not so.
        is_so = not result.facts.get("is_hypothetical")
        emit(csv_bytes(result, raw, {} if is_so else {"supposed": result.facts["supposed"]}))
    else:
        from sigma_audit.render.to_console import table

        emit(table(result, columns).encode("utf-8", errors="replace"))


def describe(facts: Mapping[str, object]) -> str:
    """One line on where an answer comes from, for stderr."""
    source = "DEMO DATA, " if facts.get("source") == "emulator" else ""
    older = ""
    if facts.get("schema_version") != facts.get("relations_version"):
        older = f", sealed by an older version (schema {facts.get('schema_version')})"
    return f"{source}taken {facts.get('taken_at')} UTC, {facts.get('status')}{older}"
