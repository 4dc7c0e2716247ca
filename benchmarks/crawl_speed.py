"""How fast a crawl is beside others': `python benchmarks/crawl_speed.py [--record] [--dlt PYTHON]`.

The small organisation on loopback, 64 connections, 80 ms an answer. Side by side in one run, at
equal requests: `sigma-audit collect`, dlt's `rest_api` source into DuckDB, and a script that asks
one after the other and inserts row by row. The other two ask page by page what our crawl has asked,
its closing reading included, and are handed token and ids for it: neither has to find out what to
ask. What they do not ask (the token, the probes) is counted and named, and that all three keep as
many rows is made sure of. dlt runs with 32 and with 64 workers, and its best run counts; of ours
the median does. It is no dependency of this project: `--dlt` names a Python that has `dlt[duckdb]`
and `requests` (else a virtual environment is made for it in a temporary folder). `--sample N` has
the script ask only some N requests, drawn evenly, and scales. `--record` keeps the figures in
`crawl_speed.md`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
import venv
from dataclasses import dataclass
from pathlib import Path
from statistics import median_low
from typing import Any

import duckdb
from canned import Behaviour, Canned, Emulated, canned
from crawl_speed_others import DLT, SCRIPT

from sigma_audit.collect.endpoints import ENDPOINTS
from sigma_audit.emulator.generator import generate
from sigma_audit.sigma.paging import query_of

CONNECTIONS, LATENCY = 64, 0.08
PLAN = "full"  # every member, team, object, connection and path is asked for by itself
RUNS = 3  # of ours, and of dlt with as many workers
WORKERS = (64, 32)  # of dlt
GOAL_DLT, GOAL_SCRIPT, GOAL_BOUND = 3.5, 60.0, 1.15


@dataclass(frozen=True)
class Took:
    """What one way took: requests, rows kept, and seconds.

    `crawling` ends with the last answer, `inside` is what a program says of itself, without the
    start of its process; `whole` is the process, `processor` what it used of one.
    """

    who: str
    requests: int
    rows: int
    crawling: float
    inside: float
    whole: float
    processor: float


def organisation() -> Emulated:
    """Make the small organisation: 200 members, 20 teams, 1,000 documents, 2,000 paths."""
    return Emulated(generate())


def token_of(server: Canned) -> str:
    import httpx

    form = {
        "grant_type": "client_credentials", "client_id": server.client_id,
        "client_secret": server.client_secret,
    }  # fmt: skip
    reply = httpx.post(f"{server.base_url}/v2/auth/token", data=form, trust_env=False)
    return str(reply.json()["access_token"])


def asked_in(snapshot: Path) -> tuple[list[dict[str, Any]], int, int, int]:
    """Give every chain that a crawl has asked, and its pages, rows and probes.

    SystemExit where something was asked twice: then no other could ask as many.
    """
    following = {"pages": ("nextPage", "page"), "tokens": ("nextPageToken", "pageToken")}
    with duckdb.connect(str(snapshot), read_only=True) as connection:
        found = connection.execute(
            "select endpoint, reading, list(parent_id order by parent_id) from meta.chains "
            "group by all order by all"
        ).fetchall()
        pages, rows, retries = connection.execute(
            "select sum(pages), sum(rows_served), sum(retries) from meta.chains"
        ).fetchall()[0]
        probes = len(connection.execute("from meta.probes").fetchall())
    if retries:
        raise SystemExit(f"{retries} requests had to be repeated: measure on a quieter machine")
    chains = [
        {
            "name": f"{name}_{reading}",
            "path": ENDPOINTS[name].path,
            "query": {**ENDPOINTS[name].query, **query_of(ENDPOINTS[name].style, None)},
            "parents": parents if ENDPOINTS[name].has_parent else None,
            "following": following.get(ENDPOINTS[name].style, ("", ""))[0],
            "cursor": following.get(ENDPOINTS[name].style, ("", ""))[1],
        }
        for name, reading, parents in found
    ]
    return chains, int(pages), int(rows), probes


def timed(server: Canned, who: str, command: list[str], environment: dict[str, str]) -> Took:
    """Run a command against the server; what it prints as JSON is what it says of itself."""
    server.behave(Behaviour(LATENCY))
    before, began = _cpu(), time.perf_counter()
    done = subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    whole = time.perf_counter() - began
    if done.returncode:
        raise SystemExit(f"{who} ended with {done.returncode}: {done.stderr[-2000:]}")
    counts = server.counts()
    inside, rows = json.loads(done.stdout) if done.stdout.startswith("[") else (whole, 0)
    crawling = counts.last - counts.first + LATENCY
    took = Took(who, counts.requests, rows, crawling, inside, whole, _cpu() - before)
    print(took, flush=True)
    return took


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(python: str, folder: Path, sample: int) -> tuple[Took, Took, Took, int]:
    """Run all three; gives ours, dlt's, the script's, and the requests that all three make."""
    ours, tried = [], []
    with canned(organisation) as server:
        signed_in = {
            "SIGMA_BASE_URL": server.base_url, "SIGMA_CLIENT_ID": server.client_id,
            "SIGMA_CLIENT_SECRET": server.client_secret,
        }  # fmt: skip

        def crawl(number: int) -> tuple[Took, Path]:
            out = folder / f"{number}.duckdb"
            command = [
                sys.executable, "-m", "sigma_audit", "collect", "-q", "--plan", PLAN,
                "--concurrency", str(CONNECTIONS), "--out", str(out),
            ]  # fmt: skip
            return timed(server, "`sigma-audit collect`", command, signed_in), out

        _, out = crawl(0)  # fills the server's memory, and is not counted
        chains, pages, rows, probes = asked_in(out)
        work = folder / "work.json"
        work.write_text(json.dumps(chains), encoding="utf-8")
        theirs = {"BASE": server.base_url, "TOKEN": token_of(server), "WORK": str(work)}
        for number in range(1, RUNS + 1):
            ours.append(crawl(number)[0])
            for workers in WORKERS:
                place = folder / f"dlt{number}-{workers}"
                place.mkdir()
                who = f"dlt `rest_api` into DuckDB, {workers} workers"
                told = {**theirs, "WORKERS": str(workers)}
                tried.append(timed(server, who, [python, "-c", DLT, str(place)], told))
        every = max(1, pages // sample) if sample else 1
        who = "one after the other, row by row" + ("" if every == 1 else f", 1 in {every}, scaled")
        command = [python, "-c", SCRIPT, str(folder / "script.duckdb")]
        script = timed(server, who, command, {**theirs, "EVERY": str(every)})
    for took in ours:
        if took.requests != pages + 1 + probes:
            raise SystemExit(f"ours made {took.requests}, not {pages} + a token + {probes} probes")
    for took in [*tried, *([script] if every == 1 else [])]:
        if (took.requests, took.rows) != (pages, rows):
            raise SystemExit(f"not as much as ours ({pages} requests, {rows} rows): {took}")
    middle = median_low(took.crawling for took in ours)
    mine = next(took for took in ours if took.crawling == middle)
    return mine, min(tried, key=lambda took: took.inside), script, pages


def table(ours: Took, dlt: Took, script: Took, shared: int) -> str:
    """Write the figures as Markdown: per request, and as multiples of ours."""
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    limit = LATENCY / CONNECTIONS
    mine, whole = ours.crawling / ours.requests, ours.whole / ours.requests
    rows = [
        ("`sigma-audit collect`, to the last answer", ours, ours.crawling),
        ("... process, and the sealing with its model, included", ours, ours.whole),
        (f"{dlt.who}, to the last answer", dlt, dlt.crawling),
        ("... loaded, without the start of its process", dlt, dlt.inside),
        ("... process included", dlt, dlt.whole),
        (script.who, script, script.inside),
    ]
    lines = [
        f"| {who} | {took.requests:,} | {seconds:.2f} s | {1000 * seconds / took.requests:.2f} ms "
        f"| {seconds / took.requests / limit:.2f} | {seconds / took.requests / mine:.2f} "
        f"| {seconds / took.requests / whole:.2f} "
        f"| {1000 * took.processor / took.requests:.2f} ms |"
        for who, took, seconds in rows
    ]
    loaded, asked = dlt.inside / dlt.requests, script.inside / script.requests
    return "\n".join(
        [
            "# A crawl beside others'",
            "",
            f"`python benchmarks/crawl_speed.py --record` on {machine}; load average "
            f"{os.getloadavg()[0]:.1f}. {CONNECTIONS} connections, {1000 * LATENCY:.0f} ms an "
            f"answer; nothing can be faster than {1000 * limit:.2f} ms a request (the bound). Plan "
            f"`{PLAN}`, the closing reading included: {shared:,} requests that all three make; "
            f"ours asks for a token and {ours.requests - shared - 1} probes beside, and finds out "
            "itself what to ask. Ours is the median run, dlt its best.",
            "",
            "| who | requests | took | a request | × the bound | × our crawl | × our run "
            "| processor |",
            "|---|---|---|---|---|---|---|---|",
            *lines,
            "",
            "Neither of the others computes who can access what; our run does, in its sealing.",
            "",
            f"- Wanted {GOAL_DLT} × faster than dlt: crawl against loaded {loaded / mine:.2f} ×, "
            f"process against process {dlt.whole / dlt.requests / whole:.2f} ×. Who loses no time "
            f"at all would be {loaded / limit:.2f} × faster.",
            f"- Wanted {GOAL_SCRIPT:.0f} × faster than the script: {asked / mine:.1f} ×, with the "
            f"sealing {asked / whole:.1f} ×; who loses no time at all: {asked / limit:.1f} ×.",
            f"- Wanted within {GOAL_BOUND} × the bound: {mine / limit:.2f} ×.",
            "",
        ]
    )


def main() -> None:
    """Read the arguments, measure, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dlt", metavar="PYTHON", help="an interpreter that has dlt[duckdb]")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="requests of the script")
    parser.add_argument("--record", action="store_true", help="keep it in crawl_speed.md")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        python = given.dlt
        if python is None:
            venv.create(folder / "dlt-venv", with_pip=True)
            python = str(folder / "dlt-venv/bin/python")
            wanted = ["dlt[duckdb]", "requests"]
            subprocess.run([python, "-m", "pip", "install", "-q", *wanted], check=True)
        text = table(*measure(python, folder, given.sample))
    print(text)
    if given.record:
        Path(__file__).with_suffix(".md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
