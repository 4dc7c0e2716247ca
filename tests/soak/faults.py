"""Every fault at every endpoint, every pair at one endpoint, seeded pairs across endpoints:
`python tests/soak/faults.py [--seed 1] [--seconds N] [--memory FILE] [--place NAME] [--record]`.

All runs that there are come in an order drawn from the seed, so that those done in `--seconds` of
processor time are a fair sample of them all; `--memory` keeps where it stood, every so often, and
goes on there (three may do so side by side, with `--only`). What must come of a fault is judged in
`tests/collect/sweep.py`. Every fault fires, or it is said why not: a fault that did not strike
proves nothing. `--record` keeps the result in `tests/soak/faults.md`. `--place` does only the runs
that strike nowhere else; their record stands below that of the last sweep, and leaves it alone.
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
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from collect.fault_kinds import AILMENTS, places
from collect.sweep import (
    AT_ONCE,
    OPTIONAL,
    Blow,
    Ended,
    Sweep,
    across,
    at_one_place,
    ending,
    singles,
)
from sigma_audit.collect.endpoints import EXTRAS

PAIRS_ACROSS = 2000
KINDS = ("one fault", "a pair at one endpoint", "a pair across endpoints")
OFTEN = 500  # runs after which `--memory` is written
Runs = list[tuple[str, tuple[Blow, ...]]]


@dataclass
class Result:
    """How far it is, and what came of it."""

    done: int = 0
    runs: Counter[str] = field(default_factory=Counter)
    blows: Counter[str] = field(default_factory=Counter)
    fired: Counter[str] = field(default_factory=Counter)
    in_vain: Counter[tuple[str, str]] = field(default_factory=Counter)
    endings: Counter[str] = field(default_factory=Counter)
    complaints: dict[int, str] = field(default_factory=dict)
    seconds: float = 0.0

    def add(self, number: int, kind: str, ended: Ended) -> None:
        """Count one run."""
        self.runs[kind] += 1
        self.blows[kind] += len(ended.blows)
        self.fired[kind] += sum(fired > 0 for fired in ended.fired)
        self.in_vain.update((kind, why) for why in ended.in_vain())
        self.judge(number, ended)

    def judge(self, number: int, ended: Ended) -> None:
        """Note how a run ended, or what is wrong with that."""
        wrong = ended.complaint()
        if wrong:
            self.complaints[number] = wrong
            print("!", wrong[:600], flush=True)
        else:
            self.endings[ending(ended)] += 1
            self.complaints.pop(number, None)


class Bench:
    """The three organisations' worth of runs: the plan alone, with all extras, Q4 answered too."""

    def __init__(self) -> None:
        extras = tuple(EXTRAS)
        self.sweeps = (
            Sweep(),
            Sweep(extras, verify=3),
            Sweep(extras, verify=3, is_offering_grants=True),
        )

    def which(self, blows: tuple[Blow, ...]) -> int:
        """Choose the cheapest sweep that asks at every place that is struck."""
        names = {blow.place.name for blow in blows}
        return 2 if AT_ONCE in names else 1 if names & OPTIONAL else 0

    def run(self, blows: tuple[Blow, ...]) -> Ended:
        """Run under these blows."""
        return self.sweeps[self.which(blows)].run(blows)

    def calls(self, *names: str) -> dict[str, int]:
        """Count how often an undisturbed run asks at these places, if they are struck together."""
        widest = 2 if AT_ONCE in names else 1 if OPTIONAL & {*names} else 0
        return self.sweeps[widest].calls

    def schedule(self, seed: int) -> Runs:
        """Give every run there is, in an order drawn from the seed."""
        rng = random.Random(seed)
        everywhere = places()
        runs = [(KINDS[0], blows) for place in everywhere for blows in singles(place)]
        for place in everywhere:
            calls = self.calls(place.name)[place.name]
            runs += [(KINDS[1], blows) for blows in at_one_place(rng, place, calls)]
        # Where every grant is listed at once no object is asked: struck together, one is in vain.
        others = [place for place in everywhere if place.name != AT_ONCE]
        runs += [(KINDS[2], across(rng, others, self.sweeps[1].calls)) for _ in range(PAIRS_ACROSS)]
        rng.shuffle(runs)
        return runs

    def go(self, runs: Runs, which: int, seconds: float, kept: Path | None) -> Result:
        """Do as many of the runs of one of the sweeps as the time allows, from where it stood."""
        own = [run for run in runs if self.which(run[1]) == which]
        kept = kept and kept.with_name(f"{kept.name}.{which}")
        result = self._remember(which, kept)
        began = before = time.process_time()
        for number in tuple(result.complaints):  # what was wrong may have been mended since
            result.judge(number, self.sweeps[which].run(own[number][1]))
        for kind, blows in own[result.done :]:
            if time.process_time() - began > seconds:
                break
            result.add(result.done, kind, self.sweeps[which].run(blows))
            result.done += 1
            if kept and result.done % OFTEN == 0:
                now = time.process_time()
                result.seconds, before = result.seconds + now - before, now
                self._keep(which, kept, result)
                print(f"{result.done:,} of {len(own):,}, {result.seconds:,.0f} s", flush=True)
        result.seconds += time.process_time() - before
        if kept:
            self._keep(which, kept, result)
        return result

    def _remember(self, which: int, kept: Path | None) -> Result:
        if kept is None or not kept.exists():
            return Result()
        # Written by this program for itself, where its user said.
        facts, memory = pickle.loads(kept.read_bytes())
        self.sweeps[which].memory.recall(memory)
        return Result(**facts)

    def _keep(self, which: int, kept: Path, result: Result) -> None:
        aside = kept.with_name(kept.name + ".new")
        aside.write_bytes(pickle.dumps((vars(result), self.sweeps[which].memory.kept())))
        aside.replace(kept)


