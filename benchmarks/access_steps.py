"""The steps of `access.py`, each run in a process of its own: `access_steps.py STEP FILE …`.

Every step prints its figures as one line of JSON: processor seconds, bytes, counts, memory in MB.
Must never judge, nor print anything else.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import pairs
from organisation import SIZES, write_pages

from sigma_audit.library import Library
from sigma_audit.snapshot import build
from sigma_audit.snapshot.frugal import Frugal
from sigma_audit.snapshot.shape import STORAGE

RUNS = 5
EXPANDED_UP_TO = 60_000_000  # pairs; of more, a part of the objects is expanded and scaled up
SCALED_UP_TO = 10_000_000_000  # pairs; of more, what a part of them costs tells nothing of them all
MOST_MEMORY = "15GB"
BEHIND_ACCESS = (
    "access_sources", "principal_members", "inode_ancestry", "inode_gaps", "member_gaps",
    "account_type_caps", "permission_levels", "permission_translations",
)  # fmt: skip
COUNT = (
    "import duckdb,sys; duckdb.connect(sys.argv[1], read_only=True)"
    ".sql('select count(*) from members').fetchall()"
)
Figures = dict[str, Any]


def cpu(who: int = resource.RUSAGE_SELF) -> float:
    """Processor seconds so far."""
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def spent(work: Callable[[], object]) -> float:
    start = cpu()
    work()
    return cpu() - start


def bound(connection: duckdb.DuckDBPyConnection, collected: int) -> None:
    """Bound memory as sealing does; what sealing leaves to the machine is bounded here."""
    if collected > 2**30:
        connection.execute(f"set memory_limit = '{MOST_MEMORY}'")
        connection.execute("set preserve_insertion_order = false")
    else:
        Frugal(connection).fit(collected)


def ask_within(connection: duckdb.DuckDBPyConnection, path: Path, memory: str) -> None:
    """Bound the memory of a question over a file of up to 2 GB; of a larger one, by MOST_MEMORY."""
    connection.execute(
        f"set memory_limit = '{memory if path.stat().st_size <= 2**31 else MOST_MEMORY}'"
    )
    connection.execute(f"set temp_directory = '{path}.spill'")
    connection.execute("set preserve_insertion_order = false")


def draw(path: Path, size: str, plan: str) -> Figures:
    write_pages(path, SIZES[size], plan=plan, memory=MOST_MEMORY).close()
    return {}


def build_model(path: Path) -> Figures:
    """Make typed, model and integrity as sealing does, told apart; the file gets its name.

    `fields` is what looks through the pages themselves for fields that are new.
    """
    partial = path.with_name(path.name + ".partial")
    parts = ("typed", "fields", "model", "integrity", "checkpoint")
    library, used, behind = Library(), dict.fromkeys(parts, 0.0), 0.0
    with duckdb.connect(str(partial), config=STORAGE) as connection:
        bound(connection, partial.stat().st_size)
        connection.execute(
            "create or replace table meta.integrity (name varchar, purpose varchar, found bigint)"
        )
        queries = [*library.queries("typed"), *library.queries("model")]
        for query in build.build_order(connection, queries):
            taken = spent(lambda query=query: build.create(connection, query))  # type: ignore[misc]
            is_of_pages = "main.pages_served" in build.tables_read(connection, query)
            used["fields" if is_of_pages else query.drawer] += taken
            behind += taken if query.name in BEHIND_ACCESS else 0
        for query in library.queries("integrity"):
            counted = f"select count(*) from ({query.sql})"
            used["integrity"] += spent(lambda sql=counted: connection.execute(sql).fetchall())  # type: ignore[misc]
        used["checkpoint"] = spent(lambda: connection.execute("checkpoint"))
    partial.rename(path)
    with duckdb.connect(str(path), read_only=True) as connection:
        row = connection.execute(
            "select (select count(*) from grants) + (select count(*) from team_members) "
            "+ (select count(*) from inodes)"
        ).fetchone()
    return {**used, "behind": behind, "things": row[0] if row else 0}


def floor(path: Path) -> Figures:
    """Read every typed relation once, whole, and write the rows of every model relation."""
    scratch = path.with_name("floor.duckdb")
    scratch.unlink(missing_ok=True)
    with duckdb.connect(str(scratch), config=STORAGE) as connection:
        bound(connection, 2**30 + 1)
        connection.execute(f"attach '{path}' as source (read_only)")

        def names(schema: str) -> list[str]:
            sql = (
                "select table_name from duckdb_tables() "
                "where database_name = 'source' and schema_name = ?"
            )
            return [row[0] for row in connection.execute(sql, [schema]).fetchall()]

        def read_typed() -> None:
            for name in names("typed"):
                connection.execute(f"select bit_xor(hash(t)) from source.typed.{name} t").fetchall()

        def write_model() -> None:
            connection.begin()
            for name in names("main"):
                connection.execute(f"create table {name} as from source.main.{name}")
            connection.commit()
            connection.execute("checkpoint")

        return {"read": spent(read_typed), "written": spent(write_model)}


def count_all(path: Path) -> Figures:
    """Count who reaches each object, all of them, without expanding a pair."""
    with duckdb.connect(str(path), read_only=True) as connection:
        ask_within(connection, path, "800MB")
        start = cpu()
        row = connection.execute(
            # No word is a permission of both planes.
            "select sum(members), sum(members * rank) from object_reach "
            "join permission_levels l on l.permission = granted_permission"
        ).fetchone()
        return {"counted": cpu() - start, "sums": [int(v) for v in row or ()]}


def materialise(path: Path, every: str) -> Figures:
    """Write every pair of `effective_access` into a file; what it is computed from into another.

    Above EXPANDED_UP_TO pairs those of each n-th object by hash are written, and scaled up.
    """
    parts = max(1, round(int(every) / EXPANDED_UP_TO * 3))
    found: Figures = {"parts": parts}
    for name, relations in (("pairs", ("effective_access",)), ("factors", BEHIND_ACCESS)):
        target = path.with_name(f"{path.stem}-{name}.duckdb")
        target.unlink(missing_ok=True)
        with duckdb.connect(str(target), config=STORAGE) as connection:
            connection.execute(f"attach '{path}' as source (read_only); use source")
            connection.execute(f"set memory_limit = '{MOST_MEMORY}'")
            connection.execute("set preserve_insertion_order = false")
            if name == "pairs":
                _draw_objects(connection, parts)
            start = cpu()
            for relation in relations:
                connection.execute(
                    f'create table "{path.stem}-{name}".main.{relation} as from {relation}'
                )
            connection.execute(f'checkpoint "{path.stem}-{name}"')
            found[name] = (cpu() - start) * (parts if name == "pairs" else 1)
            if name == "pairs":
                (found["written"],) = connection.execute(
                    f'select count(*) from "{path.stem}-{name}".main.effective_access'
                ).fetchone() or (0,)
        found[f"{name}_bytes"] = target.stat().st_size * (parts if name == "pairs" else 1)
        target.unlink()
    return found


def _draw_objects(connection: duckdb.DuckDBPyConnection, parts: int) -> None:
    """Have every pair be of one object in so many: what lies beneath nothing else is reached."""
    connection.execute(
        "create temp table inode_ancestry as from source.main.inode_ancestry "
        f"where hash(inode_id) % {parts} = 0"
    )
    for name in ("access_paths", "effective_access"):
        sql = Library().query("model", name).sql
        connection.execute(f"create temp view {name} as {sql}")


def blast_radius(path: Path) -> Figures:
    """Ask what hangs on each grant and membership, and on it alone: all of them."""
    query = Library().query("reports", "blast_radius")
    with duckdb.connect(str(path), read_only=True) as connection:
        ask_within(connection, path, "1500MB")
        start = cpu()
        given = {param.name: None for param in query.params}
        rows = connection.execute(f"select count(*) from ({query.sql})", given).fetchone()
        return {"asked": cpu() - start, "rows": rows[0] if rows else 0}


def other(path: Path, means: str) -> Figures:
    facts = pairs.read(path)
    start = cpu()
    sums = {"networkx": pairs.by_networkx, "sqlite": pairs.by_sqlite}[means](facts)
    return {"seconds": cpu() - start, "sums": list(sums)}


def cold(path: Path) -> Figures:
    """Median processor seconds of a fresh process: one that counts a table, and the questions."""
    with duckdb.connect(str(path), read_only=True) as connection:
        member = connection.execute(
            "select arg_min(member_id, abs(n - m)) from (select member_id, count(*) as n, "
            "median(count(*)) over () as m from principal_members join members using (member_id) "
            "join access_sources using (principal_kind, principal_id) where is_usable group by all)"
        ).fetchone()
        inode = connection.execute(
            "select inode_id, path_text from inodes where kind = 'workbook' order by inode_id "
            "limit 1 offset (select count(*) // 2 from inodes where kind = 'workbook')"
        ).fetchone()
        assert member is not None
        assert inode is not None
        row = connection.execute(
            "select count(*) from effective_access where member_id = ?", [member[0]]
        ).fetchone()
    asked = {
        "base": ["-c", COUNT, str(path)],
        "import": ["-m", "sigma_audit", "--version"],
        "member": ["-m", "sigma_audit", "access", "member", member[0]],
        "member, all rows as JSON": [
            "-m",
            "sigma_audit",
            "access",
            "member",
            member[0],
            "--format",
            "json",
        ],
        "object": ["-m", "sigma_audit", "access", "object", inode[0]],
        "object by path": ["-m", "sigma_audit", "access", "object", inode[1]],
        "why": ["-m", "sigma_audit", "access", "why", member[0], inode[0]],
    }
    used: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(RUNS):
        for name, arguments in asked.items():
            given = (
                [*arguments]
                if name in ("base", "import")
                else [*arguments, "--snapshot", str(path)]
            )
            start = cpu(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, *given], check=True, capture_output=True)
            used[name].append(cpu(resource.RUSAGE_CHILDREN) - start)
    return {**{name: median(values) for name, values in used.items()}, "rows": row[0] if row else 0}


STEPS: dict[str, Callable[..., Figures]] = {
    step.__name__: step
    for step in (draw, build_model, floor, count_all, blast_radius, materialise, other, cold)
}

if __name__ == "__main__":
    started = time.perf_counter()
    figures = STEPS[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
    figures["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    figures["wall"] = time.perf_counter() - started
    print(json.dumps(figures))
