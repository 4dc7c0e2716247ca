"""From when to when, over a year of daily snapshots: `python benchmarks/exposure.py [--record]`.

One medium organisation is generated and sealed; each day is a copy of what such a question reads
of it (whole relations, the raw pages left out), with a share of its memberships changed. Asked is
who could reach one object, or what one member could, and when; it is held against a process that
only opens each of the same files and counts one table. `--record` keeps the figures in
`benchmarks/exposure.md`; `--keep DIR` leaves the year there and finds it again.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from statistics import median

import duckdb
from organisation import FIRST_DAY, SIZES, write_pages

from sigma_audit.library import Library, Query
from sigma_audit.snapshot import build
from sigma_audit.snapshot.shape import STORAGE

RUNS = 3
RATE = 0.01  # of the memberships are other ones, from day to day
ASKED = ("sightings", "find_inodes", "find_members", "spelled_ids")
COUNT = """
import duckdb, sys
connection = duckdb.connect()
for number, path in enumerate(sys.argv[1:]):
    connection.execute(f"attach '{path}' as s{number} (read_only)")
    connection.execute(f"select count(*) from s{number}.main.members").fetchone()
"""
OPEN = """
import sys
from pathlib import Path
from sigma_audit.snapshot.series import open_shelf
with open_shelf(Path(sys.argv[1])) as shelf:
    assert len(shelf.taken) == int(sys.argv[2])
"""
ASK = """
import sys
from pathlib import Path
from sigma_audit.ask.exposure import exposure
from sigma_audit.library import Library
from sigma_audit.snapshot.series import open_shelf
with open_shelf(Path(sys.argv[1])) as shelf:
    rows = exposure(shelf, Library(), sys.argv[4] or None, sys.argv[3] or None).rows
    assert len(shelf.taken) == int(sys.argv[2])
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(len(rows), int(peak.split()[1]) // 1024)
"""


def read_relations(library: Library) -> tuple[set[str], list[Query]]:
    """Name the tables that the question reads, and give the views between, in order."""
    model = {query.name: query for query in library.queries("model")}
    connection = duckdb.connect()
    found: set[str] = {"snapshot_info", "digests"}
    todo = [*(library.query("questions", name) for name in ASKED), *library.queries("slices")]
    while todo:
        for relation in build.tables_read(connection, todo.pop()):
            name = relation.removeprefix("main.")
            if name in model and name not in found:
                found.add(name)
                if model[name].kind == "view":
                    todo.append(model[name])
    views = [model[name] for name in found if model[name].kind == "view"]
    return found - {view.name for view in views}, build.build_order(connection, views)


def first_day(folder: Path, size: str) -> Path:
    """Seal the organisation, and keep of it what the question reads."""
    library = Library()
    whole = write_pages(folder / "whole.duckdb", SIZES[size], plan="standard").seal()
    tables, views = read_relations(library)
    final = folder / "first"
    with duckdb.connect(str(final), config=STORAGE) as connection:
        connection.execute(f"attach '{whole}' as whole (read_only)")
        for name in sorted(tables):
            connection.execute(f"create table {name} as from whole.main.{name}")
        for view in views:
            connection.execute(f"create view {view.name} as {view.sql}")
    whole.unlink()
    return final


def days(first: Path, folder: Path, count: int) -> Iterator[Path]:
    """Copy the first day `count` times, each with its time, its id and other memberships."""
    for day in range(count):
        final = folder / f"{FIRST_DAY + timedelta(days=day):%Y-%m-%dT%H%M%SZ}.duckdb"
        shutil.copyfile(first, final)
        with duckdb.connect(str(final)) as connection:
            connection.execute(
                "update snapshot_info set snapshot_id = ?, taken_at = taken_at + to_days(?)",
                [f"day {day}", day],
            )
            connection.execute(
                "delete from principal_members where principal_kind = 'team' "
                "and hash(principal_id, member_id, ?::integer // 9) % 1000 < ?",
                [day, int(RATE * 9 * 1000)],
            )
        yield final


def timed(code: str, *arguments: str) -> tuple[float, float, str]:
    """Median wall and processor seconds of a fresh process that runs this, and what it printed."""
    command = [sys.executable, "-c", code, *arguments]
    walls, processors, said = [], [], ""
    for _ in range(RUNS):
        start, used = time.perf_counter(), _processor()
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        walls.append(time.perf_counter() - start)
        processors.append(_processor() - used)
    return median(walls), median(processors), said.strip()


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def subjects(first: Path) -> dict[str, tuple[str, str]]:
    """Choose what to ask about: a workbook few reach, one that most reach, a pair, a member."""
    with duckdb.connect(str(first), read_only=True) as connection:
        counted = connection.execute(
            "select inode_id, count(*) as reach, min(member_id) from effective_access "
            "where inode_id in (select inode_id from inodes where kind = 'workbook' "
            "order by inode_id limit 400) group by inode_id order by reach, inode_id"
        ).fetchall()
    few, most = counted[len(counted) // 2], counted[-1]
    return {
        f"a workbook that {few[1]:,} members reach": (few[0], ""),
        f"a workbook that {most[1]:,} members reach": (most[0], ""),
        "one member and one workbook": (few[0], few[2]),
        "everything that one member reaches": ("", few[2]),
    }


def main() -> None:
    """Make the year, ask, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", nargs="?", default="medium", choices=list(SIZES))
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--keep", type=Path, help="folder of the year (default: a temporary)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sigma-audit-exposure-") as name:
        folder = given.keep or Path(name)
        first = folder / "first"
        files = sorted((folder / "snapshots").glob("*.duckdb"))
        if len(files) != given.days:
            (folder / "snapshots").mkdir(parents=True)
            first = first_day(folder, given.size)
            files = list(days(first, folder / "snapshots", given.days))
        where = (str(folder / "snapshots"), str(given.days))
        counted, plainly, _ = timed(COUNT, *map(str, files))
        opened, openly, _ = timed(OPEN, *where)
        rows = [
            ("opening with what a snapshot says of itself / opening and counting one table",
             f"{opened / counted:.2f}",
             f"{counted:.1f} s to open and count in {given.days} files; processor {plainly:.1f} s"),
        ]  # fmt: skip
        peak = 0
        for subject, (inode_id, member_id) in subjects(first).items():
            seconds, busy, said = timed(ASK, *where, inode_id, member_id)
            peak = max(peak, int(said.split()[-1]))
            rows.append(
                (
                    f"{subject}: asked over the year / opening and counting one table",
                    f"{seconds / counted:.2f}",
                    f"{int(said.split()[-2]):,} intervals; {seconds - opened:.1f} s beyond "
                    f"opening, {busy - openly:.1f} s of processor",
                )
            )
        megabytes = sum(file.stat().st_size for file in files) / 1e6
    rows.append(("peak memory of the largest of these processes", f"{peak:,.0f} MB", "VmHWM"))
    lines = [
        "# Exposure over a year, measured", "",
        f"`python benchmarks/exposure.py {given.size} --days {given.days} --record` on "
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, DuckDB "
        f"{duckdb.__version__}. {given.days} daily snapshots of {SIZES[given.size]}, in a process "
        f"of its own each time, the median of {RUNS}. Each file is a copy of the relations that "
        f"such a question reads, whole, without the raw pages ({megabytes / given.days:,.0f} MB "
        f"each); {RATE:.0%} of the memberships are other ones from day to day.", "",
        "| what | figure | from |", "|---|---|---|",
        *(f"| {what} | {figure} | {source} |" for what, figure, source in rows),
    ]  # fmt: skip
    print("\n".join(lines))
    if given.record:
        Path(__file__).with_suffix(".md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
