"""Kills `sigma-audit collect` at every answer and at random moments, and resumes it:
`python tests/soak/kills.py [--kills 500] [--seed 1] [--seconds N] [--record]`.

The real command runs in a process of its own against the embedded organisation on loopback. It is
killed with SIGKILL after each of its answers, in an order drawn from the seed, then at random
moments, in the sealing too, until there were so many kills or the seconds are over;
some runs are killed again and again while they are resumed, some resumed with another concurrency.
Bad files: something under the final name that is not whole. Unequal resumes: a relation that
differs from an uninterrupted run's. `--record` keeps the result in `tests/soak/kills.md`.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import os
import platform
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from collect.crawl import FACTS, differences, emulated, rows, settings
from collect.fault_kinds import struck_org
from sigma_audit.collect.desk import IN_FLIGHT
from sigma_audit.emulator.faults import FaultPlan
from sigma_audit.emulator.server import serve
from sigma_audit.errors import AuditError
from sigma_audit.snapshot.partial import partial_path

PATIENCE = 120.0  # seconds that one run may take
PRELOADED = ["sigma_audit.cli.main", "sigma_audit.cli.collect", "sigma_audit.collect.run"]
SIGNING_IN = {"/v2/auth/token", "/v2/whoami"}
CONCURRENCIES = (1, 2, 4, 8)


def command(arguments: list[str], environment: dict[str, str], said: str) -> None:
    """Be `sigma-audit` from here on: the real command line, its own exit code."""
    os.environ.update(environment)
    sink = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(sink, 1)
    os.dup2(sink, 2)
    sys.argv = ["sigma-audit", *arguments]
    from sigma_audit.__main__ import main

    main()


class Killing:
    """ASGI around the organisation: kills the running command right after its so-many-th answer."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.pid = self.after = self.answers = 0
        self.lock = threading.Lock()

    def arm(self, pid: int, after: int) -> None:
        """Say whom to kill, and after how many answers from now on (0: never)."""
        with self.lock:
            self.pid, self.after, self.answers = pid, after, 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.app(scope, receive, send)
        with self.lock:
            self.answers += 1
            if self.after and self.answers == self.after and self.pid:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(self.pid, signal.SIGKILL)


@dataclass
class Tally:
    """What has happened so far."""

    answers: int = 0
    kills: int = 0
    in_sealing: int = 0
    runs: int = 0
    resumes: int = 0
    cut_again: int = 0
    other_concurrency: int = 0
    bad_files: int = 0
    unequal: int = 0
    read_again: int = 0
    most_read_again: int = 0
    complaints: list[str] = field(default_factory=list)


class Bench:
    """The organisation on loopback, an uninterrupted run to compare with, and a place for files."""

    def __init__(self, folder: Path, url: str, plan: FaultPlan, killing: Killing) -> None:
        self.folder, self.plan, self.killing = folder, plan, killing
        self.said = folder / "said"
        self.tally = Tally()
        self.context = multiprocessing.get_context("forkserver")
        self.context.set_forkserver_preload(PRELOADED)
        who = settings(struck_org())
        self.environment = {
            "SIGMA_BASE_URL": url,
            "SIGMA_CLIENT_ID": who.client_id,
            "SIGMA_CLIENT_SECRET": who.client_secret,
        }
        self.calm = folder / "calm.duckdb"
        for path in (folder / "first.duckdb", self.calm):  # the first one starts the fork server
            plan.log.clear()
            began = time.monotonic()
            assert self.run(path, 4) == 0, self.said.read_text()
            self.seconds = time.monotonic() - began
        self.asked, self.answers = self.questions(), len(plan.log)

    def questions(self) -> Counter[str]:
        """Count each question since the log was last cleared; signing in is none."""
        return Counter(
            f"{one.path}?{one.query}" for one in self.plan.log if one.path not in SIGNING_IN
        )

    def run(
        self, out: Path, concurrency: int, *, after: int = 0, within: float = PATIENCE
    ) -> int | None:
        """Run the command to its end, or to its kill after so many answers or seconds."""
        arguments = [
            "collect", "--out", str(out), "--resume", "-q", "--concurrency", str(concurrency),
        ]  # fmt: skip
        self.killing.arm(0, after)
        process = self.context.Process(
            target=command, args=(arguments, self.environment, str(self.said))
        )
        process.start()
        self.killing.pid = process.pid or 0
        process.join(within)
        if process.is_alive():
            assert within < PATIENCE, "the command hangs"
            process.kill()
            process.join()
        self.killing.arm(0, 0)
        self.tally.runs += 1
        return process.exitcode

    def until_whole(self, rng: random.Random, cut: dict[str, Any], again: float) -> None:
        """Kill a run as `cut` says, resume it until it is whole, killing on by chance."""
        tally, out = self.tally, self.folder / "x.duckdb"
        self.plan.log.clear()
        concurrency, allowed = rng.choice(CONCURRENCIES), 0
        for turn in range(60):
            tally.resumes += partial_path(out).exists()
            code = self.run(out, concurrency, **cut)
            if code != -signal.SIGKILL:
                break
            tally.kills += 1
            if tally.kills % 25 == 0:
                print(f"{tally.kills} kills, {tally.runs} processes", flush=True)
            tally.cut_again += turn > 0
            tally.in_sealing += not (self.asked - self.questions())
            tally.bad_files += out.exists() and not is_whole(out)
            allowed += IN_FLIGHT * concurrency  # on their way, or answered and not yet on the disk
            if rng.random() < 0.3:
                concurrency = rng.choice(CONCURRENCIES)
                tally.other_concurrency += 1
            cut = {}
            if rng.random() < again:
                within = rng.uniform(0.1, self.seconds)
                cut = rng.choice([{"after": rng.randint(3, 15)}, {"within": within}])
        if code == 0:
            self.judge(out, allowed)
        else:
            tally.complaints.append(f"exit {code}: {self.said.read_text()[-300:]}")
        for path in self.folder.glob("x.duckdb*"):
            path.unlink()

    def judge(self, out: Path, allowed: int) -> None:
        """Compare what was resumed with what was never cut."""
        tally = self.tally
        if not is_whole(out):
            tally.bad_files += 1
            return
        found = differences(self.calm, out)
        if found or rows(out, "select status from snapshot_info") != [("complete",)]:
            tally.unequal += 1
            tally.complaints.append("; ".join(found)[:500] or "incomplete")
        twice = self.questions() - self.asked
        again = sum(twice.values())
        tally.read_again += again
        tally.most_read_again = max(tally.most_read_again, again)
        if again > allowed:
            asked = twice.most_common(5)
            tally.complaints.append(f"{again} put again, {allowed} were in flight: {asked}")


