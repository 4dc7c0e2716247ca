"""What if, at the terminal: every form says that it is hypothetical, and of what."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from cli.conftest import Run
from cli.test_answers import QUESTIONS

SUPPOSED = "Ann Test is not in team Finance; the account of Bob Test is deactivated"
FLAGS = ["--without-member-of", "Finance:ann@example.test", "--deactivated", "Bob Test"]
ASKED = [words for name, words in QUESTIONS.items() if name != "sql"]


@pytest.mark.parametrize("words", ASKED, ids=lambda words: str(words[1]))
def test_every_form_says_that_it_is_hypothetical(run: Run, sealed: Path, words: list[str]) -> None:
    asked = [*words, *FLAGS, "--snapshot", str(sealed)]
    text = run(*asked)
    assert text.stdout.startswith(f"HYPOTHETICAL: {SUPPOSED}\n")
    assert f"HYPOTHETICAL: {SUPPOSED}" in text.stderr
    facts = json.loads(run(*asked, "--format", "json").stdout)["facts"]
    assert (facts["is_hypothetical"], facts["supposed"]) == (True, SUPPOSED)
    rows = csv.DictReader(io.StringIO(run(*asked, "--format", "csv").stdout.removeprefix("\ufeff")))
    assert (rows.fieldnames or [])[-1] == "supposed"
    assert {row["supposed"] for row in rows} <= {SUPPOSED}
    plain = run(*words, "--snapshot", sealed)
    assert "HYPOTHETICAL" not in plain.stdout + plain.stderr


def test_the_answer_is_the_supposed_one(run: Run, sealed: Path) -> None:
    why = [*QUESTIONS["access why"], "--snapshot", str(sealed)]
    assert "Ann Test, in team Finance" in run(*why).stdout
    assert "Ann Test, in team Finance" not in run(*why, *FLAGS).stdout
    capped = run(*why, "--as-account-type", "View").stdout
    assert "caps this: Can edit is granted, Can view can be used" in capped


def test_a_report_says_so_in_every_format_and_lies_apart(
    run: Run, sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = ["report", "run", "teams", "--snapshot", str(sealed), *FLAGS]
    result = run(*asked, "--format", "html,csv,json")
    assert "HYPOTHETICAL" in result.stderr
    folder = tmp_path / "reports-out-hypothetical"
    assert {path.parent for path in map(Path, result.stdout.split())} == {Path(folder.name)}
    page = (folder / "teams.html").read_text()
    assert f"as if {SUPPOSED.replace('; ', '; as if ')}. Nothing here says what is so." in page
    assert "HYPOTHETICAL" in page  # at the foot of every printed sheet
    assert "--deactivated &#39;Bob Test&#39;" in page  # in the command that makes it again
    assert "Hypothetical:" in (folder / "index.html").read_text()
    facts = json.loads((folder / "teams.json").read_text())["facts"]
    assert (facts["is_hypothetical"], facts["supposed"]) == (True, SUPPOSED)
    assert facts["parameters"]["deactivated"] == "Bob Test"
    assert json.loads((folder / "teams.facts.json").read_text())["facts"]["supposed"] == SUPPOSED
    (head, *_) = (folder / "teams.csv").read_text("utf-8-sig").splitlines()
    assert head.split(",")[-1] == "supposed"
    run("report", "run", "teams", "--snapshot", sealed, "--format", "csv", "--out", "so")
    assert "supposed" not in (tmp_path / "so" / "teams.csv").read_text("utf-8-sig")


def test_the_later_of_two_snapshots_is_supposed(run: Run, sealed: Path, tmp_path: Path) -> None:
    asked = ["report", "run", "changes", "--snapshot", str(sealed), "--before", str(sealed)]
    run(*asked, *FLAGS, "--format", "json", "--out", tmp_path)
    rows = json.loads((tmp_path / "changes.json").read_text())["rows"]
    assert any(row["change"] == "lost" for row in rows)


def test_an_unknown_name_is_exit_2_with_candidates(run: Run, sealed: Path) -> None:
    for flags in (["--without-team", "Finanse"], ["--without-grant", "x"], ["--deactivated", "Bo"]):
        result = run("access", "member", "ann@example.test", "--snapshot", sealed, *flags)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "in this snapshot" in result.stderr
    assert (
        "Finance"
        in run(
            "access", "object", "General", "--snapshot", sealed, "--without-team", "Finanse"
        ).stderr
    )
