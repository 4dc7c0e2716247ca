"""The options that several commands share, each said once, so that they read the same everywhere.

Must never do work: an option only carries what the user typed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from sigma_audit.cli.output import QUIET, VERBOSE, set_verbosity

Command = TypeVar("Command", bound=Callable[..., Any])
FORMATS = ("text", "json", "csv")


def _louder(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        set_verbosity(context, VERBOSE)


def _quieter(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        set_verbosity(context, QUIET)


def narrated(command: Command) -> Command:
    """Add -v and -q, which every command takes."""
    for flags, callback, text in (
        (("-q", "--quiet"), _quieter, "Say nothing but the answer."),
        (("-v", "--verbose"), _louder, "Say each request, on stderr."),
    ):
        command = click.option(
            *flags, is_flag=True, expose_value=False, callback=callback, help=text
        )(command)
    return command


def from_snapshot(command: Command) -> Command:
    """Add --snapshot FILE, for every command that reads a snapshot."""
    return click.option(
        "--snapshot",
        "file",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Snapshot to read (default: the latest under ./snapshots).",
    )(command)


def answering(command: Command) -> Command:
    """Add --format and --raw, for every command that answers."""
    command = click.option(
        "--raw", is_flag=True, help="CSV cells as they are, formulas not defused."
    )(command)
    return click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        default="text",
        show_default=True,
        help="How to print the answer.",
    )(command)


def from_library(command: Command) -> Command:
    """Add --library DIR: the user's own sql/ and reports/ beside the shipped ones."""
    return click.option(
        "--library",
        "folder",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Folder with your own sql/ and reports/.",
    )(command)


def example(*lines: str) -> str:
    """Write the end of a help page: commands that can be copied as they stand."""
    word = "Example" if len(lines) == 1 else "Examples"
    return "\b\n" + f"{word}:\n" + "\n".join(f"  {line}" for line in lines)
