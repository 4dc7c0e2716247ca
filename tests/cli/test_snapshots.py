from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sigma_audit.cli.main import cli
from sigma_audit.library import Library
from worlds import ORGANIZATION_ID, World

LIBRARY = Library()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("work")
    world = World()
    world.member("Ann")
    working = world.working(folder / "snapshots" / ORGANIZATION_ID, LIBRARY)
    working.update_run(sql_digest=LIBRARY.digest())
    working.seal()
    (folder / "snapshots" / "torn.duckdb").write_text("half a file")
    (folder / "snapshots" / "next.duckdb.partial").write_text("")
    return folder


def run(monkeypatch: pytest.MonkeyPatch, folder: Path, *words: str) -> Result:
    monkeypatch.chdir(folder)
    return CliRunner().invoke(cli, ["snapshot", *words])


def test_list_hides_nothing(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    done = run(monkeypatch, folder, "list", "--format", "json")
    assert done.exit_code == 0
    rows = json.loads(done.stdout)["rows"]
    assert [row["status"] for row in rows] == ["complete", "unreadable"]
    sealed, torn = rows
    assert {"file", "snapshot_id", "organization_id", "source", "taken_at", "plan"} <= sealed.keys()
    assert sealed["organization_id"] == ORGANIZATION_ID
    assert sealed["taken_at"] == "2024-06-01T12:00:00Z"
    assert "torn.duckdb" in torn["file"]
    assert "cannot be opened" in torn["reason"]
    unfinished = next(line for line in done.stderr.splitlines() if "next.duckdb.partial" in line)
    assert "collect --resume --out snapshots/next.duckdb`" in unfinished
    assert "torn" in run(monkeypatch, folder, "list", "--snapshots", "snapshots").stdout
    shown = run(monkeypatch, folder, "show", "snapshots/next.duckdb.partial")
    assert "collect --resume --out snapshots/next.duckdb`" in shown.stderr


def test_list_of_no_folder_is_an_error_not_an_empty_list(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    done = run(monkeypatch, tmp_path, "list")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "there is no folder snapshots" in done.stderr
    for words in (("list",), ("prune", "--keep", "daily:1")):
        said = run(monkeypatch, tmp_path, *words).stderr
        assert "sigma-audit collect" in said
        assert "--snapshots DIR" in said


def test_show_says_what_a_snapshot_is_and_holds(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    (sealed,) = (folder / "snapshots" / ORGANIZATION_ID).glob("*.duckdb")
    text = run(monkeypatch, folder, "show", str(sealed)).stdout
    for word in (
        "organization_id",
        "Endpoints",
        "Capabilities",
        "Integrity",
        "Not known",
        "members",
    ):
        assert word in text
    told = json.loads(run(monkeypatch, folder, "show", str(sealed), "--format", "json").stdout)
    counts = {row["relation"]: row["row_count"] for row in told["rows"]}
    assert counts["members"] == 2
    assert counts["effective_access"] is None
    assert told["facts"]["complete"] is True
    assert told["facts"]["not_known"] == []


def test_verify_ends_in_0_or_5(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    (sealed,) = (folder / "snapshots" / ORGANIZATION_ID).glob("*.duckdb")
    good = run(monkeypatch, folder, "verify", str(sealed), "--format", "json")
    assert good.exit_code == 0
    assert {row["status"] for row in json.loads(good.stdout)["rows"]} == {"ok"}
    bad = run(monkeypatch, folder, "verify", "snapshots/torn.duckdb")
    assert bad.exit_code == 5
    assert "opens" in bad.stdout
    assert "is not what was sealed: opens" in bad.stderr