def is_whole(path: Path) -> bool:
    """Whether a file under the final name opens and says what it is."""
    try:
        return len(rows(path, "select status from snapshot_info")) == 1
    except AuditError:
        return False


@contextlib.contextmanager
def bench() -> Iterator[Bench]:
    """Serve the organisation, with the answers of a network, and take the uninterrupted run."""
    plan = FaultPlan(latency_seconds=0.01)
    killing = Killing(emulated(struck_org(), plan, page_limit=2))
    with tempfile.TemporaryDirectory() as folder, serve(killing) as url:  # type: ignore[arg-type]
        yield Bench(Path(folder), url, plan, killing)


def sweep(kills: int, seed: int, seconds: float = float("inf")) -> tuple[Bench, Tally]:
    """Kill after each answer, then at random, until there were so many kills."""
    rng, until = random.Random(seed), time.monotonic() + seconds
    with bench() as ours:
        for after in rng.sample(range(1, ours.answers + 1), ours.answers):
            if ours.tally.kills < kills and time.monotonic() < until:
                ours.until_whole(rng, {"after": after}, again=0.85)
                ours.tally.answers += 1
        while ours.tally.kills < kills and time.monotonic() < until:
            # Sealing is the last part of a run: a third of the cuts fall there.
            least = 0.55 if rng.random() < 0.35 else 0.05
            ours.until_whole(rng, {"within": rng.uniform(least, 1.0) * ours.seconds}, again=0.85)
        return ours, ours.tally


def said(ours: Bench, seed: int) -> str:
    """Write the result as Markdown."""
    tally = ours.tally
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    return "\n".join(
        [
            "# Kills, and what was left",
            "",
            f"`python tests/soak/kills.py --seed {seed} --record` on {machine}. "
            f"An uninterrupted run asks {ours.answers} times.",
            "",
            f"**bad files {tally.bad_files}, unequal resumes {tally.unequal}**",
            "",
            f"- kills with SIGKILL: {tally.kills}, after {tally.answers} of the {ours.answers} "
            f"answers and at random; {tally.cut_again} of them cut a resume, and "
            f"{tally.in_sealing} came when every answer was there: at the end, or in the sealing",
            f"- processes started: {tally.runs}; resumes: {tally.resumes}; concurrency drawn anew "
            f"{tally.other_concurrency} times",
            f"- compared relation by relation: {', '.join(FACTS)}",
            f"- questions put again, in all runs together: {tally.read_again}, at most "
            f"{tally.most_read_again} for one file; other complaints: {len(tally.complaints)}",
            "",
        ]
    )


def main() -> None:
    """Read the arguments, kill, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--record", action="store_true", help="keep it in tests/soak/kills.md")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="at most")
    given = parser.parse_args()
    ours, tally = sweep(given.kills, given.seed, given.seconds)
    text = said(ours, given.seed)
    print(text)
    for complaint in tally.complaints:
        print("!", complaint)
    if given.record:
        Path(__file__).with_suffix(".md").write_text(text, encoding="utf-8")
    sys.exit(bool(tally.bad_files or tally.unequal or tally.complaints))


if __name__ == "__main__":
    main()
