"""How much memory a crawl takes: `python benchmarks/memory.py [SIZE] [--record]`.

A generated organisation's pages (`benchmarks/organisation.py`) are served from a process of their
own and collected by the real command with the plan `principals`, by 4 and by 64 connections. Peaks
are the command's own resident memory: to the last answer, and with the sealing. `--record` keeps
the figures in `benchmarks/memory.md`.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import duckdb
from canned import Behaviour, Canned, canned
from organisation import SIZES, write_pages

from sigma_audit.collect.endpoints import ENDPOINTS
from sigma_audit.snapshot.partial import partial_path

BOUND = 450.0  # MB, of a million bytes each
PAGING = {"page", "limit", "pageToken", "pageSize"}


class Pages:
    """Answers from the pages of a working file, each under the cursor that the one before names."""

    def __init__(self, file: Path) -> None:
        self.client_id, self.client_secret = "generated", "generated"
        self._pages: dict[tuple[str, str, str], bytes] = {}
        with duckdb.connect(str(file), read_only=True) as connection:
            for name in ENDPOINTS:
                self._load(connection, name)

    def _load(self, connection: duckdb.DuckDBPyConnection, name: str) -> None:
        pages = connection.execute(
            f"select parent_id, body from raw.{name} order by parent_id, page_number"
        )
        before, cursor = None, ""
        while found := pages.fetchmany(500):
            for parent, body in found:
                cursor = cursor if parent == before else ""
                self._pages[(name, parent, cursor)] = body.encode()
                document = json.loads(body)
                after = document if isinstance(document, dict) else {}
                cursor = unquote(str(after.get("nextPage") or after.get("nextPageToken") or ""))
                before = parent

    async def ask(self, verb: str, target: str, _: bytes) -> tuple[int, bytes]:
        if verb == "POST":
            return 200, b'{"access_token": "generated", "expires_in": 36000}'
        url = urlsplit(target)
        query = dict(parse_qsl(url.query, keep_blank_values=True))
        cursor = query.get("page") or query.get("pageToken") or ""
        kept = {name: value for name, value in query.items() if name not in PAGING}
        for name, endpoint in ENDPOINTS.items():
            parent = _parent(endpoint.path, dict(endpoint.query), url.path, kept)
            if parent is not None and (name, parent, cursor) in self._pages:
                return 200, self._pages[(name, parent, cursor)]
        if _is_list(url.path):
            return 200, b'{"entries": [], "nextPage": null}'
        return 404, b'{"code": "not_found", "message": "not generated", "requestId": "0"}'


def _is_list(path: str) -> bool:
    return not path.startswith("/v2/files/")


def _parent(template: str, wanted: dict[str, str], path: str, query: dict[str, str]) -> str | None:
    """Say what an endpoint was asked for here; None when it is not this endpoint."""
    before, has_parent, after = template.partition("{parent}")
    if has_parent:
        if not (path.startswith(before) and path.endswith(after)) or wanted != query:
            return None
        return path[len(before) : len(path) - len(after)]
    asked = [name for name, value in wanted.items() if value == "{parent}"]
    if path != template or wanted.keys() != query.keys():
        return None
    if any(query[name] != value for name, value in wanted.items() if name not in asked):
        return None
    return query[asked[0]] if asked else ""


def measure(server: Canned, concurrency: int, folder: Path) -> dict[str, float]:
    """Collect once; gives requests, seconds and peaks in MB."""
    server.behave(Behaviour(0.01))
    environment = {
        **os.environ, "SIGMA_BASE_URL": server.base_url, "SIGMA_CLIENT_ID": server.client_id,
        "SIGMA_CLIENT_SECRET": server.client_secret,
    }  # fmt: skip
    out = folder / f"{concurrency}.duckdb"
    command = [
        sys.executable, "-m", "sigma_audit", "collect", "-q", "--plan", "principals",
        "--concurrency", str(concurrency), "--out", str(out),
    ]  # fmt: skip
    began = time.monotonic()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    peaks: list[tuple[float, float]] = []
    while process.poll() is None:
        peaks.append((time.monotonic(), _peak(process.pid)))
        time.sleep(0.2)
    counts = server.counts()
    if not out.exists():
        raise SystemExit(f"collect ended with {process.returncode}")
    whole = max(peak for _, peak in peaks)
    return {
        "requests": counts.requests,
        "code": process.returncode,
        "seconds": time.monotonic() - began,
        "crawl": max(peak for at, peak in peaks if at <= counts.last + 0.5),
        "whole": whole,
        "file": out.stat().st_size / 1e6,
    }


def _peak(pid: int) -> float:
    """Give the peak of a process's resident memory so far, in MB (a million bytes)."""
    try:
        text = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    lines = [line for line in text.splitlines() if line.startswith("VmHWM")]
    return int(lines[0].split()[1]) * 1024 / 1e6 if lines else 0.0


def table(size: str, found: dict[int, dict[str, float]]) -> str:
    """Write the figures as Markdown."""
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    lines = [
        f"| {concurrency} | {one['requests']:,.0f} | {one['crawl']:.0f} MB "
        f"| {one['whole']:.0f} MB | {one['file']:.0f} MB |"
        for concurrency, one in found.items()
    ]
    return "\n".join(
        [
            "# The memory of a crawl",
            "",
            f"`python benchmarks/memory.py {size} --record` on {machine}, DuckDB "
            f"{duckdb.__version__}. {SIZES[size]}, plan `principals`. "
            f"The bound at `large` is {BOUND:.0f} MB.",
            "",
            "| connections | requests | peak to the last answer | peak with the sealing | file |",
            "|---|---|---|---|---|",
            *lines,
            "",
        ]
    )


def main() -> None:
    """Read the arguments, measure, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", nargs="?", default="large", choices=list(SIZES))
    parser.add_argument("--concurrency", type=int, nargs="+", default=[4, 64])
    parser.add_argument("--record", action="store_true", help="keep it in benchmarks/memory.md")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages = folder / "pages.duckdb"
        write_pages(pages, SIZES[given.size], plan="principals").close()
        with canned(functools.partial(Pages, partial_path(pages))) as server:
            found = {}
            for concurrency in given.concurrency:
                found[concurrency] = measure(server, concurrency, folder)
                print(found[concurrency], flush=True)
    text = table(given.size, found)
    print(text)
    if given.record:
        Path(__file__).with_suffix(".md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
