"""Nothing but GET and the token request leaves, and no secret stays anywhere."""

import json
import logging
import os
import re
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from collect.crawl import emulated, settings, take
from collect.fault_kinds import struck_org
from sigma_audit.collect.endpoints import ENDPOINTS, EXTRAS
from sigma_audit.collect.run import PLANS
from sigma_audit.emulator.faults import Fault, FaultPlan
from sigma_audit.emulator.org import Org
from sigma_audit.emulator.server import serve
from sigma_audit.emulator.tokens import MARK
from sigma_audit.snapshot.partial import partial_path

CANARY = f"{MARK}7c1f"
TOKEN_PATH = "/v2/auth/token"


def org_with_canary() -> Org:
    org = struck_org()
    next(iter(org.credentials.values())).client_secret = CANARY
    return org


@pytest.mark.parametrize("plan", PLANS)
def test_only_get_and_the_token_request_leave_a_whole_run(plan: str, tmp_path: Path) -> None:
    org, sent = struck_org(), list[tuple[str, str]]()
    app = emulated(org, unfiltered_grants=plan == "full")
    outcome = take(app, tmp_path / "x.duckdb", settings(org), sent=sent, plan=plan, extras=EXTRAS)
    assert outcome.status == "complete"
    assert len(sent) > 40
    assert {verb for verb, path in sent if path != TOKEN_PATH} == {"GET"}
    assert {verb for verb, path in sent if path == TOKEN_PATH} == {"POST"}
    assert sum(path == TOKEN_PATH for _, path in sent) == 1


def test_every_other_verb_is_stopped_before_it_is_sent() -> None:
    import asyncio

    from sigma_audit.sigma.client import Client
    from sigma_audit.sigma.hosts import url_of

    async def work(verb: str, path: str) -> None:
        async with Client(settings(struck_org())) as client:
            lane = await client._lanes.get()
            await client._send(lane, verb, url_of(client.base_url, path))

    for verb in ("POST", "PUT", "PATCH", "DELETE"):
        with pytest.raises(AssertionError, match="not for this tool"):
            asyncio.run(work(verb, "/v2/grants"))


def tokens_of(app: Any) -> set[str]:
    """Tokens that the organisation has given out."""
    return set(app.state.emulator.tokens._access)


def everything_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Bytes of every file, and every cell of every table, which the file may hold packed."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield str(path), path.read_bytes()
        if path.suffix in (".duckdb", ".partial"):
            with duckdb.connect(str(path), read_only=True) as connection:
                tables = connection.execute(
                    "select schema_name || '.' || table_name from duckdb_tables()"
                ).fetchall()
                for (table,) in tables:
                    rows = connection.execute(f"select to_json(t)::varchar from {table} t")
                    yield f"{path}: {table}", json.dumps(rows.fetchall()).encode()


def leaks(where: Iterator[tuple[str, bytes]], secrets: set[str]) -> list[str]:
    return [name for name, text in where if any(one.encode() in text for one in secrets)]


def arguments_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def test_no_secret_in_files_logs_or_arguments_over_a_run_with_faults_and_kills(
    tmp_path: Path,
) -> None:
    org = org_with_canary()
    plan = FaultPlan(
        [
            Fault("unauthorized", nth=12),
            Fault("status", "listTeams", status=500, times=2),
            Fault("edge", "listWorkbooks", status=403),
            Fault("cut", "listMembers"),
            Fault("status", "listDataModels", status=403, times=None),
        ],
        latency_seconds=0.005,
    )
    app = emulated(org, plan)
    out = tmp_path / "x.duckdb"
    said, arguments = b"", b""
    with serve(app) as url:
        environment = {
            **os.environ, "SIGMA_BASE_URL": url, "SIGMA_CLIENT_ID": "fault-id",
            "SIGMA_CLIENT_SECRET": CANARY,
        }  # fmt: skip
        command = [
            sys.executable, "-m", "sigma_audit", "collect", "-v", "--resume", "--out", str(out),
        ]  # fmt: skip
        for stop, ended in ((signal.SIGKILL, -9), (signal.SIGINT, 130), (None, 4)):
            plan.log.clear()
            process = subprocess.Popen(
                command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
            )
            deadline = time.monotonic() + 60
            while stop and len(plan.log) < 25 and time.monotonic() < deadline:
                arguments += arguments_of(process.pid)
                time.sleep(0.01)
            if stop:
                process.send_signal(stop)
            text, _ = process.communicate(timeout=120)
            said += text
            assert process.returncode == ended, text
            if stop:
                assert partial_path(out).exists()
                assert not leaks(everything_in(tmp_path), {CANARY} | tokens_of(app))
    secrets = {CANARY} | tokens_of(app)
    assert len(secrets) >= 3, "a token for each start that signed in"
    assert b"GET /v2/members" in said
    assert b"collect" in arguments
    where = [*everything_in(tmp_path), ("what was said", said), ("arguments", arguments)]
    assert len(where) > len(ENDPOINTS)
    assert leaks(iter(where), secrets) == []
    assert MARK.encode() not in said


def test_no_secret_in_a_traceback_or_in_any_librarys_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    org = org_with_canary()
    app = emulated(org)
    asked = iter(range(1, 1000))

    def break_down() -> None:
        if next(asked) == 30:
            raise RuntimeError("a bug")

    with caplog.at_level(logging.DEBUG), pytest.raises(BaseExceptionGroup) as caught:
        take(app, tmp_path / "x.duckdb", settings(org), before=break_down)
    shown = "".join(traceback.format_exception(caught.value))
    assert "a bug" in shown
    assert len(caplog.records) > 25
    for secret in {CANARY} | tokens_of(app):
        assert secret not in shown
        assert secret not in caplog.text
    assert not re.search(r"(?i)bearer [a-z0-9]|basic [a-z0-9]", caplog.text)
