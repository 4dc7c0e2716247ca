"""What access costs at size: `python benchmarks/access.py small medium large extreme --record`.

Each size is drawn (`organisation.py`), built, counted, asked cold and held against materialising
every pair, networkx and SQLite (`pip install networkx` first; without it that line is left out).
Every figure is a ratio within this run, of processor seconds where others share the machine.
Each step is a process of its own (`access_steps.py`), so that its memory is its own.

`--keep DIR` keeps what each step gave, and the snapshots: the same command then goes on where it
stopped, and `--again STEP` runs that one anew. Must never judge by absolute time.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
from access_steps import EXPANDED_UP_TO, RUNS, SCALED_UP_TO, STEPS, Figures
from organisation import SIZES

ASKED = ("member", "member, all rows as JSON", "object", "object by path", "why")
Row = tuple[str, str, str]


class NotMeasured(Exception):
    """Only what is kept was asked for, and this step is not."""


class Kept:
    """What each step of one size gave, in a file beside its snapshot."""

    def __init__(self, folder: Path, size: str, again: list[str], is_all: bool) -> None:
        self.is_all = is_all
        self.path, self.snapshot = folder / f"{size}.json", folder / f"{size}.duckdb"
        self.steps: dict[str, Figures] = {}
        if self.path.is_file():
            found = json.loads(self.path.read_text())
            self.steps = {name: one for name, one in found.items() if name.split()[0] not in again}

    def step(self, name: str, *arguments: str) -> Figures:
        """Give what a step gave, after running it in a process of its own where it has not been."""
        key = " ".join((name, *arguments)) if name == "other" else name
        if key not in self.steps:
            if self.is_all:
                raise NotMeasured(key)
            print("…", self.path.stem, key, file=sys.stderr, flush=True)
            script = str(Path(__file__).with_name("access_steps.py"))
            command = [sys.executable, script, name, str(self.snapshot), *arguments]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            self.steps[key] = dict(json.loads(done.stdout.splitlines()[-1]))
            self.path.write_text(json.dumps(self.steps, indent=1))
        return self.steps[key]


def built_rows(kept: Kept) -> list[Row]:
    """Building, beside reading and writing the same."""
    built, bare = kept.step("build_model"), kept.step("floor")
    model, least = cost(built), bare["read"] + bare["written"]
    checked = model + built["integrity"]
    sealed = checked + built["typed"] + built.get("fields", 0)
    same = "read typed and write the model's rows"
    return [
        (f"model and checkpoint / {same}", f"{model / least:.2f}", f"{model:.1f} / {least:.1f} s"),
        (f"the same and the integrity queries / {same}", f"{checked / least:.2f}",
         f"{checked:.1f} / {least:.1f} s"),
        (f"all of it, from the pages / {same}", f"{sealed / least:.2f}",
         f"{sealed:.1f} / {least:.1f} s: typed {built['typed']:.1f}, "
         f"fields {built.get('fields', 0):.1f}, model {built['model']:.1f}, "
         f"integrity {built['integrity']:.1f}, checkpoint {built['checkpoint']:.1f}"),
        ("memory of all of it", f"{built['memory']:,} MB", "greatest resident, its own process"),
    ]  # fmt: skip


def counted_rows(kept: Kept) -> list[Row]:
    """Counting everybody everywhere."""
    model, counts = cost(kept.step("build_model")), kept.step("count_all")
    return [
        ("count who reaches each object / model's build", f"{counts['counted'] / model:.2f}",
         f"{counts['counted']:.1f} / {model:.1f} s; {counts['sums'][0]:,} pairs, "
         f"{counts['memory']:,} MB"),
    ]  # fmt: skip


def weighed_rows(kept: Kept) -> list[Row]:
    """The report blast radius."""
    model, weighed = cost(kept.step("build_model")), kept.step("blast_radius")
    return [
        ("what hangs on each grant and membership / model's build",
         f"{weighed['asked'] / model:.2f}",
         f"{weighed['asked']:.1f} / {model:.1f} s; {weighed['rows']:,} rows, "
         f"{weighed['memory']:,} MB"),
    ]  # fmt: skip


def cold_rows(kept: Kept) -> list[Row]:
    """Questions in fresh processes."""
    asked = kept.step("cold")
    return [
        (f"cold `access {name}` / open and count one table", f"{asked[name] / asked['base']:.2f}",
         f"{asked[name]:.2f} / {asked['base']:.2f} s, median of {RUNS}"
         + (f"; {asked['rows']:,} rows" if name.startswith("member") else ""))
        for name in ASKED
    ]  # fmt: skip


def full_rows(kept: Kept) -> list[Row]:
    """Beside writing every pair."""
    built, counts = kept.step("build_model"), kept.step("count_all")
    every = counts["sums"][0]
    if every > SCALED_UP_TO:
        bare = "not measured, by intention"
        return [
            ("materialise every pair", bare, f"{every:,} pairs are too many to write a part of")
        ]
    full = kept.step("materialise", str(every))
    scaled = "" if full["parts"] == 1 else (
        f"; {full['written']:,} pairs of one object in {full['parts']} written, and scaled up"
    )  # fmt: skip
    return [
        ("materialise every pair / make what access is computed from",
         f"{full['pairs'] / built['behind']:.0f}",
         f"{full['pairs']:.1f} / {built['behind']:.2f} s{scaled}"),
        ("bytes of every pair / of what access is computed from",
         f"{full['pairs_bytes'] / full['factors_bytes']:.0f}",
         f"{full['pairs_bytes']:,} / {full['factors_bytes']:,}{scaled}"),
    ]  # fmt: skip


def other_rows(kept: Kept) -> list[Row]:
    """Beside networkx and SQLite, where that many pairs can be held in memory."""
    counts = kept.step("count_all")
    every, rows = counts["sums"][0], []
    for means in ("networkx", "sqlite") if every <= EXPANDED_UP_TO else ():
        if means == "networkx" and not importlib.util.find_spec(means):
            continue
        taken = kept.step("other", means)
        same = "equal" if taken["sums"] == counts["sums"][:2] else "DIFFERENT"
        ratio = f"{taken['seconds'] / counts['counted']:.0f}"
        seconds = f"{taken['seconds']:.1f} / {counts['counted']:.2f} s; checksums {same}"
        rows.append((f"{means} / counting", ratio, seconds))
    return rows


def cost(built: Figures) -> float:
    """Processor seconds from the typed relations to a file that holds the model."""
    return float(built["model"] + built["checkpoint"])


def exponent(points: list[tuple[float, float]]) -> float:
    """Slope of the logarithm of the cost over that of the size, by least squares."""
    xs, ys = ([math.log(point[at]) for point in points] for at in (0, 1))
    mx, my = sum(xs) / len(xs), sum(ys) / len(ys)
    over = sum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True))
    return over / sum((x - mx) ** 2 for x in xs)


def written(given: argparse.Namespace, folder: Path) -> str:
    """Measure every size asked for, and write what was found."""
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    text = "# Access at size, measured\n\n`python benchmarks/access.py "
    text += f"{' '.join(given.sizes)} --record` on {machine}, DuckDB {duckdb.__version__}"
    text += ", of steps that ran one by one (`--keep`).\n" if given.keep else ".\n"
    text += (
        "Seconds are processor seconds; other work shared the machine.\n"
        "The model is what is made of the typed relations; `fields` looks through the pages "
        "themselves for fields that are new, and is told apart.\n"
    )
    points: list[tuple[float, float]] = []
    for size in given.sizes:
        kept = Kept(folder, size, given.again, given.only_kept)
        kept.step("draw", size, given.plan)
        rows: list[Row] = []
        left_out: list[str] = []
        for part in (built_rows, counted_rows, weighed_rows, cold_rows, full_rows, other_rows):
            try:
                rows += part(kept)
            except NotMeasured as step:
                left_out.append(str(step))
        built = kept.step("build_model")
        points.append((built["things"], cost(built)))
        text += f"\n## {size}\n\n{SIZES[size]}, plan {given.plan}.\n\n| what | figure | from |\n"
        text += "|---|---|---|\n" + "".join(f"| {a} | {b} | {c} |\n" for a, b, c in rows)
        if left_out:
            text += f"\nNot measured of this size: {', '.join(dict.fromkeys(left_out))}.\n"
        if len(points) > 1:
            over = ", ".join(f"{things:,}" for things, _ in points)
            text += f"\nExponent of the model's build over grants + memberships + inodes ({over}): "
            text += f"{exponent(points):.2f}\n"
    return text


def main() -> None:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", default=["small", "medium"], choices=list(SIZES))
    parser.add_argument("--plan", default="full")
    parser.add_argument("--record", action="store_true", help="keep it in benchmarks/access.md")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="go on from what is there")
    parser.add_argument(
        "--only-kept", action="store_true", help="tell what is in DIR; measure nothing more"
    )
    parser.add_argument("--again", nargs="+", default=[], choices=list(STEPS), metavar="STEP")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if given.keep:
            given.keep.mkdir(parents=True, exist_ok=True)
        text = written(given, given.keep or Path(folder))
    if given.record:
        Path(__file__).with_suffix(".md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