def together(results: list[Result]) -> Result:
    """Add up what came of several sweeps."""
    whole = Result()
    for one in results:
        whole.done += one.done
        whole.seconds += one.seconds
        for name in ("runs", "blows", "fired", "in_vain", "endings"):
            getattr(whole, name).update(getattr(one, name))
        complaints = one.complaints.values()
        whole.complaints |= dict(enumerate(complaints, len(whole.complaints)))
    return whole


def said(result: Result, runs: Runs, seed: int) -> str:
    """Write the result as Markdown."""
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    planned = Counter(kind for kind, _ in runs)
    is_whole = result.done == len(runs)
    share = f"all {result.done:,}" if is_whole else f"{result.done:,} of {len(runs):,}"
    lines = [
        "# Faults, and how runs ended",
        "",
        f"`python tests/soak/faults.py --seed {seed} --record` on {machine}; "
        f"{result.seconds:,.0f} s of processor time.",
        "",
        f"{len(AILMENTS)} kinds of fault at {len(places())} endpoints. **Runs done: {share}**"
        + (". " if is_whole else ", in an order drawn from the seed within each of three sweeps. ")
        + f"**Runs that ended otherwise than they may: {len(result.complaints)}.**",
        "",
        "| runs | planned | done | faults | fired | not fired |",
        "|---|---|---|---|---|---|",
        *(
            f"| {kind} | {planned[kind]:,} | {result.runs[kind]:,} | {result.blows[kind]:,} "
            f"| {result.fired[kind]:,} | {result.blows[kind] - result.fired[kind]:,} |"
            for kind in KINDS
        ),
        "",
        "| why a fault did not fire | in | faults |",
        "|---|---|---|",
        *(f"| {why} | {kind} | {n:,} |" for (kind, why), n in sorted(result.in_vain.items())),
        "",
        "| ended | runs |",
        "|---|---|",
        *(f"| {how} | {count:,} |" for how, count in result.endings.most_common()),
        "",
        *(f"- {complaint[:300]}" for complaint in result.complaints.values()),
        "",
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


AGAIN = "\n## Run again since: "


def said_again(result: Result, place: str) -> str:
    """Write what came of the runs at one place as Markdown."""
    endings = ", ".join(f"{count:,} {how}" for how, count in result.endings.most_common())
    lines = [
        f"{AGAIN}all that strike `{place}` alone",
        "",
        f"`python tests/soak/faults.py --place {place} --record`, {datetime.now(UTC):%Y-%m-%d}: "
        f"{result.done:,} runs, {sum(result.fired.values()):,} faults that fired. "
        f"**Ended otherwise than they may: {len(result.complaints)}.** {endings}.",
        *(f"- {complaint[:300]}" for complaint in result.complaints.values()),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Read the arguments, sweep, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="of processor time")
    parser.add_argument("--memory", type=Path, help="file to go on from, and to keep")
    parser.add_argument("--only", type=int, choices=range(3), help="one of the three sweeps")
    parser.add_argument("--place", choices=[one.name for one in places()], help="these runs alone")
    parser.add_argument("--record", action="store_true", help="keep it in tests/soak/faults.md")
    given = parser.parse_args()
    bench = Bench()
    runs = bench.schedule(given.seed)
    record = Path(__file__).with_suffix(".md")
    if given.place:
        runs = [run for run in runs if {blow.place.name for blow in run[1]} == {given.place}]
    which = range(3) if given.only is None else (given.only,)
    shares = Counter(bench.which(blows) for _, blows in runs)
    result = together(
        [
            bench.go(runs, one, given.seconds * shares[one] / len(runs), given.memory)
            for one in which
        ]
    )
    text = said_again(result, given.place) if given.place else said(result, runs, given.seed)
    print(text)
    if given.record:
        sweep = record.read_text(encoding="utf-8").partition(AGAIN)[0] if given.place else ""
        record.write_text(sweep + text, encoding="utf-8")
    # A fault without a request to strike would be a place that no run asks: none is.
    unasked = sum(n for (_, why), n in result.in_vain.items() if why == "no request there")
    sys.exit(bool(result.complaints or unasked))


if __name__ == "__main__":
    main()
