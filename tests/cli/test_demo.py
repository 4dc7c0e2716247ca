"""The demo, whole: over a real socket, with nothing configured, in a folder of its own."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from cli.conftest import Run


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """Run the demo once; gives its working directory and what it printed."""
    import os
    import subprocess
    import sys

    folder = tmp_path_factory.mktemp("demo")
    env = {key: value for key, value in os.environ.items() if not key.startswith("SIGMA_")}
    done = subprocess.run(
        [sys.executable, "-m", "sigma_audit", "demo"],
        cwd=folder, env={**env, "HOME": str(folder)}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return folder, done.stdout.splitlines()


def test_it_leaves_three_sealed_snapshots_and_says_where(told: tuple[Path, list[str]]) -> None:
    folder, lines = told
    snapshots = sorted((folder / "demo" / "snapshots").rglob("*.duckdb"))
    assert len(snapshots) == 3
    assert [folder / line.strip() for line in lines if line.endswith(".duckdb")][:3] == snapshots
    assert not list(folder.rglob("*.partial"))
    assert "made-up data" in lines[0]


def test_it_writes_every_report_as_html_and_csv(told: tuple[Path, list[str]]) -> None:
    folder, lines = told
    reports = folder / "demo" / "reports"
    written = {path.stem for path in reports.glob("*.csv")}
    assert written >= {
        "overview", "access_by_object", "access_by_member", "connections", "privileged",
        "changes", "coverage",
    }  # fmt: skip
    assert {path.stem for path in reports.glob("*.html")} == {*written, "index"}
    assert f"  {Path('demo') / 'reports' / 'index.html'}" in lines


def test_the_commands_it_offers_work(
    told: tuple[Path, list[str]], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, lines = told
    monkeypatch.chdir(folder)
    offered = [shlex.split(line)[1:] for line in lines if line.startswith("  sigma-audit ")]
    assert len(offered) == 3
    for words in offered:
        result = run(*words)
        assert result.exit_code == 0, result.stderr
        assert result.stdout.strip()
        assert "DEMO DATA" in result.stderr


def test_dana_lost_the_board_pack_and_the_answer_says_by_what(
    told: tuple[Path, list[str]], run: Run
) -> None:
    """The planted story: off the team in the autumn, and nothing else lets her in."""
    folder, _ = told
    first, *_, last = sorted((folder / "demo" / "snapshots").rglob("*.duckdb"))
    words = [
        "access", "why", "dana.okafor@halcyon.example",
        "Corporate Planning/Board/Q2 2026/Board Pack Q2",
    ]  # fmt: skip
    before = run(*words, "--snapshot", first).stdout
    assert "Dana Okafor, in team Board Pack Readers since added by " in before
    assert "may explore workbook Board Pack Q2 because" in before
    after = run(*words, "--snapshot", last).stdout
    assert after.startswith("No access was found.\n")
    assert "but Dana Okafor is not in that team." in after


def test_every_branch_of_offboarding_occurs_truly(told: tuple[Path, list[str]], run: Run) -> None:
    """HR's file over the three snapshots: 1 July, 14 August and 30 September 2026."""
    folder, _ = told
    hr = folder / "demo" / "hr"
    last = max((folder / "demo" / "snapshots").rglob("*.duckdb"))
    words = ["offboard", "--leavers", hr / "leavers.csv", "--aliases", hr / "aliases.csv"]
    words += ["--roster", hr / "roster.csv", "--snapshot", last, "--format", "json"]
    result = run(*words)
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    rows = {
        (row["email"] or row["employee_id"]).split("@")[0].lower(): row for row in answer["rows"]
    }
    assert {who: (row["situation"], row["verdict"]) for who, row in rows.items()} == {
        "ruth.abernathy": ("gone_in_time", "met"),
        "tomas.ferreira": ("gone_in_time", "met"),
        "henrik.lund": ("gone_late", "missed"),
        "marek.novotny": ("gone_between", "cannot_tell"),
        "jose.nunez": ("gone_before_the_first", "cannot_tell"),
        "chidi.okoro+hr": ("still_active", "missed"),
        "bastien.roux": ("still_active", "missed"),
        "milan.weiss": ("not_due_yet", "cannot_tell"),
        "1083": ("not_left_yet", "cannot_tell"),
        "oksana.bilyk": ("not_left_yet", "cannot_tell"),
        "priya.raman": ("rehired", "cannot_tell"),
        "greta.holm": ("not_left_yet", "cannot_tell"),
        "casper.nyberg": ("unknown_person", "cannot_tell"),
    }
    assert rows["tomas.ferreira"]["status"] == "inactive"
    assert rows["tomas.ferreira"]["direct_grants"] == 1
    assert rows["ruth.abernathy"]["owned"] == 3
    assert rows["chidi.okoro+hr"]["matched_by"] == "plus_address"
    assert rows["milan.weiss"]["account_email"] == "milan.horak@halcyon.example"
    assert len(rows["bastien.roux"]["lines"]) == 2
    heirs = rows["henrik.lund"]["heirs"]
    assert len(heirs) == 2
    assert all(text.startswith("Priya Raman now owns workbook ") for text in heirs)
    unknown = {row["email"] for row in answer["facts"]["unknown_accounts"]}
    assert {"karim.nasser@halcyon.example", "yusuf.demir@halcyon.example"} <= unknown
    assert "bastien.roux@halcyon.example" in unknown
    assert "priya.raman@halcyon.example" not in unknown
    assert "Offboarding" in (folder / "demo" / "reports" / "offboarding.html").read_text()
