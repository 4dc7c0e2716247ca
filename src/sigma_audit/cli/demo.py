"""`demo`: the main job with nothing configured, over the embedded organisation on loopback.

Everything goes the real way: a token, pages, snapshots, reports. Must never touch a folder that
holds anything but an earlier demo.
"""

from __future__ import annotations

import shutil
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import click

from sigma_audit.cli.options import example, narrated
from sigma_audit.cli.output import emit_line, narrate
from sigma_audit.cli.progress import Progress
from sigma_audit.errors import Refused, StorageError

MARKER = ".sigma-audit-demo"
FORMATS = ("html", "csv")
CONCURRENCY = 8  # nobody else uses this server
DANA = "dana.okafor@halcyon.example"
PACK = "Corporate Planning/Board/Q2 2026/Board Pack Q2"
PAYROLL = "Halcyon/People/Payroll 2026/Payroll June 2026"
# Dossiers: the report, whom or what it is about, and of two what a stranger asks first, and where.
DOSSIERS = (
    ("object_dossier", {"what": PAYROLL}, "Who can see the payroll workbook, and why?"),
    ("member_dossier", {"who": DANA}, "What could Dana open that she cannot now?", "#changes"),
    ("object_dossier", {"what": PACK}),
    ("member_dossier", {"who": "priya.raman@halcyon.example"}),
    ("member_dossier", {"who": "henrik.lund@halcyon.example"}),
)

# One month of the year is seen by a plan that cannot tell what the whole organisation is given.
PLANS = {"february": "principals"}
TIMELINES = ("organisation_timeline", "object_timeline", "member_timeline", "team_timeline")
TIMELINES_OF = {"what": PAYROLL, "who": DANA, "team": "Board Pack Readers"}


@click.command(epilog=example("sigma-audit demo --out tour"))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("demo"),
    show_default=True,
    metavar="DIR",
    help="Folder for snapshots and reports; an earlier demo there is replaced.",
)
@click.option("--year", is_flag=True, help="Go on for nine months more: twelve snapshots.")
@narrated
def demo(out: Path, year: bool) -> None:
    """See everything work, without credentials, on a made-up organisation.

    Starts the embedded organisation on this machine, takes a snapshot before, in
    the middle of and after a scripted quarter of changes, and writes every report.
    """
    from sigma_audit.cli.demo_offboarding import write_offboarding
    from sigma_audit.cli.demo_policies import write_policies
    from sigma_audit.library import Library
    from sigma_audit.report.write import Dossier, write_reports

    prepare(out)
    later: list[Path] = []
    taken = take_snapshots(out / "snapshots", later if year else None)
    narrate("writing reports")
    reports = out / "reports"
    offboarding, leavers = write_offboarding(taken, out / "hr", reports)
    policies, found = write_policies(taken[0], taken[-1], out / "policy", reports)
    further = (offboarding, policies)
    dossiers = [Dossier(*one) for one in DOSSIERS]
    write_reports(
        (), taken[-1], taken[0], FORMATS, reports, {}, Library(), further=further, dossiers=dossiers
    )
    newest = [*taken, *later][-1]
    timelines = write_timelines(newest.parent, newest, out / "timelines")
    for line in tour(taken, reports, leavers, found, later, timelines):
        emit_line(line)


def prepare(out: Path) -> None:
    """Make the folder ready; Refused when it holds something else, StorageError when it cannot."""
    if out.exists() and not out.is_dir():
        raise Refused(f"{out} is a file", "give --out a folder")
    try:
        if out.is_dir() and any(out.iterdir()) and not (out / MARKER).is_file():
            raise Refused(
                f"{out} is not empty and not an earlier demo", "give --out a folder of its own"
            )
        out.mkdir(parents=True, exist_ok=True)
        (out / MARKER).touch()
        for folder in ("snapshots", "reports", "hr", "policy", "timelines"):
            if (out / folder).exists():
                shutil.rmtree(out / folder)
    except OSError as error:
        raise StorageError(
            f"cannot write into {out}: {error.strerror}", "choose another with --out"
        ) from error


