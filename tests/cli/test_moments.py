"""Questions by time at the terminal: which snapshot is chosen, and that it is named."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from scripted_year import Year, scripted_year
from sigma_audit.cli.main import cli
from sigma_audit.snapshot.store import Snapshot
from worlds import World

PAYROLL = "Halcyon/People/Payroll 2026/Payroll June 2026"
LUCIA = "lucia.ortega@halcyon.example"
Ask = Callable[..., Result]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    return scripted_year(tmp_path_factory)


@pytest.fixture
def ask(year: Year) -> Ask:
    def asked(*words: str | Path, code: int = 0) -> Result:
        line = [*map(str, words), "--snapshots", str(year.folder)]
        result = CliRunner().invoke(cli, line, prog_name="sigma-audit")
        assert result.exit_code == code, result.output
        return result

    return asked


def facts(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.stdout)["facts"]
    return found


def test_as_of_takes_the_latest_by_then_and_names_it(year: Year, ask: Ask) -> None:
    said = ask("access", "object", PAYROLL, "--as-of", "2026-12-15", "--format", "json")
    chosen = facts(said)["chosen"]["as_of"]
    assert chosen["file"] == str(year.file("november"))
    assert chosen["taken_before"] == "15 days and 6 hours"
    assert year.file("november").name in said.stderr
    names = {row["name"] for row in json.loads(said.stdout)["rows"] if row["granted_permission"]}
    assert names == {"Edith Sommer", "Priya Raman"}
    on_the_day = ask("access", "object", PAYROLL, "--as-of", "2026-12-31", "--format", "json")
    assert facts(on_the_day)["chosen"]["as_of"]["file"] == str(year.file("december"))
    before_noon = ("--as-of", "2026-12-31T12:00", "--format", "json")
    earlier = ask("access", "why", "chidi.okoro@halcyon.example", PAYROLL, *before_noon)
    assert facts(earlier)["chosen"]["as_of"]["file"] == str(year.file("november"))
    assert json.loads(earlier.stdout)["rows"] == []


def test_a_time_before_the_first_snapshot_is_refused(ask: Ask) -> None:
    said = ask("access", "object", PAYROLL, "--as-of", "2026-06-30", code=2)
    assert "no snapshot was taken by" in said.stderr
    assert "the first is of 2026-07-01 09:00 UTC" in said.stderr


def test_a_named_snapshot_says_how_old_it_is_and_is_never_of_later(year: Year, ask: Ask) -> None:
    words = ("access", "object", PAYROLL, "--snapshot", year.file("november"), "--as-of")
    assert "1 day and 6 hours before" in ask(*words, "2026-12-01").stderr
    assert "after --as-of" in ask(*words, "2026-11-01", code=2).stderr


def test_a_span_asks_for_intervals(ask: Ask) -> None:
    span = ("--between", "2027-04-01", "2027-06-30")
    said = ask("access", "why", LUCIA, PAYROLL, *span, "--format", "json")
    (row,) = json.loads(said.stdout)["rows"]
    assert (row["state"], row["is_in_span"]) == ("usable", "yes")
    assert [row[key][:10] for key in ("last_seen_without", "first_seen", "first_seen_without")] == [
        "2027-03-31", "2027-04-30", "2027-05-31",
    ]  # fmt: skip
    text = ask("access", "exposure", "--object", PAYROLL, *span).stdout
    assert "Lucía Ortega: could reach it (Can explore), from between 2027-03-31" in text
    cells = ask("access", "exposure", "--object", PAYROLL, *span, "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(cells.removeprefix("\ufeff"))))
    assert {row["name"] for row in rows} >= {"Lucía Ortega", "Chidi Okoro", "Priya Raman"}
    whole = ask("access", "exposure", "--object", PAYROLL)
    assert "more: it is not known" in whole.stdout, "those alike are told at once"
    assert "cannot tell about" in whole.stderr
    assert "whose access" in ask("access", "exposure", code=2).stderr


def test_exposure_as_of_a_day_knows_nothing_of_later(year: Year, ask: Ask) -> None:
    words = ("access", "exposure", "--member", LUCIA, "--object", PAYROLL, "--format", "json")
    said = ask(*words, "--as-of", "2027-05-15")
    last = json.loads(said.stdout)["rows"][-1]
    assert (last["state"], last["last_seen"][:10]) == ("usable", "2027-04-30")
    assert last["first_seen_without"] is None, "that it ended was seen only in May's snapshot"
    assert facts(said)["snapshots"][-1]["file"] == str(year.file("april"))
    assert year.file("april").name in said.stderr
    assert "the first is of" in ask(*words, "--as-of", "2026-06-30", code=2).stderr


def test_what_to_remove_is_told_of_any_day_and_of_the_end_of_a_span(year: Year, ask: Ask) -> None:
    words = ("access", "revoke", LUCIA, PAYROLL)
    said = ask(*words, "--as-of", "2027-05-15", "--format", "json")
    assert facts(said)["chosen"]["as_of"]["file"] == str(year.file("april"))
    steps = [row["sentence"] for row in json.loads(said.stdout)["rows"] if row["role"] == "remove"]
    assert any("from team Payroll Office" in step for step in steps)
    span = ("--between", "2027-04-01", "2027-06-30")
    found = facts(ask(*words, *span, "--format", "json"))
    assert found["chosen"]["at_the_end"]["file"] == str(year.file("june"))
    assert (found["set_count"], [one["state"] for one in found["intervals"]]) == (0, ["usable"])
    text = ask(*words, *span).stdout
    assert "until between 2027-04-30 17:00 and 2027-05-31 17:00" in text
    assert "nothing to remove" in text


def test_what_asks_one_snapshot_alone_is_not_left_out_of_a_span(year: Year, ask: Ask) -> None:
    span = ("--since", "2027-04-01")
    for words in (
        ("object", PAYROLL, "--indirect"),
        ("member", LUCIA, "--snapshot", str(year.file("may"))),
        ("why", LUCIA, PAYROLL, "--without-team", "Payroll Office"),
        ("revoke", LUCIA, PAYROLL, "--without-team", "Payroll Office"),
    ):
        assert "or ask with --as-of" in ask("access", *words, *span, code=2).stderr


def test_a_diff_between_days_names_both_ends(year: Year, ask: Ask) -> None:
    said = ask("diff", "--between", "2027-05-01", "2027-06-15", "--format", "json")
    chosen = facts(said)["chosen"]
    assert chosen["before"]["file"] == str(year.file("april"))
    assert chosen["after"]["file"] == str(year.file("may"))
    assert "Lucía Ortega left team Payroll Office" in said.stdout
    assert "only one snapshot" in ask("diff", "--since", "2027-07-01", code=2).stderr
    assert "two snapshots are compared" in ask("diff", code=2).stderr


def test_a_report_chooses_by_time_and_states_it(year: Year, ask: Ask, tmp_path: Path) -> None:
    words = ("--since", "2027-06-01", "--format", "json", "--out", tmp_path)
    ask("report", "run", "changes", *words)
    stated = json.loads((tmp_path / "changes.json").read_bytes())["facts"]
    assert stated["chosen"]["before"]["file"] == str(year.file("may"))
    ask("report", "run", "teams", "--as-of", "2026-09-30", "--format", "json", "--out", tmp_path)
    stated = json.loads((tmp_path / "teams.json").read_bytes())["facts"]
    assert stated["chosen"]["as_of"]["file"] == str(year.file("autumn"))
    assert stated["as_of"] == "2026-09-30"


@pytest.mark.parametrize(
    "words",
    [
        ("access", "object", PAYROLL),
        ("access", "member", LUCIA),
        ("access", "why", LUCIA, PAYROLL),
        ("report", "run", "teams", "--out"),
    ],
)
def test_of_a_named_folder_the_latest_is_read(
    year: Year, ask: Ask, tmp_path: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # where there is no ./snapshots
    is_report = words[0] == "report"
    said = ask(*words, *((tmp_path,) if is_report else ()), "--format", "json")
    assert f"reading {year.files[-1]}" in said.stderr
    told = (tmp_path / "teams.json").read_text() if is_report else said.stdout
    with Snapshot.open(year.files[-1]) as last:
        assert json.loads(told)["facts"]["snapshot_id"] == last.info()["snapshot_id"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--as-of", "2027-01-01", "--since", "2026-01-01"), "given together"),
        (
            ("--between", "2027-01-01", "2026-01-01"),
            "--between 2027-01-01T00:00 2026-01-01T23:59 ends before it begins",
        ),
        (("--as-of", "yesterday"), "is no date"),
    ],
)
def test_times_that_make_no_sense_are_refused(
    words: tuple[str, ...], sentence: str, ask: Ask
) -> None:
    assert sentence in ask("access", "object", PAYROLL, *words, code=2).stderr


def test_two_organisations_are_never_chosen_between(year: Year, tmp_path: Path) -> None:
    World(name="elsewhere").seal(tmp_path)
    (tmp_path / "ours.duckdb").symlink_to(year.files[0])
    words = ["access", "object", PAYROLL, "--as-of", "2027-01-01", "--snapshots", str(tmp_path)]
    said = CliRunner().invoke(cli, words)
    assert said.exit_code == 5, said.output
    assert "of different organisations" in said.stderr
