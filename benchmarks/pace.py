"""How near the pace comes to what a server allows: `python benchmarks/pace.py [--record]`.

Real time, real sockets: the client that `collect` uses asks a server that refuses what is beyond
its limit, 80 ms an answer, from the pace of a first run against Sigma. A run takes a minute; the
whole about ten, nearly all of it waiting. `--record` keeps the figures in `benchmarks/pace.md`.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
from pathlib import Path

from canned import Behaviour, Canned, Counts, Emulated, canned

from sigma_audit.config import Settings
from sigma_audit.emulator.generator import generate
from sigma_audit.sigma.answers import Failure
from sigma_audit.sigma.client import Client
from sigma_audit.sigma.pace import Pace

LATENCY = 0.08
BOUND = 1.15
SECONDS = 65.0  # that a run takes where nothing is wasted
# limit a second, burst, connections; the bound holds where the burst is the limit
LIMITS = ((5, 5, 4), (20, 20, 4), (100, 100, 16), (20, 5, 4), (100, 20, 16))
UNLIMITED = ((4, 1200), (16, 4000))  # connections, requests


def organisation() -> Emulated:
    """Make something to ask for."""
    org = generate(
        members=5, teams=2, workspaces=1, folders=1, documents=3, connections=1, paths=3, seed=1
    )
    return Emulated(org)


async def ask(server: Canned, count: int, connections: int, *, first_run: bool) -> float:
    """Have `count` requests answered; gives seconds."""
    settings = Settings(server.base_url, server.client_id, server.client_secret)
    left = iter(range(count))
    async with Client(settings, concurrency=connections) as client:
        if first_run:
            client._pace = Pace()  # on loopback it would begin unbounded
        await client.get("/v2/whoami", lambda document: document)
        began = asyncio.get_running_loop().time()

        async def worker() -> None:
            for _ in left:
                reply = await client.get("/v2/teams", lambda document: document, {"limit": "9"})
                assert not isinstance(reply, Failure), reply.detail

        await asyncio.gather(*(worker() for _ in range(connections)))
        return asyncio.get_running_loop().time() - began


def limited(server: Canned, rate: int, burst: int, connections: int) -> tuple[float, Counts]:
    """Run against a limit; gives how many times as long as it allows, and the counts."""
    count = int(rate * SECONDS) + burst
    server.behave(Behaviour(LATENCY, float(rate), float(burst)))
    seconds = asyncio.run(ask(server, count, connections, first_run=True))
    return seconds / ((count - burst) / rate), server.counts()


def unlimited(server: Canned, connections: int, count: int) -> float:
    """Run against no limit; gives how many times as long as the answers alone take."""
    server.behave(Behaviour(LATENCY))
    seconds = asyncio.run(ask(server, count, connections, first_run=False))
    return seconds / (count * LATENCY / connections)


def main() -> None:
    """Read the arguments, measure, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", action="store_true", help="keep it in benchmarks/pace.md")
    given = parser.parse_args()
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    lines = [
        "# The pace, in real time",
        "",
        f"`python benchmarks/pace.py --record` on {machine}. {1000 * LATENCY:.0f} ms an answer; "
        f"the bound is {BOUND} where a burst of the rate is allowed, or nothing is limited.",
        f"The machine's load average was {os.getloadavg()[0]:.0f} at the start: where others use "
        "the processor, the client itself is what is waited for.",
        "",
        "| limit a second | burst | connections | × what it allows | requests | refused |",
        "|---|---|---|---|---|---|",
    ]
    with canned(organisation) as server:
        for rate, burst, connections in LIMITS:
            factor, counts = limited(server, rate, burst, connections)
            lines.append(
                f"| {rate} | {burst} | {connections} | {factor:.3f} | {counts.requests:,} "
                f"| {counts.refused}, after the first minute {counts.refused_late} |"
            )
            print(lines[-1], flush=True)
        for connections, count in UNLIMITED:
            factor = unlimited(server, connections, count)
            lines.append(f"| none | – | {connections} | {factor:.3f} | {count:,} | 0 |")
            print(lines[-1], flush=True)
    text = "\n".join([*lines, ""])
    print(text)
    if given.record:
        Path(__file__).with_suffix(".md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
