"""Reports from the command line: listed, explained, written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.conftest import Run
from sigma_audit.cli.reports import parameters
from sigma_audit.errors import ConfigError


def test_the_list_says_what_each_answers(run: Run) -> None:
    rows = json.loads(run("report", "list", "--format", "json").stdout)["rows"]
    assert {"overview", "access_by_object", "access_by_member", "coverage"} <= {
        row["name"] for row in rows
    }
    for row in rows:
        assert list(row) == ["name", "title", "question", "formats"]
        more = ["vanta-csv"] if row["name"] == "access_by_member" else []
        assert row["formats"].split() == ["html", "csv", "json", "xlsx", "pdf", *more]
        assert row["question"]


def test_a_run_writes_the_named_reports_and_prints_their_paths(
    run: Run, sealed: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    result = run("report", "run", "overview", "--format", "csv,json", "--out", out,
                 "--snapshot", sealed)  # fmt: skip
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        str(out / f"overview.{end}") for end in ("csv", "json", "facts.json")
    ]
    assert json.loads((out / "overview.json").read_text())["facts"]["complete"] is True


def test_explain_shows_purpose_columns_parameters_and_sql(run: Run) -> None:
    text = run("report", "explain", "access_by_object").stdout
    for word in ("Purpose", "Grain", "Columns", "Parameters", "SQL (sql/reports/"):
        assert word in text
    assert "access_words" in text
    unknown = run("report", "explain", "nonsense")
    assert (unknown.exit_code, unknown.stdout) == (2, "")
    assert "access_by_object" in unknown.stderr


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["-p", "nonsense=1"], "no report chosen has a parameter nonsense"),
        (["-p", "nonsense"], "is not name=value"),
        (["--format", "docx"], "there is no format 'docx'"),
        (["--library", "nowhere"], "nowhere is not a folder"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_written(
    run: Run, sealed: Path, tmp_path: Path, more: list[str], said: str
) -> None:
    out = tmp_path / "out"
    result = run("report", "run", "overview", "--snapshot", sealed, "--out", out, *more)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert not out.exists()


def test_a_pair_report_without_an_earlier_snapshot_says_so(
    run: Run, sealed: Path, tmp_path: Path
) -> None:
    result = run("report", "run", "changes", "--snapshot", sealed, "--out", tmp_path)
    assert result.exit_code == 2
    assert "--before" in result.stderr


def test_parameters_are_pairs_once_each() -> None:
    assert parameters(("a=1", "b=x=y")) == {"a": "1", "b": "x=y"}
    with pytest.raises(ConfigError, match="twice"):
        parameters(("a=1", "a=2"))
    with pytest.raises(ConfigError, match="name=value"):
        parameters(("=1",))
