"""What happened to a member, object, team, to all: `python benchmarks/timelines.py --record`.

Two snapshots of one organisation, 1 % of everything changed between them, are sealed and copied
in turn, each copy a day later: every `--every` days all of it changes, between them nothing does.
Asked are the reports on time; each is held against a process that only opens the same files and
counts one table. `--keep DIR` leaves the days there and finds them again; `--record` keeps the
figures of that size in `benchmarks/timelines.md`.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import duckdb
from exposure import COUNT, _processor
from organisation import FIRST_DAY, SIZES, write_pages

ASK = """
import sys
from contextlib import ExitStack
from pathlib import Path
from sigma_audit.library import Library
from sigma_audit.report import catalog
from sigma_audit.report.run import run_report
from sigma_audit.report.series import SeriesSource, lay_series
folder, latest, name, *words = sys.argv[1:]
library = Library()
given = dict(word.split("=", 1) for word in words)
with ExitStack() as stack:
    report = catalog.find(library, name)
    source = SeriesSource(Path(folder))
    inputs = lay_series(stack, source, Path(latest), library, report, given)
    document = run_report(inputs, library, name, given)
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(len(document.result.rows), int(peak.split()[1]) // 1024)
"""


def days(folder: Path, size: str, count: int, every: int) -> Iterator[Path]:
    """Seal two days, and copy them in turn, each with a time and an id of its own."""
    sealed = [write_pages(folder / f"day{n}.duckdb", SIZES[size], day=n).seal() for n in (0, 1)]
    for day in range(count):
        final = folder / "days" / f"{FIRST_DAY + timedelta(days=day):%Y-%m-%dT%H%M%SZ}.duckdb"
        shutil.copyfile(sealed[day // every % 2], final)
        with duckdb.connect(str(final)) as connection:
            connection.execute(
                "update main.snapshot_info set snapshot_id = ?, "
                "taken_at = (?::timestamp + to_days(?))",
                [f"day {day}", FIRST_DAY.replace(tzinfo=None), day],
            )
        yield final


def timed(code: str, *arguments: str) -> tuple[float, str]:
    """Seconds of processor of a fresh process that runs this, and what it printed."""
    used = _processor()
    command = [sys.executable, "-c", code, *arguments]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return _processor() - used, said.strip()


def subjects(first: Path, then: Path) -> dict[str, list[str]]:
    """Choose a member, a workbook and a team that a change touches: the first of each by id."""
    with duckdb.connect() as connection:
        for name, path in (("b", first), ("a", then)):
            connection.execute(f"attach '{path}' as {name} (read_only)")
        moved = (
            "(select {columns} from b.main.{of} except select {columns} from a.main.{of}) "
            "join b.main.{kind} using ({key})"
        )
        access = {"columns": "member_id, inode_id, granted_permission", "of": "effective_access"}
        workbooks = moved.format(kind="inodes", key="inode_id", **access)
        seats = {"columns": "team_id, member_id", "of": "team_members"}
        teams = moved.format(kind="teams", key="team_id", **seats)
        row = connection.execute(
            f"select min(member_id), min(inode_id) from {workbooks} where kind = 'workbook'"
        ).fetchone()
        team = connection.execute(f"select min(team_id) from {teams}").fetchone()
    assert row is not None
    assert team is not None
    return {
        "member_timeline": [f"who={row[0]}"],
        "object_timeline": [f"what={row[1]}"],
        "team_timeline": [f"team={team[0]}"],
        "organisation_timeline": [],
    }


def main() -> None:
    """Make the days, ask, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", nargs="?", default="medium", choices=list(SIZES))
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--every", type=int, default=7, help="days from one change to the next")
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--keep", type=Path, help="folder of the days (default: a temporary)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sigma-audit-timelines-") as name:
        folder = given.keep or Path(name)
        files = sorted((folder / "days").glob("*.duckdb"))
        if len(files) != given.days:
            (folder / "days").mkdir(parents=True, exist_ok=True)
            files = list(days(folder, given.size, given.days, given.every))
        plainly, _ = timed(COUNT, *map(str, files))
        rows = []
        for report, words in subjects(files[0], files[given.every]).items():
            busy, said = timed(ASK, str(folder / "days"), str(files[-1]), report, *words)
            count, peak = map(int, said.split())
            rows.append(
                f"| `{report}` | {busy / plainly:.1f} | {1000 * busy / given.days:,.0f} ms "
                f"| {count:,} | {peak:,} MB |"
            )
    lines = [
        f"## {given.size}", "",
        f"`python benchmarks/timelines.py {given.size} --days {given.days} --every {given.every} "
        f"--record` on {os.cpu_count()} cores, {platform.machine()}, Python "
        f"{platform.python_version()}, DuckDB {duckdb.__version__}. {given.days} daily snapshots "
        f"of {SIZES[given.size]}; 1 % of memberships, grants, places, owners and account types "
        f"are others {(given.days - 1) // given.every} times, every {given.every} days. Time is of "
        f"the processor; opening and counting took {plainly:.1f} s of it.",
        "",
        "| report | asked / opening each file and counting one table | a snapshot | rows "
        "| peak memory |",
        "|---|---|---|---|---|",
        *rows,
    ]  # fmt: skip
    print("\n".join(lines))
    if given.record:
        file = Path(__file__).with_suffix(".md")
        text = file.read_text(encoding="utf-8") if file.is_file() else ""
        parts = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
        parts[given.size] = "\n".join([*lines[1:], "", ""])
        said = "".join(f"## {size}\n{parts[size]}" for size in SIZES if size in parts)
        file.write_text(f"# Timelines, measured\n\n{said.strip()}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
