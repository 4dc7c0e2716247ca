"""Every question against brute force: `python tests/soak/worlds.py [--random N --seed S --record]`.

All worlds of 3 members × 2 teams × 4 nested containers with up to 3 grants, up to renaming, and N
random ones of every sort. Stops at the first difference. `--record` keeps the figures, with seed
and the machine's shape, in `tests/soak/worlds.md`; with `--state FILE` it goes on where it stopped.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import sys
import tempfile
import time
from collections import Counter
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

import small_worlds  # noqa: E402
from exactness import (  # noqa: E402
    compare_everything,
    compare_gaps,
    compare_matrix,
    compare_paths_alone,
    compare_revocations,
    organisation,
)
from sigma_audit.library import Library  # noqa: E402
from sql.test_weights import compare_latent, compare_redundant, compare_weights  # noqa: E402

BATCH, TOGETHER = 20_000, 1_000  # small worlds at once; random ones in one organisation
GAPS_OF = 3  # random worlds in an organisation whose every chain fails once


class Stopped(Exception):
    """The minutes are over; the same command goes on."""


class Progress:
    """What was compared so far, by part; kept in a file when there is one, to go on from."""

    def __init__(self, state: Path | None, minutes: float) -> None:
        self.state, self.ends = state, time.monotonic() + minutes * 60
        self.done: dict[str, int] = {}
        self.counts: dict[str, Counter[str]] = {}
        self.seconds = 0.0
        if state is not None and state.is_file():
            kept = json.loads(state.read_text())
            self.done, self.seconds = kept["done"], kept["seconds"]
            self.counts = {part: Counter(counts) for part, counts in kept["counts"].items()}

    def add(self, part: str, counts: Counter[str], seconds: float) -> None:
        self.counts[part] = self.counts.get(part, Counter()) + counts
        self.done[part] = self.done.get(part, 0) + 1
        self.seconds += seconds
        print(f"{part}: {dict(self.counts[part])}", file=sys.stderr, flush=True)
        if self.state is not None:
            kept = {"done": self.done, "counts": self.counts, "seconds": self.seconds}
            self.state.write_text(json.dumps(kept))
        if time.monotonic() > self.ends:
            raise Stopped


def small_batch(at: int, chosen: list[small_worlds.Small], is_thorough: bool) -> Counter[str]:
    """Reasons, accesses and weights of some small worlds; of a thorough batch, the rest too."""
    counts = Counter({"worlds": len(chosen)})
    with tempfile.TemporaryDirectory() as folder:
        world, *_ = small_worlds.base()
        path = world.seal(Path(folder))
        together = small_worlds.Together(path, world, chosen, Library())
        dice, facts = random.Random(at), together.facts
        with together.snapshot as snapshot:
            counts["reasons"], counts["accesses"] = compare_matrix(facts, snapshot)
            counts["weights"] = compare_weights(facts, snapshot)
            if is_thorough:
                counts["worlds looked at for redundant and latent grants"] = len(chosen)
                counts["redundant grants"] = compare_redundant(facts, snapshot)
                counts["latent grants"] = compare_latent(facts, snapshot)
                counts["revocations"] = compare_revocations(facts, snapshot, dice, 10)
                counts["reasons alone"] = compare_paths_alone(facts, snapshot, dice, 100)
    return counts


def every_small_world(progress: Progress, thorough: int, step: int) -> None:
    left = islice(small_worlds.worlds(), 0, None, step)
    at = 0
    while chosen := list(islice(left, BATCH)):
        started = time.process_time()
        if at >= progress.done.get("small", 0):
            counts = small_batch(at, chosen, at % thorough == 0)
            progress.add("small", counts, time.process_time() - started)
        at += 1


def random_worlds(progress: Progress, number: int, seed: int) -> None:
    """Everything, of so many worlds."""
    for at in range(progress.done.get("random", 0), -(-number // TOGETHER)):
        started = time.process_time()
        size = min(TOGETHER, number - at * TOGETHER)
        with tempfile.TemporaryDirectory() as folder:
            world = organisation(seed + at, size)
            counts = compare_everything(world, Path(folder), random.Random(seed + at), 25)
        counts["worlds"] = size
        progress.add("random", counts, time.process_time() - started)


def every_gap(progress: Progress, organisations: int, seed: int) -> None:
    """Each gap of a few small organisations."""
    for at in range(progress.done.get("gaps", 0), organisations):
        started = time.process_time()
        with tempfile.TemporaryDirectory() as folder:
            world = organisation(seed + at, GAPS_OF)
            counts = compare_gaps(world, Path(folder), random.Random(seed + at), 10_000)
        progress.add("gaps", counts, time.process_time() - started)


def table(counts: Counter[str]) -> list[str]:
    return ["| | |", "|---|---|", *(f"| {name} | {count:,} |" for name, count in counts.items())]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--random", type=int, default=10_000, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="each N-th small world")
    parser.add_argument("--thorough", type=int, default=10, metavar="N", help="each N-th batch")
    parser.add_argument("--gaps", type=int, default=2, metavar="N", help="organisations")
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--state", type=Path, metavar="FILE", help="go on from here")
    parser.add_argument("--minutes", type=float, default=1e6, metavar="N", help="then stop")
    asked = parser.parse_args()
    progress = Progress(asked.state, asked.minutes)
    try:
        random_worlds(progress, asked.random, asked.seed)
        every_gap(progress, asked.gaps, asked.seed)
        every_small_world(progress, asked.thorough, asked.every)
    except Stopped:
        print("stopped in the middle; the same command goes on", file=sys.stderr)
    small, some, gaps = (progress.counts.get(p, Counter()) for p in ("small", "random", "gaps"))
    share = "all" if small["worlds"] == small_worlds.number() else f"the first {small['worlds']:,}"
    lines = [
        "# Every question against brute force",
        "",
        f"`python tests/soak/worlds.py --random {asked.random} --seed {asked.seed} "
        f"--every {asked.every} --thorough {asked.thorough} --gaps {asked.gaps}`: no difference. "
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}; "
        f"{progress.seconds:,.0f} CPU-seconds.",
        "",
        "## Small worlds: 3 members × 2 teams × 4 nested containers, up to 3 grants",
        "",
        f"There are {small_worlds.number():,} up to renaming of members and teams (counted by "
        f"Burnside's lemma, and by making each). Compared: {share}.",
        "",
        *table(small),
        "",
        f"## Random worlds, from seed {asked.seed}",
        "",
        *table(some),
        "",
        "In each organisation of them: adding a grant removes nothing, who is not active uses "
        "nothing, and the order of rows does not matter.",
        "",
        "## Gaps, each planted alone: accesses by what is said of them",
        "",
        *table(gaps),
    ]
    print("\n".join(lines))
    if asked.record:
        Path(__file__).with_suffix(".md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
