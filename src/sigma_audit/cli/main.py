"""The command `sigma-audit`: which commands there are, and the one place where errors are caught.

A command's module is imported when the command is named, and what it needs when it runs, so that
help costs nothing. Must never do a command's work, nor swallow a bug: only AuditError is expected.
"""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Mapping
from typing import Any, NoReturn

import click

from sigma_audit import __version__
from sigma_audit.cli.output import narrate, narrate_error
from sigma_audit.errors import AuditError

INTERRUPTED = 130
_GARBAGE = 50_000  # objects between two looks for circles: to load and answer makes few of them
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 80}


class LazyGroup(click.Group):
    """A group whose commands are named here as `module:attribute` and imported when asked for."""

    def __init__(self, *args: Any, lazy: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lazy = dict(lazy or {})

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order they are declared: the order in which a newcomer meets them."""
        return [*self.lazy, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module; None when there is no such command."""
        if cmd_name not in self.lazy:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = self.lazy[cmd_name].partition(":")
        command = getattr(importlib.import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{self.lazy[cmd_name]} is not a command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one was probably meant."""
        name = args[0] if args else ""
        if name and not name.startswith("-") and self.get_command(ctx, name) is None:
            import difflib  # what was typed is a command, as a rule

            near = difflib.get_close_matches(name, self.list_commands(ctx), n=3, cutoff=0.5)
            meant = f" Did you mean {' or '.join(near)}?" if near else ""
            ctx.fail(f"There is no command {name!r}.{meant}")
        return super().resolve_command(ctx, args)


class Root(LazyGroup):
    """The outermost group: turns what a command raises into a sentence and an exit code."""

    def main(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Run, then exit with the code of the contract; a bug keeps its traceback."""
        kwargs["standalone_mode"] = False
        try:
            code = super().main(*args, **kwargs)
        except AuditError as error:
            narrate_error(error)
            sys.exit(error.exit_code)
        except click.ClickException as error:
            error.show()
            sys.exit(error.exit_code)
        except click.Abort:
            narrate("interrupted", even_if_quiet=True)
            sys.exit(INTERRUPTED)
        sys.exit(code if isinstance(code, int) else 0)


@click.group(
    cls=Root,
    context_settings=CONTEXT,
    lazy={
        "demo": "sigma_audit.cli.demo:demo",
        "doctor": "sigma_audit.cli.doctor:doctor",
        "collect": "sigma_audit.cli.collect:collect",
        "snapshot": "sigma_audit.cli.snapshots:snapshot",
        "report": "sigma_audit.cli.reports:report",
        "access": "sigma_audit.cli.access:access",
        "diff": "sigma_audit.cli.diff:diff",
        "check": "sigma_audit.cli.check:check",
        "offboard": "sigma_audit.cli.offboard:offboard",
        "sql": "sigma_audit.cli.sql:sql",
        "api": "sigma_audit.cli.api:api",
        "emulator": "sigma_audit.cli.emulator:emulator",
    },
    epilog="\b\nExample (needs no credentials):\n  sigma-audit demo",
)
@click.version_option(__version__, prog_name="sigma-audit")
def cli() -> None:
    """Who can access what in a Sigma organisation, why, and how it changed.

    Reads Sigma through its public API, keeps one DuckDB file a run, and answers
    from that file. It never changes anything in Sigma.
    """


def run() -> None:
    """Start the command line; what the installed command and `python -m` call."""
    gc.set_threshold(_GARBAGE)
    try:
        cli.main(prog_name="sigma-audit")
    finally:
        gc.freeze()  # what is left goes with the process: nobody need look through it
