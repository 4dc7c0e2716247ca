"""How fast a crawl is beside others': `python benchmarks/crawl_speed.py [--record] [--dlt PYTHON]`.

One organisation on loopback, 64 connections, 80 ms an answer. Side by side in one run: `sigma-audit
collect` (sealing included), dlt's `rest_api` source into DuckDB, and a script that asks one after
the other and inserts row by row. dlt is no dependency of this project: `--dlt` names a Python that
has `dlt[duckdb]` (else a virtual environment is made for it in a temporary folder). The script's
time is scaled from its first requests. `--record` keeps the figures in `crawl_speed.md`.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

from canned import Behaviour, Canned, Emulated, canned

from sigma_audit.emulator.generator import generate

CONNECTIONS, LATENCY = 64, 0.08
SEQUENTIAL = 150  # requests of the sequential script; the rest is scaled
LISTS = (
    ("members", "/v2/members", "memberId", "userId"),
    ("teams", "/v2/teams", "teamId", "teamId"),
    ("workspaces", "/v2/workspaces", "workspaceId", "inodeId"),
    ("workbooks", "/v2/workbooks", "workbookId", "inodeId"),
    ("data_models", "/v2/dataModels", "dataModelId", "inodeId"),
    ("datasets", "/v2/datasets", "datasetId", "inodeId"),
    ("reports", "/v2/reports", "reportId", "inodeId"),
    ("files", "/v2/files", "id", "inodeId"),
)  # name, path, id of a row, parameter by which its grants are asked

SCRIPT = """
import duckdb, json, os, sys, time, requests
base, most, lists = os.environ["BASE"], int(sys.argv[1]), json.loads(os.environ["LISTS"])
session = requests.Session()
session.headers["Authorization"] = "Bearer " + os.environ["TOKEN"]
con = duckdb.connect(sys.argv[2])
asked, began = 0, time.perf_counter()
def pages(table, path, params):
    global asked
    con.execute(f'create table if not exists "{table}" (id varchar, body json)')
    cursor = None
    while asked < most:
        page = session.get(base + path, params=params | ({"page": cursor} if cursor else {})).json()
        asked += 1
        for row in page["entries"]:
            con.execute(f'insert into "{table}" values (?, ?)', [str(row), json.dumps(row)])
            yield row
        cursor = page.get("nextPage")
        if not cursor:
            return
for name, path, key, parameter in lists:
    for row in list(pages(name, path, {"limit": 1000, "skipPermissionCheck": "true"})):
        list(pages("grants", "/v2/grants", {parameter: row[key], "limit": 1000}))
print(json.dumps([asked, time.perf_counter() - began]))
"""

DLT = """
import json, os, sys, time
os.environ |= {"EXTRACT__WORKERS": "64", "EXTRACT__MAX_PARALLEL_ITEMS": "200",
               "RUNTIME__DLTHUB_TELEMETRY": "false", "RUNTIME__LOG_LEVEL": "ERROR"}
import dlt
from dlt.sources.rest_api import rest_api_source
lists, folder = json.loads(os.environ["LISTS"]), sys.argv[1]
pager = {"type": "cursor", "cursor_path": "nextPage", "cursor_param": "page"}
def resource(name, path, params):
    return {"name": name, "parallelized": True, "endpoint": {
        "path": path, "params": params, "paginator": pager, "data_selector": "entries"}}
resources = []
for name, path, key, parameter in lists:
    resources.append(resource(name, path[1:], {"limit": 1000, "skipPermissionCheck": "true"}))
    asked = {"limit": 1000, parameter: "{resources.%s.%s}" % (name, key)}
    resources.append(resource(name + "_grants", "v2/grants", asked))
source = rest_api_source({"client": {"base_url": os.environ["BASE"] + "/", "auth": {
    "type": "bearer", "token": os.environ["TOKEN"]}}, "resources": resources})
began = time.perf_counter()
pipeline = dlt.pipeline("crawl", pipelines_dir=folder, dataset_name="raw",
                        destination=dlt.destinations.duckdb(folder + "/dlt.duckdb"))