def take_snapshots(folder: Path, later: list[Path] | None = None) -> list[Path]:
    """Serve the organisation, and seal a snapshot before, between and after a quarter's changes.

    The organisation's own clock dates them: months lie between, though seconds pass. With `later`
    a list, the rest of the year follows, and its snapshots are added there.
    """
    from sigma_audit.emulator.apart import serve_apart
    from sigma_audit.emulator.company import CLIENT_ID, CLIENT_SECRET, NOW
    from sigma_audit.emulator.drive import Driver
    from sigma_audit.emulator.quarter import QUARTER, apply
    from sigma_audit.emulator.year import LATER

    names: dict[str, str] = {}
    with serve_apart() as served:
        taken = [take_snapshot(served.base_url, folder, NOW)]
        driver = Driver(served.base_url, CLIENT_ID, CLIENT_SECRET)
        for batch in (*QUARTER, *(LATER if later is not None else ())):
            narrate(f"{len(batch.steps)} changes are made")
            served.set_clock(batch.now)
            names = apply(batch, driver.send, names, lay=served.lay)
            seals = taken if batch in QUARTER or later is None else later
            plan = PLANS.get(batch.slug, "standard")
            seals.append(take_snapshot(served.base_url, folder, batch.now, plan))
    return taken


def take_snapshot(base_url: str, folder: Path, moment: datetime, plan: str = "standard") -> Path:
    """Seal one snapshot as if it were `moment` now (naive UTC)."""
    from sigma_audit.collect.run import collect
    from sigma_audit.config import Settings
    from sigma_audit.emulator.company import CLIENT_ID, CLIENT_SECRET, ORGANIZATION_ID

    narrate(f"{moment:%Y-%m-%d}: taking a snapshot")
    started = time.monotonic()
    final = folder / ORGANIZATION_ID / f"{moment:%Y-%m-%dT%H%M%SZ}.duckdb"
    collect(
        Settings(base_url, CLIENT_ID, CLIENT_SECRET),
        plan=plan,
        out=final,
        concurrency=CONCURRENCY,
        progress=Progress("  "),
        now=lambda: moment + timedelta(seconds=int(time.monotonic() - started)),
    )
    return final


def write_timelines(folder: Path, last: Path, out: Path) -> list[Path]:
    """Write what happened over the snapshots: to Dana, to the payroll, to a team, to everybody."""
    from sigma_audit.library import Library
    from sigma_audit.report.series import SeriesSource
    from sigma_audit.report.write import write_reports

    narrate("writing timelines")
    return write_reports(
        TIMELINES, last, None, FORMATS, out, TIMELINES_OF, Library(), series=SeriesSource(folder)
    )


def tour(
    taken: list[Path],
    reports: Path,
    leavers: list[Path],
    found: list[Path],
    later: list[Path],
    timelines: list[Path],
) -> list[str]:
    """Say where everything is, and what to try next."""
    last = taken[-1]
    ask = f"--snapshot {last}"
    return [
        "This was the embedded organisation, Halcyon Freight: made-up data.",
        "",
        "Snapshots, oldest first",
        *(f"  {path}" for path in (*taken, *later)),
        "Reports, before and after: start with",
        f"  {reports / 'index.html'}",
        "Who left, by an HR file, and whether their access is gone",
        *(f"  {path}" for path in leavers),
        "Which rules are broken, by the policies written down beside it",
        *(f"  {path}" for path in found),
        "",
        "What happened over all of them, in order: start with",
        f"  {timelines[-1]}",
        "Try" if shutil.which("sigma-audit") else f"Try, sigma-audit being {sys.argv[0]}",
        f"  sigma-audit access member {DANA} {ask}",
        f'  sigma-audit access why {DANA} "{PACK}" {ask}',
        f"  sigma-audit diff {taken[0]} {last}",
    ]
