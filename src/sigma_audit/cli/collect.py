"""`collect`: takes one snapshot; the path of the sealed file is the only thing on stdout.

Must never collect anything itself, nor change what a run found: `collect/` does, this asks for it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sigma_audit.cli.options import example, narrated
from sigma_audit.cli.output import emit_line, narrate
from sigma_audit.cli.progress import Progress
from sigma_audit.errors import IncompleteSnapshot

if TYPE_CHECKING:
    from sigma_audit.collect.run import CollectOutcome

# As in collect/run.py, which help must not import; a test holds them together.
PLANS = ("principals", "objects", "standard", "full")
EXTRAS = "schedules, embeds, tags, user_attributes, api_credentials, recents, sources"


@click.command(
    epilog=example("sigma-audit collect", "sigma-audit collect --plan full --out today.duckdb")
)
@click.option(
    "--plan",
    type=click.Choice(PLANS),
    default="standard",
    show_default=True,
    help="How widely to ask: by principal, by object, both, or with every table too.",
)
@click.option(
    "--with",
    "extras",
    default="",
    metavar="WORDS",
    help=f"Ask more, by words with commas between: {EXTRAS}.",
)
@click.option(
    "--verify",
    type=click.IntRange(1),
    metavar="N",
    help="Hold N members, drawn, against what Sigma itself lists for them.",
)
@click.option(
    "--objects-sample",
    type=click.IntRange(1),
    metavar="N",
    help="With --plan principals: ask N objects, drawn, and bound what it misses.",
)
@click.option(
    "--seed", type=int, metavar="S", help="What is drawn (default: the moment it begins)."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="File to write (default: snapshots/ORGANISATION/TIME.duckdb).",
)
@click.option("--resume", is_flag=True, help="Continue the unfinished run for this --out.")
@click.option(
    "--concurrency",
    type=click.IntRange(1, 64),
    default=4,
    show_default=True,
    metavar="N",
    help="Requests in flight at most.",
)
@click.option(
    "--rate",
    type=click.FloatRange(0, min_open=True),
    metavar="R",
    help="Requests a second at most (default: as many as are served).",
)
@click.option("--require-admin", is_flag=True, help="Stop when the credential is not an Admin's.")
@narrated
def collect(
    plan: str,
    extras: str,
    verify: int | None,
    objects_sample: int | None,
    seed: int | None,
    out: Path | None,
    resume: bool,
    concurrency: int,
    rate: float | None,
    require_admin: bool,
) -> None:
    """Take one snapshot of the organisation and print where it is.

    Reads SIGMA_BASE_URL, SIGMA_CLIENT_ID and SIGMA_CLIENT_SECRET (or
    SIGMA_CLIENT_SECRET_FILE). Sends nothing but GET and the token request.
    Exit code 4: sealed, but something could not be read.
    """
    from sigma_audit import config
    from sigma_audit.collect import run
    from sigma_audit.snapshot import arenas

    arenas.share()
    outcome = run.collect(
        config.load(),
        plan=plan,
        out=out,
        resume=resume,
        concurrency=concurrency,
        rate=rate,
        progress=Progress(),
        require_admin=require_admin,
        extras=extras.split(","),
        verify=verify or 0,
        objects_sample=objects_sample or 0,
        seed=seed,
    )
    for sentence in said_at_the_end(outcome.path):
        narrate(sentence)
    narrate(cost(outcome))
    emit_line(str(outcome.path))
    if outcome.status != "complete":
        raise IncompleteSnapshot(
            "the snapshot is sealed and incomplete: something could not be read",
            f"sigma-audit snapshot show {outcome.path} says what, and what it leaves open",
        )


def said_at_the_end(path: Path) -> list[str]:
    """Give what a sealed snapshot says of itself, one line each: words new to this tool first."""
    from sigma_audit.library import Library
    from sigma_audit.render.cells import visible
    from sigma_audit.snapshot.store import Snapshot

    with Snapshot.open(path) as snapshot:
        said = snapshot.run(Library().query("questions", "said_at_the_end"))
        return [visible(str(row["sentence"])) for row in said.records()]


def cost(outcome: CollectOutcome) -> str:
    """Say in a line what a run cost and how it ended."""
    demo = "DEMO DATA, " if outcome.source == "emulator" else ""
    again = f", {outcome.retries:,} of them asked again" if outcome.retries else ""
    return f"{demo}{outcome.status}: {outcome.requests:,} requests{again}"
