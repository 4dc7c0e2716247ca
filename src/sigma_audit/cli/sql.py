"""`sql`: ask a snapshot anything, read-only.

Must never let a query write, or reach a file or the network: `snapshot/store.py` locks that.
"""

from __future__ import annotations

from pathlib import Path

import click

from sigma_audit.cli.chosen import opened
from sigma_audit.cli.options import answering, example, from_snapshot, narrated
from sigma_audit.cli.output import answer


@click.command(
    epilog=example(
        'sigma-audit sql "select status, count(*) from members group by all"',
        'sigma-audit sql "show tables"',
    )
)
@click.argument("query")
@from_snapshot
@answering
@narrated
def sql(query: str, file: Path | None, form: str, raw: bool) -> None:
    """Ask the snapshot anything in DuckDB's SQL, read-only.

    The relations are described by `sigma-audit snapshot show`.
    """
    from sigma_audit.ask.facts import snapshot_facts, with_facts
    from sigma_audit.library import Library

    with opened(file) as snapshot:
        result = snapshot.ask(query)
        facts = snapshot_facts(snapshot, Library(), {"query": query})
    answer(with_facts(result, facts), form, raw=raw)
