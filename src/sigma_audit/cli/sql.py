"""`sql`: ask a snapshot anything, read-only.

Must never let a query write, or reach a file or the network: `snapshot/store.py` locks that.
"""

from __future__ import annotations

import re
from pathlib import Path

import click

from sigma_audit.cli.chosen import opened
from sigma_audit.cli.options import answering, example, from_snapshot, narrated
from sigma_audit.cli.output import answer


class _Asking(click.Command):
    """Takes a query that begins with a comment, as those of reports do, for no option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Let a line go before such a query: `--` and a blank begin no option."""
        return super().parse_args(ctx, [re.sub(r"\A--\s", r"\n\g<0>", word) for word in args])


@click.command(
    cls=_Asking,
    epilog=example(
        'sigma-audit sql "select status, count(*) from members group by all"',
        'sigma-audit sql "show tables"',
    ),
)
@click.argument("query")
@from_snapshot
@answering
@narrated
def sql(query: str, file: Path | None, form: str, raw: bool) -> None:
    """Ask the snapshot anything in DuckDB's SQL, read-only.

    The relations are described by `sigma-audit snapshot show`. A report's SQL, as
    `report explain` gives it, is asked as it stands, but for its $parameters.
    """
    from sigma_audit.ask.facts import snapshot_facts, with_facts
    from sigma_audit.library import Library

    with opened(file) as snapshot:
        result = snapshot.ask(query)
        facts = snapshot_facts(snapshot, Library(), {"query": query})
    answer(with_facts(result, facts), form, raw=raw)
