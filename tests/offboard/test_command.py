"""`offboard` at the terminal: formats, exit codes, the ticket, the report, and what is refused."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from offboard.town import DAYS, Town
from sigma_audit.cli.main import cli
from sigma_audit.emulator.company_leavers import aliases_file, leavers_file
from sigma_audit.library import Library
from sigma_audit.offboard.asking import STAGES
from sigma_audit.report.write import write_reports
from worlds import World

CONTRACT = (
    *("email", "member_id", "found", "status", "verdict", "direct_grants", "team_grants"),
    *("teams", "owned", "team_admin_of", "reason"),
)
Run = Callable[..., Result]
LEAVERS = """Email;Name;Last day
intime@example.test;Intime;2024-06-09
still@example.test;=HYPERLINK("x");2024-06-05
gone@example.test;"=cmd|'/C calc'!A1 | <b>*x*</b> @all";2024-06-05
"""


@pytest.fixture
def run(town: Town, tmp_path: Path) -> Run:
    (tmp_path / "leavers.csv").write_text(LEAVERS)

    def invoke(*words: str | Path, leavers: str = "leavers.csv") -> Result:
        line = ["offboard", "--leavers", str(tmp_path / leavers), "--snapshot", str(town.latest)]
        result = CliRunner().invoke(cli, [*line, *map(str, words)], prog_name="sigma-audit")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return invoke


def rows_of(result: Result) -> list[dict[str, Any]]:
    return list(json.loads(result.stdout)["rows"])


def test_json_has_the_columns_of_the_contract_and_every_detail(run: Run, town: Town) -> None:
    result = run("--format", "json")
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    assert set(CONTRACT) <= answer["rows"][0].keys()
    facts = answer["facts"]
    assert facts["parameters"] == {"within_hours": 24, "timezone": "UTC"}
    assert facts["complete"] is True
    assert facts["still_has_access"] == 1
    assert [one["taken_at"] for one in facts["snapshots"]] == [
        f"{day:%Y-%m-%dT%H:%M:%SZ}" for day in DAYS
    ]
    assert {one["holding"] for one in facts["holdings"]} >= {"direct_grant", "team_grant", "owned"}
    assert all(one["call"] or one["subject_id"] for one in facts["checklist"])
    for row in answer["rows"]:
        if row["found"]:
            assert all(type(row[name]) is int for name in ("direct_grants", "teams", "owned"))


def test_csv_is_defused_and_says_the_same(run: Run) -> None:
    rows = rows_of(run("--format", "json"))
    text = run("--format", "csv").stdout.lstrip("\ufeff")
    told = list(csv.DictReader(io.StringIO(text)))
    assert [one["verdict"] for one in told] == [row["verdict"] for row in rows]
    assert told[1]["name"].startswith("'=cmd|")
    raw = csv.DictReader(io.StringIO(run("--format", "csv", "--raw").stdout.lstrip("\ufeff")))
    assert list(raw)[1]["name"].startswith("=cmd|")


def test_text_gives_each_verdict_heir_and_step(run: Run, tmp_path: Path) -> None:
    result = run()
    assert (
        "Still active on 20 June 2024, 11:50 UTC, past the deadline of 7 June 2024" in result.stdout
    )
    assert "PATCH /v2/members/MemberStill/" not in result.stdout
    assert "[PATCH /v2/members/MemberStill {" in result.stdout
    assert "Not collected: schedules, embeds, api credentials." in result.stdout
    assert "3 snapshots at hand" in result.stderr


def test_nobody_with_access_left_is_exit_0(run: Run, tmp_path: Path) -> None:
    lines = ["Email,Last day", "intime@example.test,2024-06-09", "between@example.test,2024-06-05"]
    (tmp_path / "gone.csv").write_text("\n".join([*lines, "future@example.test,2024-06-30"]))
    result = run("--format", "json", leavers="gone.csv")
    assert result.exit_code == 0
    assert {row["verdict"] for row in rows_of(result)} == {"met", "cannot_tell"}


def test_the_ticket_lets_no_name_be_markup(run: Run, town: Town) -> None:
    text = run("--format", "ticket").stdout
    assert text.startswith("# Offboarding\n")
    assert "**1 still has access.**" in text
    assert r"| still\@example.test | active | missed | 1 | 2 | 2 | 1 | 1 |" in text
    assert r"\| \<b\>\*x\*\</b\> \@all" in text
    assert f"`DELETE /v2/grants/{town.ids['own grant']}`" in text
    assert "- [ ] " in text


def test_the_reverse_alone_and_beside(run: Run, town: Town, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text("Email\nheir@example.test\nstill@example.test\n")
    beside = json.loads(run("--roster", tmp_path / "roster.csv", "--format", "json").stdout)
    unknown = {row["email"] for row in beside["facts"]["unknown_accounts"]}
    words = ["offboard", "--roster", str(tmp_path / "roster.csv"), "--snapshot", str(town.latest)]
    alone = CliRunner().invoke(cli, [*words, "--format", "json"])
    assert alone.exit_code == 0
    assert {row["email"] for row in rows_of(alone)} == unknown
    assert "future@example.test" in unknown
    ticket = CliRunner().invoke(cli, [*words, "--format", "ticket"]).stdout
    assert ticket.startswith(f"## Active accounts that HR does not know: {len(unknown)}\n")
    assert "HR does not know" in run("--roster", tmp_path / "roster.csv").stdout


def test_within_map_aliases_and_dates_reach_the_answer(run: Run, tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_text("Login,Gone\nwed@example.test,05/06/2024\n")
    (tmp_path / "aliases.csv").write_text(
        "person,account\nwed@example.test,between@example.test\nx@example.test,y@example.test\n"
    )
    words = ["--map", "Gone=last_day", "--aliases", tmp_path / "aliases.csv", "--format", "json"]
    assert "could be 5 June or 6 May" in run(*words, leavers="odd.csv").stderr
    result = run(*words, "--dates", "day-first", "--within", "5d", leavers="odd.csv")
    assert [row["verdict"] for row in rows_of(result)] == ["met"]
    assert "line 3 names nobody" in result.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--within", "soon"], "--within soon is no time"),
        (["--timezone", "Nowhere"], "Nowhere"),
        (["--map", "x"], "COLUMN=FIELD"),
        (["--history", "/nowhere/at/all"], "there is no folder"),
    ],
)
def test_what_is_refused(run: Run, words: list[str], says: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert says in result.stderr
    assert result.stdout == ""


def test_neither_list_is_a_usage_error(town: Town) -> None:
    result = CliRunner().invoke(cli, ["offboard", "--snapshot", str(town.latest)])
    assert result.exit_code == 2
    assert "--leavers FILE" in result.stderr


def test_a_file_that_cannot_be_read_names_line_and_column(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text(
        "Email,Last day\na@example.test,2024-06-01\nb@example.test,?\n"
    )
    result = run(leavers="bad.csv")
    assert result.exit_code == 2
    assert "bad.csv, line 3, column 'Last day': '?' is not a day" in result.stderr


def test_other_organisations_and_other_files_are_left_out_by_name(
    run: Run, town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "snapshots"
    folder.mkdir()
    for path in town.files[:-1]:
        shutil.copy(path, folder)
    (folder / "broken.duckdb").write_bytes(b"no database")
    monkeypatch.setattr("worlds.ORGANIZATION_ID", "0b0b0b0b-0000-4000-8000-000000000002")
    stranger = World(taken_at=datetime(2024, 6, 5), name="stranger").seal(folder)
    result = run("--history", folder, "--format", "json")
    facts = json.loads(result.stdout)["facts"]
    assert len(facts["snapshots"]) == 3
    left_out = {Path(one["file"]).name: one["reason"] for one in facts["left_out"]}
    assert left_out.keys() == {"broken.duckdb", stranger.name}
    assert left_out[stranger.name] == "it is of another organisation"
    assert f"left out: {stranger}" in result.stderr


def test_the_report_in_every_format(run: Run, town: Town, tmp_path: Path) -> None:
    out = tmp_path / "out"
    answered = rows_of(run("--out", out, "--format", "json"))
    assert {path.name for path in out.iterdir()} == {
        f"offboarding.{end}" for end in ("html", "csv", "json", "xlsx", "facts.json")
    }
    page = (out / "offboarding.html").read_text()
    for words in (
        "1 of 3 leavers still has access", "What is left to do", "The ways of being gone",
        "Active accounts that HR does not know", "The snapshots this rests on",
        f"DELETE /v2/grants/{town.ids['own grant']}",
    ):  # fmt: skip
        assert words in page
    assert "<b>*x*" not in page
    assert json.loads((out / "offboarding.json").read_text())["rows"] == answered


def test_the_report_needs_an_hr_file_and_is_left_out_without(town: Town, tmp_path: Path) -> None:
    result = CliRunner().invoke(
        cli,
        ["report", "run", "offboarding", "--snapshot", str(town.latest), "--out", str(tmp_path)],
    )
    assert result.exit_code == 2
    assert "sigma-audit offboard --leavers FILE" in result.stderr
    written = write_reports((), town.latest, None, ["csv"], tmp_path / "all", {}, Library())
    assert "offboarding.csv" not in {path.name for path in written}
    assert len(written) > 3


def test_every_query_keeps_the_promise_of_its_header(town: Town) -> None:
    """Columns as declared, and the grain unique and without nulls, over rows that are there."""
    from offboard.conftest import aliases, leavers
    from offboard.town import SEEN
    from sigma_audit.offboard.asking import Control, gather, prepared
    from sigma_audit.snapshot.series import Series

    library, series = Library(), Series(town.files)
    listed = leavers(*((f"{who.lower()}@example.test", "2024-06-05") for who in SEEN))
    tables = gather(series, library, listed, aliases(("a@example.test", "still@example.test")))
    with prepared(series, library, tables, Control(), None) as ready:
        report = library.query("reports", "offboarding")
        stages = [(library.query("offboard", name), ready.stages[name]) for name in STAGES]
        stages.append((report, ready.snapshot.keep("the_table", report)))
        for query in library.queries("sections"):
            if query.name.startswith("offboarding_"):
                stages.append((query, ready.snapshot.run(query)))
    assert len(stages) == len(STAGES) + 10
    for query, result in stages:
        assert result.names == tuple(name for name, _ in query.columns), query.file
        keys = [tuple(record[name] for name in query.grain) for record in result.records()]
        assert len(set(keys)) == len(keys), query.file
        assert query.name == "offboarding_unknown" or keys, query.file
        assert all(part is not None for key in keys for part in key), query.file


def test_the_examples_are_what_the_demo_writes() -> None:
    folder = Path(__file__).parents[2] / "examples"
    for name, text in (("leavers.csv", leavers_file()), ("leavers-aliases.csv", aliases_file())):
        assert (folder / name).read_bytes() == text.encode("utf-8-sig")
