"""How frugal, how fast and how small the whole way is: `python benchmarks/corridor.py [--record]`.

A generated organisation is served on loopback and collected with the plans `principals` and
`standard`; then the sealed file is asked. Everything is a ratio within this one run: absolute
seconds of a shared machine say nothing. `--record` keeps the figures in `benchmarks/corridor.md`.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import duckdb

from sigma_audit.collect.run import CollectOutcome, collect
from sigma_audit.config import Settings
from sigma_audit.emulator.app import create_app
from sigma_audit.emulator.generator import SIZES, generate_size
from sigma_audit.emulator.server import serve
from sigma_audit.snapshot.store import Snapshot

RUNS = 5
OPEN = (
    "import duckdb,sys; duckdb.connect(sys.argv[1], read_only=True).sql('from members').fetchall()"
)
ASK = (
    "import duckdb,sys; duckdb.connect(sys.argv[1], read_only=True)"
    ".execute('from effective_access where {} = ?', [sys.argv[2]]).fetchall()"
)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _process(code: str, *arguments: str) -> float:
    """Median wall time of a fresh process that runs this."""
    command = [sys.executable, "-c", code, *arguments]
    return median(_seconds(lambda: subprocess.run(command, check=True)) for _ in range(RUNS))


def _planned(path: Path, plan: str) -> int:
    with Snapshot.open(path) as snapshot:
        found = snapshot.sql("select requests from plan_costs where plan = $plan", {"plan": plan})
    return int(found.one()["requests"])


def measure(size: str, folder: Path) -> list[tuple[str, str, str]]:
    """Run it all; gives (what, figure, how it was taken) rows."""
    org = generate_size(SIZES[size])
    rows: list[tuple[str, str, str]] = []
    outcomes: dict[str, CollectOutcome] = {}
    with serve(create_app(org, token_rate=False)) as base_url:
        credential = next(iter(org.credentials.values()))
        settings = Settings(base_url, credential.client_id, credential.client_secret)
        for plan in ("principals", "standard"):
            taken = _seconds(
                lambda plan=plan: outcomes.update(  # type: ignore[misc]
                    {plan: collect(settings, plan=plan, out=folder / f"{plan}.duckdb")}
                )
            )
            outcome = outcomes[plan]
            planned = _planned(outcome.path, plan)
            rows.append(
                (
                    f"`{plan}`: requests issued / the formula of its plan",
                    f"{outcome.requests / planned:.3f}",
                    f"{outcome.requests:,} / {planned:,}; {outcome.status}; "
                    f"{1000 * taken / outcome.requests:.1f} ms a request, sealing included",
                )
            )
    path = outcomes["standard"].path
    ratio = outcomes["standard"].requests / outcomes["principals"].requests
    rows.append(("requests of `standard` / of `principals`", f"{ratio:.1f}", "same organisation"))

    with Snapshot.open(path) as snapshot:
        asked_of = snapshot.sql(
            "select (select count(*) from effective_access) as pairs, "
            "(select count(*) from access_sources) as reasons, "
            "(select max(member_id) from members where is_usable) as member_id, "
            "(select max(inode_id) from inodes where kind = 'workbook') as inode_id"
        ).one()
    pairs, reasons = asked_of["pairs"], asked_of["reasons"]
    rows.append(
        ("pairs answered / reasons stored", f"{pairs / reasons:.0f}", f"{pairs:,} / {reasons:,}")
    )
    bare = _process(OPEN, str(path))
    for name, column, value in (
        ("one member's access", "member_id", asked_of["member_id"]),
        ("who reaches one workbook", "inode_id", asked_of["inode_id"]),
    ):
        asked = _process(ASK.format(column), str(path), value)
        rows.append(
            (
                f"{name}, cold / open and read `members`, cold",
                f"{asked / bare:.2f}",
                f"{RUNS} runs, medians",
            )
        )
    return rows


def table(size: str, rows: list[tuple[str, str, str]]) -> str:
    """Write the rows as Markdown, with the machine's shape."""
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    lines = [f"| {what} | {figure} | {how} |" for what, figure, how in rows]
    return "\n".join(
        [
            "# The corridor, measured",
            "",
            f"`python benchmarks/corridor.py {size} --record` on {machine}, DuckDB "
            f"{duckdb.__version__}. Organisation: {SIZES[size]}.",
            "",
            "| what | ratio | from |",
            "|---|---|---|",
            *lines,
            "",
        ]
    )


def main() -> None:
    """Read the arguments, measure, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", nargs="?", default="small", choices=list(SIZES))
    parser.add_argument("--record", action="store_true", help="keep it in benchmarks/corridor.md")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        text = table(given.size, measure(given.size, Path(folder)))
    print(text)
    if given.record:
        Path(__file__).with_suffix(".md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
