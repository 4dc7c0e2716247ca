"""What a diff costs against reading what it compares: `python benchmarks/diff.py medium --record`.

Two snapshots a day apart, 1 % of memberships, grants, places, owners and account types changed, are
compared with causes, effective access told once for each. The measure is the time of reading every
row and column of both sides' base relations once, in the same process. `--older` makes all
relations of both again from their pages, as is done for files that an older version has sealed.
`--lacking paths` lets the later one know nothing of who was given a path, `--lacking team` nothing
of who is in its largest team.
`--keep DIR` leaves the snapshots there and finds them again; `--record` keeps the figures in
`benchmarks/diff.md`.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
from organisation import SIZES, write_pages

from sigma_audit.library import Library
from sigma_audit.snapshot.overlay import Overlay
from sigma_audit.snapshot.pair import SIDES, Pair
from sigma_audit.snapshot.partial import partial_path
from sigma_audit.snapshot.working import Working

BASE = (
    *("members", "teams", "team_members", "account_types", "account_type_permissions", "inodes"),
    *("connections", "connection_paths", "grants"),
)
# What the later snapshot may lack: which chains of requests were refused.
LACKING = {
    "paths": ("path_grants", "select parent_id from meta.chains where endpoint = 'path_grants'"),
    "team": (
        "team_members",
        "select parent_id from meta.chains where endpoint = 'team_members' "
        "order by rows_served desc, parent_id limit 1",
    ),
}
HEAD = """# A diff, measured

`python benchmarks/diff.py SIZE --record`, a ratio within one process, both files in the system's
cache; {machine}. By the clock it says less on a machine that does other work meanwhile; in
processor time less so. *Older*, with `--older`: every relation of both is made again from their
pages first, as for files that an older version has sealed. *Without paths*, *without team*, with
`--lacking`: of the later one, nothing is known of who was given a path, or of who is in its largest
team.

"""


def _seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of processor."""
    start, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - used


def _sealed(size: str, folder: Path, lacking: str | None) -> list[Path]:
    """Give two snapshots a day apart, made unless they lie there."""
    ending = f"-without-{lacking}" if lacking else ""
    files = [folder / f"{size}-full-1-{day:03}{ending * day}.duckdb" for day in (0, 1)]
    for day, file in enumerate(files):
        if not file.exists():
            working = write_pages(file, SIZES[size], day=day)
            if lacking and day:
                working.close()
                _refuse(partial_path(file), *LACKING[lacking])
                working = Working.reopen(file, Library())
            working.seal()
    return files


def _refuse(path: Path, endpoint: str, parents: str) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"create temp table refused as {parents}")
        connection.execute(f"delete from raw.{endpoint} where parent_id in (from refused)")
        connection.execute(
            "update meta.chains set status = 'forbidden', http_status = 403, pages = 0, "
            "rows_served = 0, detail = 'HTTP 403, request id ' || parent_id "
            "where endpoint = ? and parent_id in (from refused)",
            [endpoint],
        )


def _warm(file: Path) -> None:
    """Read the bytes once, unmeasured: whether the disk still holds them is not what is asked."""
    with file.open("rb") as stream:
        while stream.read(1 << 24):
            pass


def measure(before: Path, after: Path, is_older: bool) -> dict[str, float]:
    """Read the base relations of both, then compare them; gives seconds, counts and megabytes.

    `is_older`: as if an older version had sealed them; making the relations again counts as
    comparing.
    """
    library = Library()
    found: dict[str, float] = {}
    for file in (before, after):
        _warm(file)
    pairs: list[Pair] = []
    again = {side: [Overlay(library, is_whole=True)] for side in SIDES} if is_older else None
    opening = _seconds(lambda: pairs.append(Pair(before, after, library, overlays=again)))
    with pairs[0] as pair:

        def read() -> None:
            for side in SIDES:
                for name in BASE:
                    row = pair.sql(f"select count(*) as n, sum(hash(t)) from {side}.main.{name} t")
                    found["rows"] = found.get("rows", 0) + int(row.one()["n"])

        found["reading"], found["reading_used"] = _seconds(read)
        told: list[dict[str, object]] = []

        def compare() -> None:
            told.extend(pair.run(library.query("questions", "diff_aggregated")).records())

        found["comparing"], found["comparing_used"] = _seconds(compare)
        if is_older:
            found["comparing"] += opening[0]
            found["comparing_used"] += opening[1]
        found["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        access = [row for row in told if row["entity"] == "effective_access"]
        found["changes"] = len(told) - len(access)
        found["causes"] = len(access)
        found["pairs"] = sum(int(str(row["row_count"])) for row in access)
        found["unexplained"] = sum(
            not row["cause_ids"] for row in access if row["change"] != "not_known"
        )
        looked_at = (
            "select (select count(*) from touched_pairs) + (select count(*) from bundle_members) + "
            "(select count(*) from group_shapes join wide_cells using (wides) where is_moved) as n"
        )
        found["looked_at"] = int(pair.sql(looked_at).one()["n"])
    return found


def _row(size: str, found: dict[str, float]) -> str:
    ratio = found["comparing"] / found["reading"]
    used = found["comparing_used"] / found["reading_used"]
    return (
        f"| {size} | {found['rows']:,.0f} | {found['changes']:,.0f} | {found['pairs']:,.0f} "
        f"| {found['causes']:,.0f} ({found['unexplained']:.0f} unexplained) "
        f"| {found['looked_at']:,.0f} | {ratio:.1f} | {used:.1f} | {found['megabytes']:,.0f} MB |"
    )


def _record(size: str, row: str) -> None:
    """Put a size's figures into the record; those of the others stay."""
    file = Path(__file__).with_suffix(".md")
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    rows = dict(re.findall(r"^(\| (\w+(?:, [a-z ]+)?) \| [\d,]+ \|.*)$", text, re.MULTILINE))
    kept = {name: line for line, name in rows.items()} | {size: row}
    machine = (
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, "
        f"DuckDB {duckdb.__version__}"
    )
    table = [
        "| size | base rows, both sides | changes made | pairs whose access changed or may have "
        "| causes told "
        "| looked at: a member, or many alike, × a group of objects, or many alike "
        "| comparing / reading | the same in processor time | peak memory |",
        "|---|---|---|---|---|---|---|---|---|",
        *(
            kept[name]
            for size in SIZES
            for name in (size, f"{size}, older", *(f"{size}, without {one}" for one in LACKING))
            if name in kept
        ),
    ]
    file.write_text(HEAD.format(machine=machine) + "\n".join([*table, ""]), encoding="utf-8")


def main() -> None:
    """Make the two snapshots, measure in a process of its own, and say or record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", choices=list(SIZES))
    parser.add_argument("--keep", type=Path, help="folder of the snapshots (default: a temporary)")
    parser.add_argument("--older", action="store_true", help="as if an older version sealed them")
    parser.add_argument("--lacking", choices=list(LACKING), help="what the later one lacks")
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--is-sealed", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.is_sealed:
        name = given.size + ", older" * given.older
        name += f", without {given.lacking}" if given.lacking else ""
        before, after = _sealed(given.size, given.keep, given.lacking)
        row = _row(name, measure(before, after, given.older))
        print(row)
        if given.record:
            _record(name, row)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        _sealed(given.size, folder, given.lacking)
        again = [sys.executable, __file__, given.size, "--keep", str(folder), "--is-sealed"]
        flags = ["--older"] * given.older + ["--record"] * given.record
        flags += ["--lacking", given.lacking] if given.lacking else []
        subprocess.run([*again, *flags], check=True)


if __name__ == "__main__":
    main()
