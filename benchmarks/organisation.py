"""Snapshots of organisations of any size: `python benchmarks/organisation.py medium --out DIR`.

DuckDB draws the organisation and writes the pages that the API would have given, straight into a
working file: no crawl, no object a document. What changes has its own rhythm (`--days`, `--rate`):
two days differ by about `rate` of the memberships, grants, places, owners and account types.
Must never compute access: what is made of the pages is what is measured.
"""

from __future__ import annotations

import argparse
import hashlib
import time
import uuid
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from sigma_audit.collect.endpoints import ENDPOINTS
from sigma_audit.library import Library
from sigma_audit.snapshot.partial import Run, partial_path
from sigma_audit.snapshot.shape import SCHEMA_VERSION, STORAGE
from sigma_audit.snapshot.working import Working

SQL = Path(__file__).with_name("generated")
ORGANIZATION_ID = "0a0a0a0a-0000-4000-8000-000000000002"
FIRST_DAY = datetime(2025, 1, 1, 6, 0)
ROWS_A_PAGE = 1000


@dataclass(frozen=True)
class Size:
    """How many of each there are; `paths` are databases, schemas and tables together."""

    members: int
    teams: int
    workspaces: int
    folders: int
    documents: int
    connections: int
    paths: int


SIZES = {
    "tiny": Size(20, 5, 4, 20, 60, 2, 120),
    "small": Size(200, 20, 30, 100, 1_000, 3, 2_000),
    "medium": Size(2_000, 200, 300, 2_000, 20_000, 10, 50_000),
    "large": Size(20_000, 2_000, 2_000, 20_000, 200_000, 30, 500_000),
    "extreme": Size(100_000, 10_000, 5_000, 100_000, 1_000_000, 100, 5_000_000),
}


def write_pages(
    final: Path,
    size: Size,
    *,
    plan: str = "full",
    seed: str = "1",
    day: int = 0,
    rate: float = 0.01,
    library: Library | None = None,
    memory: str = "75%",
) -> Working:
    """Write the answers about this organisation on that day; gives the working file, not sealed."""
    started_at = FIRST_DAY + timedelta(days=day)
    asker = "M" + hashlib.md5(f"{seed}/member/0".encode()).hexdigest()[:24]
    run = Run(
        snapshot_id=str(uuid.uuid5(uuid.UUID(ORGANIZATION_ID), f"{size}/{seed}/{day}/{rate}")),
        organization_id=ORGANIZATION_ID,
        base_url="https://aws-api.sigmacomputing.com",
        source="sigma",
        collected_by=asker,
        plan=plan,
        started_at=started_at,
        taken_at=started_at + timedelta(minutes=30),
        tool_version="generated",
        schema_version=SCHEMA_VERSION,
        sql_digest="generated",
    )
    library = library or Library()
    Working.create(final, run, ENDPOINTS, library).close()
    variables = {
        **asdict(size),
        "seed": seed,
        "day": day,
        "rate": rate,
        "plan": plan,
        "asker": asker,
        "organization_id": ORGANIZATION_ID,
        "stamp": "2024-01-01T00:00:00.000Z",
        "taken_at": run.taken_at,
        "rows_a_page": ROWS_A_PAGE,
    }
    with duckdb.connect(str(partial_path(final)), config=STORAGE) as connection:
        # Rows are put in order where it matters; keeping it everywhere costs memory.
        connection.execute("set preserve_insertion_order = false")
        connection.execute(f"set memory_limit = '{memory}'")
        for name, value in variables.items():
            connection.execute(f"set variable {name} = ?", [value])
        for name in ("draws", "people", "things", "grants"):
            connection.execute((SQL / f"{name}.sql").read_text(encoding="utf-8"))
        for path in sorted((SQL / "answers").glob("*.sql")):
            _answer(connection, path.stem, path.read_text(encoding="utf-8"))
        connection.execute("checkpoint")
    return Working.reopen(final, library)


def _answer(connection: duckdb.DuckDBPyConnection, endpoint: str, entries: str) -> None:
    """Save the entries as pages; each parent is one complete chain, if of nothing."""
    if not ENDPOINTS[endpoint].has_parent:
        entries = f"from ({entries}) union all select '', null, null"
    connection.execute(f"set variable style = '{ENDPOINTS[endpoint].style}'")
    connection.execute(f"create or replace temp view entries as {entries}")
    connection.execute((SQL / "pages.sql").read_text(encoding="utf-8"))
    connection.execute(
        f"insert into raw.{endpoint} select parent_id, 1, page, getvariable('taken_at'), body "
        "from pages order by parent_id, page"
    )
    connection.execute(
        "insert into meta.chains select ?, parent_id, 1, 'complete', count(*), sum(entry_count), "
        "null, 0, 200, '', null, getvariable('taken_at'), getvariable('taken_at') "
        "from pages group by parent_id order by parent_id",
        [endpoint],
    )


def main() -> None:
    """Write one sealed snapshot a day asked for, and say where."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", choices=list(SIZES))
    parser.add_argument("--out", type=Path, required=True, help="folder of the snapshots")
    parser.add_argument("--days", type=int, default=1, help="how many daily snapshots (default 1)")
    parser.add_argument("--first", type=int, default=0, help="the first of these days (default 0)")
    parser.add_argument("--rate", type=float, default=0.01, help="share that changes in a day")
    parser.add_argument("--plan", default="full", help="principals, objects, standard or full")
    parser.add_argument("--seed", default="1")
    given = parser.parse_args()
    for day in range(given.first, given.first + given.days):
        start = time.perf_counter()
        final = given.out / f"{given.size}-{given.plan}-{given.seed}-{day:03}.duckdb"
        working = write_pages(
            final,
            SIZES[given.size],
            plan=given.plan,
            seed=given.seed,
            day=day,
            rate=given.rate,
        )
        drawn = time.perf_counter()
        print(working.seal(), f"drawn in {drawn - start:.1f} s, sealed in", end=" ")
        print(f"{time.perf_counter() - drawn:.1f} s", flush=True)


if __name__ == "__main__":
    main()
