"""Every fault at every endpoint, every pair at one endpoint, seeded pairs across endpoints:
`python tests/soak/faults.py [--seed 1] [--seconds N] [--memory FILE] [--record]`.

All runs that there are come in an order drawn from the seed, so that those done in `--seconds` of
processor time are a fair sample of them all; `--memory` keeps where it stood and goes on there.
What must come of a fault is judged in `tests/collect/sweep.py`. `--record` keeps the result in
`tests/soak/faults.md`.
"""

from __future__ import annotations

import argparse
import os
import pickle
import platform
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from collect.fault_kinds import AILMENTS, places
from collect.sweep import OPTIONAL, Blow, Sweep, across, at_one_place, ending, singles
from sigma_audit.collect.endpoints import EXTRAS

PAIRS_ACROSS = 2000
KINDS = ("one fault", "a pair at one endpoint", "a pair across endpoints")


@dataclass
class Result:
    """How far it is, and what came of it."""

    done: int = 0
    runs: Counter[str] = field(default_factory=Counter)
    fired: Counter[str] = field(default_factory=Counter)
    endings: Counter[str] = field(default_factory=Counter)
    complaints: list[str] = field(default_factory=list)
    seconds: float = 0.0


def schedule(seed: int) -> list[tuple[str, tuple[Blow, ...]]]:
    """Give every run there is, in an order drawn from the seed."""
    rng = random.Random(seed)
    everywhere = places()
    runs = [(KINDS[0], blows) for place in everywhere for blows in singles(place)]
    runs += [(KINDS[1], blows) for place in everywhere for blows in at_one_place(rng, place)]
    runs += [(KINDS[2], across(rng, everywhere)) for _ in range(PAIRS_ACROSS)]
    rng.shuffle(runs)
    return runs


def sweep(runs: list[tuple[str, tuple[Blow, ...]]], seconds: float, kept: Path | None) -> Result:
    """Do as many of the runs as the time allows, from where it stood."""
    plain, wide = Sweep(), Sweep(extras=tuple(EXTRAS))
    result = Result()
    if kept and kept.exists():
        # Written by this program for itself, where its user said.
        result, *memories = pickle.loads(kept.read_bytes())
        for ours, memory in zip((plain, wide), memories, strict=True):
            ours.memory.relations, ours.memory.verdicts = memory
    began = time.process_time()
    for kind, blows in runs[result.done :]:
        if time.process_time() - began > seconds:
            break
        is_wide = any(blow.place.name in OPTIONAL for blow in blows)
        ended = (wide if is_wide else plain).run(blows)
        result.done += 1
        result.runs[kind] += 1
        result.fired[kind] += sum(fired > 0 for fired in ended.fired)
        result.endings[ending(ended)] += 1
        if ended.complaint():
            result.complaints.append(ended.complaint())
            print("!", ended.complaint()[:600], flush=True)
    result.seconds += time.process_time() - began
    if kept:
        memory = [(ours.memory.relations, ours.memory.verdicts) for ours in (plain, wide)]
        kept.write_bytes(pickle.dumps((result, *memory)))
    return result


def said(result: Result, all_runs: list[Any], seed: int) -> str:
    """Write the result as Markdown."""
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    planned = Counter(kind for kind, _ in all_runs)
    share = "all" if result.done == len(all_runs) else f"{result.done:,} of {len(all_runs):,}"
    return (
        "\n".join(
            [
                "# Faults, and how runs ended",
                "",
                f"`python tests/soak/faults.py --seed {seed} --record` on {machine}; "
                f"{result.seconds:,.0f} s of processor time.",
                "",
                f"{len(AILMENTS)} kinds of fault at {len(places())} endpoints. "
                f"**Runs done: {share}**, "
                "in an order drawn from the seed, so that a part is a fair sample. "
                f"**Runs that ended otherwise than they may: {len(result.complaints)}.**",
                "",
                "| runs | planned | done | faults that fired |",
                "|---|---|---|---|",
                *(
                    f"| {kind} | {planned[kind]:,} | {result.runs[kind]:,} "
                    f"| {result.fired[kind]:,} |"
                    for kind in KINDS
                ),
                "",
                "| ended | runs |",
                "|---|---|",
                *(f"| {how} | {count:,} |" for how, count in result.endings.most_common()),
                "",
                *(f"- {complaint[:300]}" for complaint in result.complaints),
                "",
            ]
        ).rstrip("\n")
        + "\n"
    )


def main() -> None:
    """Read the arguments, sweep, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="of processor time")
    parser.add_argument("--memory", type=Path, help="file to go on from, and to keep")
    parser.add_argument("--record", action="store_true", help="keep it in tests/soak/faults.md")
    given = parser.parse_args()
    runs = schedule(given.seed)
    result = sweep(runs, given.seconds, given.memory)
    text = said(result, runs, given.seed)
    print(text)
    if given.record:
        Path(__file__).with_suffix(".md").write_text(text, encoding="utf-8")
    sys.exit(bool(result.complaints))


if __name__ == "__main__":
    main()
