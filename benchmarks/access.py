"""What access costs at size: `python benchmarks/access.py small medium large [--record]`.

Each size is drawn (`organisation.py`), built, counted, asked cold and held against materialising
every pair, networkx and SQLite (`pip install networkx` first; without it that line is left out).
Every figure is a ratio within this run, of processor seconds where others share the machine.
Each step is a process of its own, so that its memory is its own. Must never judge by absolute time.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import os
import platform
import resource
import subprocess
import sys
import tempfile
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
from sigma_audit.snapshot.shape import STORAGE

RUNS = 5
EXPANDED_UP_TO = 60_000_000  # pairs; more are not materialised here
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


def draw(path: Path, size: str, plan: str) -> Figures:
    write_pages(path, SIZES[size], plan=plan).close()
    return {}


def build_model(path: Path) -> Figures:
    """Make typed, model and integrity as sealing does, told apart; the file gets its name."""
    partial = path.with_name(path.name + ".partial")
    library, used = Library(), dict.fromkeys(("typed", "model", "integrity", "checkpoint"), 0.0)
    behind = 0.0
    with duckdb.connect(str(partial), config=STORAGE) as connection:
        build.be_frugal(connection, partial.stat().st_size)
        connection.begin()
        connection.execute(
            "create or replace table meta.integrity (name varchar, purpose varchar, found bigint)"
        )
        queries = [*library.queries("typed"), *library.queries("model")]
        for query in build.build_order(connection, queries):
            taken = spent(lambda query=query: build.create(connection, query))  # type: ignore[misc]
            used[query.drawer] += taken
            behind += taken if query.name in BEHIND_ACCESS else 0
        for query in library.queries("integrity"):
            counted = f"select count(*) from ({query.sql})"
            used["integrity"] += spent(lambda sql=counted: connection.execute(sql).fetchall())  # type: ignore[misc]
        connection.commit()
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
        build.be_frugal(connection, 0)
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
        connection.execute("set memory_limit = '800MB'; set preserve_insertion_order = false")
        connection.execute(f"set temp_directory = '{path}.spill'")
        start = cpu()
        row = connection.execute(
            "select sum(members), sum(members * rank), count(distinct inode_id) "
            "from object_reach r join inodes using (inode_id) join permission_levels l "
            "on l.plane = inodes.plane and l.permission = granted_permission"
        ).fetchone()
        return {"counted": cpu() - start, "sums": [int(v) for v in row or ()]}


def materialise(path: Path) -> Figures:
    """Write every pair of `effective_access` into a file; what it is computed from into another."""
    found: Figures = {}
    for name, relations in (("pairs", ("effective_access",)), ("factors", BEHIND_ACCESS)):
        target = path.with_name(f"{name}.duckdb")
        with duckdb.connect(str(target), config=STORAGE) as connection:
            connection.execute(f"attach '{path}' as source (read_only); use source")
            start = cpu()
            for relation in relations:
                connection.execute(f"create table {name}.main.{relation} as from {relation}")
            connection.execute(f"checkpoint {name}")
            found[name] = cpu() - start
        found[f"{name}_bytes"] = target.stat().st_size
    return found


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
        "object": ["-m", "sigma_audit", "access", "object", inode[0]],
        "object by path": ["-m", "sigma_audit", "access", "object", inode[1]],
        "why": ["-m", "sigma_audit", "access", "why", member[0], inode[0]],
    }
    used: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(RUNS):
        for name, arguments in asked.items():
            given = (
                arguments
                if name in ("base", "import")
                else [*arguments, "--snapshot", str(path), "--format", "json"]
            )
            start = cpu(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, *given], check=True, capture_output=True)
            used[name].append(cpu(resource.RUSAGE_CHILDREN) - start)
    return {**{name: median(values) for name, values in used.items()}, "rows": row[0] if row else 0}


STEPS: dict[str, Callable[..., Figures]] = {
    step.__name__: step for step in (draw, build_model, floor, count_all, materialise, other, cold)
}


def step(name: str, *arguments: str) -> Figures:
    """Run one step in a process of its own; adds its greatest memory, in MB."""
    print("…", name, *arguments[1:], file=sys.stderr, flush=True)
    command = [sys.executable, __file__, "--step", name, *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def measure(size: str, folder: Path, plan: str) -> tuple[list[tuple[str, str, str]], Figures]:
    """Run every step for one size; gives (what, figure, from) rows, and what the exponent needs."""
    path = folder / f"{size}.duckdb"
    step("draw", str(path), size, plan)
    built, bare = step("build_model", str(path)), step("floor", str(path))
    counts, asked = step("count_all", str(path)), step("cold", str(path))
    model = built["model"] + built["integrity"] + built["checkpoint"]
    least = bare["read"] + bare["written"]
    every = counts["sums"][0]
    rows = [
        ("model, integrity and checkpoint / read typed and write the model's rows",
         f"{model / least:.2f}", f"{model:.1f} / {least:.1f} s"),
        ("memory of that build", f"{built['memory']:,} MB", "greatest resident, its own process"),
        ("count who reaches each object / model's build", f"{counts['counted'] / model:.2f}",
         f"{counts['counted']:.1f} / {model:.1f} s; {every:,} pairs, {counts['memory']:,} MB"),
    ]  # fmt: skip
    rows += [
        (f"cold `access {name}` / open and count one table", f"{asked[name] / asked['base']:.2f}",
         f"{asked[name]:.2f} / {asked['base']:.2f} s, median of {RUNS}"
         + (f"; {asked['rows']:,} rows" if name == "member" else ""))
        for name in ("member", "object", "object by path", "why")
    ]  # fmt: skip
    if every <= EXPANDED_UP_TO:
        full = step("materialise", str(path))
        rows += [
            ("materialise every pair / make what access is computed from",
             f"{full['pairs'] / built['behind']:.0f}",
             f"{full['pairs']:.1f} / {built['behind']:.2f} s"),
            ("bytes of every pair / of what access is computed from",
             f"{full['pairs_bytes'] / full['factors_bytes']:.0f}",
             f"{full['pairs_bytes']:,} / {full['factors_bytes']:,}"),
        ]  # fmt: skip
        for means in ("networkx", "sqlite"):
            if means == "networkx" and not importlib.util.find_spec(means):
                continue
            taken = step("other", str(path), means)
            is_same = taken["sums"] == counts["sums"][:2]
            same = "checksums equal" if is_same else "CHECKSUMS DIFFER"
            ratio = f"{taken['seconds'] / counts['counted']:.0f}"
            seconds = f"{taken['seconds']:.1f} / {counts['counted']:.2f} s; {same}"
            rows.append((f"{means} / counting", ratio, seconds))
    return rows, {"things": built["things"], "seconds": model}


def exponent(points: list[Figures]) -> float:
    """Slope of the logarithm of the cost over that of the size, by least squares."""
    xs, ys = ([math.log(p[key]) for p in points] for key in ("things", "seconds"))
    mx, my = sum(xs) / len(xs), sum(ys) / len(ys)
    over = sum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True))
    return over / sum((x - mx) ** 2 for x in xs)


def main() -> None:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", default=["small", "medium"], choices=list(SIZES))
    parser.add_argument("--plan", default="full")
    parser.add_argument("--record", action="store_true", help="keep it in benchmarks/access.md")
    given = parser.parse_args()
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    command = f"python benchmarks/access.py {' '.join(given.sizes)} --record"
    text = f"# Access at size, measured\n\n`{command}` on {machine}, DuckDB {duckdb.__version__}.\n"
    text += "Seconds are processor seconds; other work shared the machine.\n"
    points = []
    for size in given.sizes:
        with tempfile.TemporaryDirectory() as folder:
            rows, point = measure(size, Path(folder), given.plan)
        points.append(point)
        text += f"\n## {size}\n\n{SIZES[size]}, plan {given.plan}.\n\n| what | figure | from |\n"
        text += "|---|---|---|\n" + "".join(f"| {a} | {b} | {c} |\n" for a, b, c in rows)
        if len(points) > 1:
            over = ", ".join(f"{p['things']:,}" for p in points)
            text += f"\nExponent of the model's build over grants + memberships + inodes ({over}): "
            text += f"{exponent(points):.2f}\n"
        if given.record:
            Path(__file__).with_suffix(".md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--step"]:
        started = time.perf_counter()
        figures = STEPS[sys.argv[2]](Path(sys.argv[3]), *sys.argv[4:])
        figures["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        figures["wall"] = time.perf_counter() - started
        print(json.dumps(figures))
    else:
        main()