pipeline.run(source)
print(json.dumps(time.perf_counter() - began))
"""


def organisation() -> Emulated:
    """Make a small organisation that takes some two thousand requests."""
    org = generate(
        members=300, teams=40, workspaces=40, folders=120, documents=1_300, connections=2,
        paths=1_500, seed=1,
    )  # fmt: skip
    return Emulated(org)


def token_of(server: Canned) -> str:
    import httpx

    form = {
        "grant_type": "client_credentials", "client_id": server.client_id,
        "client_secret": server.client_secret,
    }  # fmt: skip
    reply = httpx.post(f"{server.base_url}/v2/auth/token", data=form, trust_env=False)
    return str(reply.json()["access_token"])


def timed(
    server: Canned, command: list[str], environment: dict[str, str]
) -> tuple[str, int, float]:
    """Run a command against the server; gives what it printed, its requests, its CPU seconds."""
    server.behave(Behaviour(LATENCY))
    whole = {**os.environ, **environment}
    before = _cpu()
    done = subprocess.run(command, env=whole, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{command[:3]} ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout, server.counts().requests, _cpu() - before


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(python: str, folder: Path) -> list[tuple[str, int, float, float, str]]:
    """Run all three; gives (who, requests, seconds, note) rows."""
    rows: list[tuple[str, int, float, float, str]] = []
    with canned(organisation) as server:
        signed_in = {
            "SIGMA_BASE_URL": server.base_url, "SIGMA_CLIENT_ID": server.client_id,
            "SIGMA_CLIENT_SECRET": server.client_secret,
        }  # fmt: skip
        token = token_of(server)
        theirs = {"BASE": server.base_url, "TOKEN": token, "LISTS": json.dumps(LISTS)}
        for number in range(2):  # the first one fills the server's memory and is not counted
            began = time.perf_counter()
            _, asked, cpu = timed(
                server,
                [sys.executable, "-m", "sigma_audit", "collect", "-q", "--concurrency",
                 str(CONNECTIONS), "--out", str(folder / f"{number}.duckdb")],
                signed_in,
            )  # fmt: skip
            ours = time.perf_counter() - began
        counts = server.counts()
        crawling = counts.last - counts.first
        rows.append(("`sigma-audit collect`, to the last answer", asked, crawling, math.nan, ""))
        rows.append(("`sigma-audit collect`, process and sealing included", asked, ours, cpu, ""))
        for number in range(2):
            (folder / f"dlt{number}").mkdir()
            printed, asked, cpu = timed(
                server, [python, "-c", DLT, str(folder / f"dlt{number}")], theirs
            )
        rows.append(("dlt `rest_api` into DuckDB, 64 workers", asked, float(printed), cpu, ""))
        command = [python, "-c", SCRIPT, str(SEQUENTIAL), str(folder / "script.duckdb")]
        printed, asked, cpu = timed(server, command, theirs)
        rows.append(
            (
                "one after the other, row by row",
                asked,
                json.loads(printed)[1],
                cpu,
                "a prefix, scaled",
            )
        )
    return rows


def table(rows: list[tuple[str, int, float, float, str]]) -> str:
    """Write the rows as Markdown: per request, as multiples of ours."""
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    limit = LATENCY / CONNECTIONS
    first = rows[0][2] / rows[0][1]
    whole = rows[1][2] / rows[1][1]
    lines = [
        f"| {who} | {asked:,} | {1000 * seconds / asked:.2f} ms | {seconds / asked / limit:.2f} "
        f"| {seconds / asked / first:.1f} | {seconds / asked / whole:.1f} "
        f"| {'' if math.isnan(cpu) else f'{1000 * cpu / asked:.2f} ms'} | {note} |"
        for who, asked, seconds, cpu, note in rows
    ]
    load = f"{os.getloadavg()[0]:.1f}"
    return "\n".join(
        [
            "# A crawl beside others'",
            "",
            f"`python benchmarks/crawl_speed.py --record` on {machine}; load average {load}. "
            f"{CONNECTIONS} connections, {1000 * LATENCY:.0f} ms an answer; nothing can be faster "
            f"than {1000 * limit:.2f} ms a request.",
            "",
            "| who | requests | a request | × the bound | × our crawl | × our run | processor | |",
            "|---|---|---|---|---|---|---|---|",
            *lines,
            "",
        ]
    )


def main() -> None:
    """Read the arguments, measure, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dlt", metavar="PYTHON", help="an interpreter that has dlt[duckdb]")
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
        text = table(measure(python, folder))
    print(text)
    if given.record:
        Path(__file__).with_suffix(".md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
