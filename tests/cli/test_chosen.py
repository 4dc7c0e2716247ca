"""Which snapshot is read, and what is said of a file that cannot be."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from cli.conftest import Run

ASK = ["sql", "select 1 as one"]


def placed(sealed: Path, folder: Path, organisation: str, name: str) -> Path:
    path = folder / "snapshots" / organisation / name
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(sealed, path)
    return path


def test_the_latest_is_read_and_named_on_stderr(
    run: Run, sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    placed(sealed, tmp_path, "org", "2026-01-02T030405Z.duckdb")
    placed(sealed, tmp_path, "org", "2026-01-10T030405Z.duckdb")
    placed(sealed, tmp_path, "org", "2026-02-01T000000Z.duckdb.partial")
    result = run(*ASK)
    assert result.exit_code == 0
    assert "reading snapshots/org/2026-01-10T030405Z.duckdb" in result.stderr


def test_between_organisations_the_user_chooses(
    run: Run, sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for organisation in ("one", "two"):
        placed(sealed, tmp_path, organisation, "2026-01-02T030405Z.duckdb")
    result = run(*ASK)
    assert result.exit_code == 2
    assert "2 organisations" in result.stderr
    assert "one  snapshots/one/" in result.stderr
    assert "two  snapshots/two/" in result.stderr


def test_without_any_the_way_on_is_said(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*ASK)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "sigma-audit demo" in result.stderr


def test_a_file_that_is_not_there_or_not_a_snapshot(run: Run, tmp_path: Path) -> None:
    missing = run(*ASK, "--snapshot", tmp_path / "none.duckdb")
    assert (missing.exit_code, missing.stdout) == (2, "")
    assert "there is no snapshot" in missing.stderr
    text = tmp_path / "notes.txt"
    text.write_text("not a database, certainly not one of ours\n" * 200)
    assert "cannot be opened as a snapshot" in run(*ASK, "--snapshot", text).stderr
    sheet = tmp_path / "leavers.csv"  # which the engine would read as a table
    sheet.write_text("email\nann@example.test\n")
    assert "it is no DuckDB file" in run(*ASK, "--snapshot", sheet).stderr
    assert "is a folder, no snapshot" in run(*ASK, "--snapshot", tmp_path).stderr
    other = tmp_path / "other.duckdb"
    duckdb.connect(str(other)).execute("create table t (a int)").close()
    result = run(*ASK, "--snapshot", other)
    assert result.exit_code == 2
    assert "not a snapshot of sigma-audit" in result.stderr


def test_a_newer_snapshot_is_refused(run: Run, sealed: Path, tmp_path: Path) -> None:
    path = tmp_path / "newer.duckdb"
    shutil.copy(sealed, path)
    with duckdb.connect(str(path)) as connection:
        kind = connection.execute(
            "select table_type from information_schema.tables where table_name = 'snapshot_info' "
            "and table_schema = 'main'"
        ).fetchone()
        assert kind is not None
        connection.execute(
            "update main.snapshot_info set schema_version = 9999"
            if kind[0] == "BASE TABLE"
            else "update meta.run set schema_version = 9999"
        )
    result = run(*ASK, "--snapshot", path)
    assert (result.exit_code, result.stdout) == (5, "")
    assert "newer sigma-audit" in result.stderr
    assert "upgrade" in result.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["access", "member", "nobody@example.test"], "there is no member"),
        (["access", "object", "No/Such/Thing"], "there is no object"),
        (["access", "why", "ann@example.test", "No/Such"], "there is no object"),
        (["access", "why", "nobody", "General"], "there is no member"),
        (["report", "run", "no_such_report", "--out", "out"], "there is no report"),
    ],
)
def test_an_unknown_member_object_or_report(
    run: Run, sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    words: list[str], said: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    result = run(*words, "--snapshot", sealed)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert result.stderr.splitlines()[-1].startswith("  "), "a hint follows"


def test_a_folder_that_cannot_be_made(run: Run, sealed: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    out = tmp_path / "file" / "below"
    result = run("report", "run", "overview", "--snapshot", sealed, "--out", out)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "cannot make the folder" in result.stderr
