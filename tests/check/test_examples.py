"""The recipes of `examples/`, each run as far as it can be without cron, systemd or a service."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from emulator.tiny import ADA, tiny
from sigma_audit.emulator.app import create_app
from sigma_audit.emulator.server import serve

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SCRIPT = EXAMPLES / "collect-and-check.sh"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A place with `sigma-audit` on the path and a secret file that only its owner may read."""
    commands = tmp_path / "bin"
    commands.mkdir()
    command = commands / "sigma-audit"
    command.write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -m sigma_audit "$@"\n', encoding="utf-8"
    )
    command.chmod(0o755)
    secret = tmp_path / "secret"
    secret.write_text(ADA[1], encoding="utf-8")
    secret.chmod(0o600)
    shutil.copytree(EXAMPLES / "policy", tmp_path / "policy")
    # the shipped waiver speaks of somebody whom this small organisation does not have
    (tmp_path / "policy" / "waivers.toml").unlink()
    return {
        "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "SIGMA_CLIENT_ID": ADA[0],
        "SIGMA_CLIENT_SECRET_FILE": str(secret),
    }


def test_the_script_collects_checks_and_hands_on_the_exit_code(
    environment: dict[str, str], tmp_path: Path
) -> None:
    with serve(create_app(tiny(), token_rate=False)) as url:
        ran = {
            fail_on: subprocess.run(
                ["/bin/sh", SCRIPT],
                cwd=tmp_path,
                env={**environment, "SIGMA_BASE_URL": url, "FAIL_ON": fail_on},
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
            for fail_on in ("never", "critical")
        }
    assert (ran["never"].returncode, ran["never"].stdout) == (0, ""), ran["never"].stderr
    # the sentinel of examples/policy is not of this organisation
    assert ran["critical"].returncode == 1, ran["critical"].stderr
    results = tmp_path / "results"
    assert "sentinels" in (results / "findings.csv").read_text(encoding="utf-8-sig")
    assert json.loads((results / "findings.sarif").read_text())["version"] == "2.1.0"
    assert "<testsuites" in (results / "findings.xml").read_text()


def test_the_script_ends_where_nothing_can_be_collected(
    environment: dict[str, str], tmp_path: Path
) -> None:
    environment.pop("SIGMA_CLIENT_ID")
    ran = subprocess.run(
        ["/bin/sh", SCRIPT], cwd=tmp_path, env=environment, capture_output=True, check=False
    )
    assert ran.returncode == 2
    assert not list((tmp_path / "results").iterdir())


def test_the_cron_line_is_one() -> None:
    lines = (EXAMPLES / "crontab").read_text(encoding="utf-8").splitlines()
    entries = [
        line for line in lines if line and not line.startswith("#") and "=" not in line.split()[0]
    ]
    (entry,) = entries
    times, command = entry.split(maxsplit=5)[:5], entry.split(maxsplit=5)[5]
    assert all(re.fullmatch(r"[\d*/,-]+", field) for field in times)
    assert SCRIPT.name in command


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    units = sorted((EXAMPLES / "systemd").iterdir())
    assert [unit.suffix for unit in units] == [".service", ".timer"]
    service, timer = (unit.read_text(encoding="utf-8") for unit in units)
    assert re.search(rf"^ExecStart=\S*/{re.escape(SCRIPT.name)}$", service, re.MULTILINE)
    assert re.search(r"^OnCalendar=\S", timer, re.MULTILINE)
    assert "WantedBy=timers.target" in timer
    if shutil.which("systemd-analyze"):
        when = re.search(r"^OnCalendar=(.*)$", timer, re.MULTILINE)
        assert when
        subprocess.run(["systemd-analyze", "calendar", when[1]], check=True, capture_output=True)


def test_the_workflow_runs_the_script_and_uploads_what_it_writes() -> None:
    text = (EXAMPLES / "ci" / "check.yml").read_text(encoding="utf-8")
    assert f"sh examples/{SCRIPT.name}" in text
    assert "results/findings.sarif" in text
    assert "results/findings.sarif" in SCRIPT.read_text().replace('"$results/', "results/").replace(
        '"', ""
    )
    assert "\t" not in text


def test_no_recipe_holds_a_secret() -> None:
    for path in EXAMPLES.rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"SIGMA_CLIENT_SECRET=\S", text), path
