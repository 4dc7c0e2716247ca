"""How many requests each plan costs, beside what it may: `python benchmarks/frugal.py [--record]`.

An organisation is served on loopback and collected with every plan; what a plan may cost is counted
from the organisation itself (`tests/collect/frugal.py`). What the cheapest plan saves is told for
organisations of three sizes, written without a crawl, by what `doctor` says too (`plan_costs`).
`--record` keeps the figures in `benchmarks/frugal.md`.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from organisation import SIZES as WRITTEN  # noqa: E402
from organisation import write_pages  # noqa: E402

from collect.crawl import emulated, rows, settings, take  # noqa: E402
from collect.frugal import MARGIN, PROBES, formula, hidden  # noqa: E402
from sigma_audit.collect.run import PLANS  # noqa: E402
from sigma_audit.emulator.generator import SIZES, generate_size  # noqa: E402


def measure(size: str, folder: Path) -> list[str]:
    """Collect with every plan; gives the rows of a Markdown table."""
    rows = []
    for at_once in (False, True):
        for plan in PLANS if not at_once else PLANS[2:]:
            org = generate_size(SIZES[size])
            app = emulated(org, page_limit=1000, unfiltered_grants=at_once)
            out = folder / f"{plan}-{at_once}.duckdb"
            outcome = take(app, out, settings(org), plan=plan)
            counted, extra = formula(org, outcome.path, plan), hidden(outcome.path)
            may = MARGIN * (counted + extra + PROBES)
            name = f"`{plan}`" + (", all grants listed at once (Q4)" if at_once else "")
            rows.append(
                f"| {name} | {outcome.requests:,} | {counted:,} | {extra:,} | {may:,.0f} "
                f"| {outcome.requests / (counted + extra + PROBES):.3f} | {outcome.status} |"
            )
    return rows


def saved(folder: Path) -> list[str]:
    """What each plan costs at three sizes, and how much dearer than `principals`; table rows."""
    table = []
    for size in ("small", "medium", "large"):
        path = write_pages(folder / f"{size}.duckdb", WRITTEN[size]).seal()
        costs: dict[str, int] = dict(rows(path, "select plan, requests from plan_costs"))
        least = costs["principals"]
        cells = [f"{costs[plan]:,} ({costs[plan] / least:.1f} ×)" for plan in PLANS[1:]]
        table.append(f"| {size} | {WRITTEN[size].members:,} | {least:,} | {' | '.join(cells)} |")
    return table


def main() -> None:
    """Read the arguments, measure, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", nargs="?", default="small", choices=list(SIZES))
    parser.add_argument("--record", action="store_true", help="keep it in benchmarks/frugal.md")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        lines = measure(given.size, Path(folder))
        dearer = saved(Path(folder))
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    text = "\n".join(
        [
            "# Requests, beside what each plan may cost",
            "",
            f"`python benchmarks/frugal.py {given.size} --record` on {machine}. Organisation: "
            f"{SIZES[given.size]}.",
            "",
            f"It may cost {MARGIN} × (formula with the closing reading + hidden nodes + {PROBES}).",
            "",
            "| plan | issued | formula | hidden nodes | may cost | issued / promised | status |",
            "|---|---|---|---|---|---|---|",
            *lines,
            "",
            "What each plan costs at other sizes, the closing reading and the probes included, but"
            " not hidden nodes, and how many times what `principals` costs:",
            "",
            "| size | members | `principals` | `objects` | `standard` | `full` |",
            "|---|---|---|---|---|---|",
            *dearer,
            "",
        ]
    )
    print(text)
    if given.record:
        Path(__file__).with_suffix(".md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
