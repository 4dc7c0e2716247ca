"""The commands that talk to Sigma, over a real socket: collect, doctor, api, emulator serve."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from cli.conftest import SECRET, Run
from emulator.tiny import BEN
from sigma_audit.emulator.tokens import MARK
from sigma_audit.sigma import client
from sigma_audit.snapshot import arenas


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Ask again at once, as often as ever."""
    monkeypatch.setattr(client, "SHORTEST", 0.0)
    monkeypatch.setattr("sigma_audit.sigma.auth.APART", 0.0)
    return monkeypatch


def test_collect_prints_the_sealed_path_and_nothing_else(
    run: Run, signed_in: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared: list[bool] = []
    monkeypatch.setattr(arenas, "share", lambda: shared.append(True))
    result = run("collect")
    assert shared, "its threads share what they free"
    assert result.exit_code == 0, result.stderr
    (line,) = result.stdout.splitlines()
    assert Path(line).is_file()
    assert Path(line).stat().st_mode & 0o777 == 0o600
    assert "DEMO DATA, complete: " in result.stderr
    assert run("access", "member", "ben@tiny.test", "--format", "json").exit_code == 0
    again = run("collect", "--out", line)
    assert (again.exit_code, again.stdout) == (5, "")


def test_a_credential_that_is_no_admins_seals_an_incomplete_one(
    run: Run, signed_in: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SIGMA_CLIENT_ID", BEN[0])
    monkeypatch.setenv("SIGMA_CLIENT_SECRET", BEN[1])
    out = tmp_path / "part.duckdb"
    result = run("collect", "--out", out)
    assert result.exit_code == 4
    assert result.stdout == f"{out}\n"
    assert "incomplete" in result.stderr
    strict = run("collect", "--out", tmp_path / "strict.duckdb", "--require-admin")
    assert (strict.exit_code, strict.stdout) == (3, "")
    assert "not an Admin's" in strict.stderr
    assert not (tmp_path / "strict.duckdb").exists()


def test_v_shows_each_request(run: Run, signed_in: None) -> None:
    result = run("api", "GET", "/v2/whoami", "-v")
    assert "GET " in result.stderr
    assert "/v2/whoami" in result.stderr
    assert json.loads(result.stdout)["userId"] == "ada"


def test_api_merges_pages_and_sends_nothing_but_get(run: Run, signed_in: None) -> None:
    whole = json.loads(run("api", "GET", "/v2/files?limit=3").stdout)
    alone = json.loads(run("api", "get", "/v2/files?limit=500").stdout)
    assert len(whole["entries"]) > 3
    assert [entry["id"] for entry in whole["entries"]] == [e["id"] for e in alone["entries"]]
    assert "nextPage" not in whole
    refused = run("api", "DELETE", "/v2/members/ada")
    assert (refused.exit_code, refused.stdout) == (5, "")
    assert "only reads" in refused.stderr
    missing = run("api", "GET", "/v2/no-such-thing")
    assert (missing.exit_code, missing.stdout) == (3, "")
    assert run("api", "GET", "v2/whoami").exit_code == 2


def test_doctor_says_as_whom_and_what_it_would_cost(
    run: Run, signed_in: None, tmp_path: Path
) -> None:
    out = tmp_path / "findings.json"
    text = run("doctor", "--out", out)
    assert text.exit_code == 0
    assert "Signed in as ada, account type admin: an Admin" in text.stdout
    assert "standard" in text.stdout
    shared = out.read_text()
    assert "ada" not in shared.split()
    assert "tiny.test" not in shared
    document = json.loads(run("doctor", "--format", "json").stdout)
    assert {row["plan"] for row in document["rows"]} == {
        "principals", "objects", "standard", "full",
    }  # fmt: skip
    assert document["facts"]["source"] == "emulator"


@pytest.mark.parametrize("words", [["collect"], ["doctor"], ["api", "GET", "/v2/whoami"]])
def test_without_credentials_what_is_missing_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("BASE_URL", "CLIENT_ID", "CLIENT_SECRET", "CLIENT_SECRET_FILE"):
        monkeypatch.delenv(f"SIGMA_{name}", raising=False)
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "SIGMA_CLIENT_ID" in result.stderr
    assert "sigma-audit demo" in result.stderr


@pytest.mark.parametrize("words", [["collect"], ["doctor"], ["api", "GET", "/v2/whoami"]])
def test_wrong_credentials(
    run: Run, signed_in: None, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setenv("SIGMA_CLIENT_SECRET", f"{MARK}canary")
    result = run(*words)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "does not accept these credentials" in result.stderr
    assert f"{MARK}canary" not in result.stderr
    assert not list(Path.cwd().rglob("*.duckdb*"))


def test_no_way_to_the_host(run: Run, signed_in: None, impatient: pytest.MonkeyPatch) -> None:
    impatient.setenv("SIGMA_BASE_URL", "http://127.0.0.1:9")
    result = run("collect")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "SIGMA_BASE_URL" in result.stderr


def test_a_host_that_is_not_sigma(run: Run, signed_in: None, impatient: pytest.MonkeyPatch) -> None:
    """Somebody's web site answers everything with a page of HTML."""

    class Site(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<html>Welcome</html>")

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Site) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        impatient.setenv("SIGMA_BASE_URL", f"http://127.0.0.1:{site.server_port}")
        result = run("doctor")
        site.shutdown()
    assert (result.exit_code, result.stdout) == (3, "")
    assert "does not look like Sigma's API" in result.stderr


def test_a_wrong_host_is_a_configuration_error_when_it_cannot_be_one(
    run: Run, signed_in: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGMA_BASE_URL", "http://sigma.example")
    result = run("collect")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "plain http" in result.stderr


def test_a_place_that_cannot_be_written(run: Run, signed_in: None, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = run("collect", "--out", tmp_path / "file" / "below.duckdb")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "cannot write" in result.stderr
    assert "--out" in result.stderr
    folder = run("collect", "--out", tmp_path)
    assert folder.exit_code == 2
    assert "is a folder" in folder.stderr


def test_the_plans_are_those_of_the_collector() -> None:
    from sigma_audit.cli.collect import PLANS
    from sigma_audit.collect import run as collecting

    assert PLANS == collecting.PLANS


def test_emulator_serve_prints_what_collect_needs_and_ends_when_interrupted(
    tmp_path: Path,
) -> None:
    server = subprocess.Popen(
        [sys.executable, "-m", "sigma_audit", "emulator", "serve", "--seed", "3",
         "--refuse", "listTeams"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        lines = [server.stdout.readline() for _ in range(3)]
        env = dict(line.removeprefix("export ").strip().split("=", 1) for line in lines)
        done, refused = (
            subprocess.run(
                [sys.executable, "-m", "sigma_audit", "api", "GET", path],
                env={**env, "HOME": str(tmp_path), "PATH": ""}, cwd=tmp_path,
                capture_output=True, text=True,
            )
            for path in ("/v2/whoami", "/v2/teams")
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert (refused.returncode, refused.stdout) == (3, "")
        assert "403" in refused.stderr
        assert json.loads(done.stdout)["organizationId"]
        assert SECRET not in done.stderr
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=20) == 130
        assert server.stderr is not None
        assert "Traceback" not in server.stderr.read()
    finally:
        server.kill()
        server.communicate()


def test_a_taken_port_is_said(run: Run, base_url: str) -> None:
    result = run("emulator", "serve", "--port", base_url.rpartition(":")[2])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "cannot listen on" in result.stderr


def test_an_operation_that_the_description_does_not_know_is_said(run: Run) -> None:
    result = run("emulator", "serve", "--refuse", "getTeamMember")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "'getTeamMember'" in result.stderr
    assert "getTeamMembers" in result.stderr
