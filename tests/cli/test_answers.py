"""Every question in every form: stdout is the answer alone, stderr says where it comes from."""

from __future__ import annotations

import csv
import io
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cli.conftest import Run

QUESTIONS = {
    "access member": ["access", "member", "ann@example.test"],
    "access object": ["access", "object", "General/=Sum"],
    "access why": ["access", "why", "ann@example.test", "General/=Sum/Q3"],
    "sql": ["sql", "select member_id, email from members order by all"],
}


@pytest.mark.parametrize("words", QUESTIONS.values(), ids=list(QUESTIONS))
def test_json_is_facts_and_rows(run: Run, sealed: Path, words: list[str]) -> None:
    result = run(*words, "--snapshot", sealed, "--format", "json")
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert list(document) == ["facts", "rows"]
    assert document["rows"]
    facts = document["facts"]
    assert facts["organization_id"] == "0a0a0a0a-0000-4000-8000-000000000001"
    assert (facts["status"], facts["complete"], facts["not_known"]) == ("complete", True, [])
    assert facts["taken_at"] == "2024-06-01T12:00:00Z"


def test_the_sql_of_a_report_is_asked_as_it_is_given(run: Run, sealed: Path) -> None:
    told = run("report", "explain", "account_types").stdout
    text = told.partition("SQL (sql/reports/account_types.sql)\n")[2]
    assert text.startswith("-- purpose:")
    words = ("--snapshot", sealed, "--format", "json")
    (types,) = json.loads(run("sql", "select count(*) as n from account_types", *words).stdout)[
        "rows"
    ]
    assert len(json.loads(run("sql", text, *words).stdout)["rows"]) == types["n"] > 1
    left_open = run("sql", "select $member::varchar as member", *words)
    assert left_open.exit_code == 2
    assert "in place of each" in left_open.stderr
    assert "No such option" in run("sql", "--formt", "json", "select 1").stderr


@pytest.mark.parametrize("words", QUESTIONS.values(), ids=list(QUESTIONS))
def test_csv_holds_the_rows_of_the_json(run: Run, sealed: Path, words: list[str]) -> None:
    rows = json.loads(run(*words, "--snapshot", sealed, "--format", "json").stdout)["rows"]
    written = run(*words, "--snapshot", sealed, "--format", "csv").stdout_bytes
    assert written.startswith(b"\xef\xbb\xbf")
    table = list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"), newline="")))
    assert [list(row) for row in table] == [list(row) for row in rows]
    assert len(table) == len(rows)


@pytest.mark.parametrize("words", QUESTIONS.values(), ids=list(QUESTIONS))
def test_text_is_for_people_and_cannot_move_their_cursor(
    run: Run, sealed: Path, words: list[str]
) -> None:
    result = run(*words, "--snapshot", sealed)
    assert result.exit_code == 0
    assert result.stdout.strip()
    assert "\x1b" not in result.stdout
    assert "2024-06-01 12:00:00 UTC, complete" in result.stderr
    assert run(*words, "--snapshot", sealed, "-q").stderr == ""


def test_what_a_spreadsheet_would_compute_is_defused_unless_raw(run: Run, sealed: Path) -> None:
    words = ["sql", "select '=1+1' as a", "--snapshot", str(sealed), "--format", "csv"]
    assert "'=1+1" in run(*words).stdout
    assert "'=1+1" not in run(*words, "--raw").stdout


def test_everyone_is_one_line_as_text_and_each_in_json(run: Run, sealed: Path) -> None:
    text = run("access", "object", "General", "--snapshot", sealed).stdout
    assert "Everyone in the organisation" in text
    assert "Bob" not in text
    assert "Bob" in run("access", "object", "General", "--expand", "--snapshot", sealed).stdout
    words = ["access", "object", "General", "--format", "json", "--snapshot", str(sealed)]
    assert all(row["member_id"] for row in json.loads(run(*words).stdout)["rows"])
    folded = json.loads(run(*words, "--aggregate").stdout)
    assert [row["member_count"] for row in folded["rows"] if not row["member_id"]] == [2]


def test_why_says_the_reason_then_the_cap(run: Run, sealed: Path) -> None:
    lines = run(*QUESTIONS["access why"], "--snapshot", sealed).stdout.splitlines()
    assert lines[0].startswith("Ann Test, in team Finance since added by ")
    assert "may edit workbook Q3 because Finance Can manage folder General/=Sum" in lines[0]
    assert lines[-1] == "The account type Build takes nothing away: Can edit can be used."


def test_why_not_is_an_answer_with_exit_code_0(run: Run, sealed: Path) -> None:
    asked = ["access", "why", "bob@example.test", "My Documents of ann@example.test"]
    result = run(*asked, "--snapshot", sealed)
    assert result.exit_code == 0
    assert result.stdout.startswith("No access was found.\n")
    facts = json.loads(run(*asked, "--snapshot", sealed, "--format", "json").stdout)["facts"]
    assert facts["why_not"].startswith("Nobody was granted anything on ")


def test_sql_can_read_and_nothing_else(run: Run, sealed: Path, tmp_path: Path) -> None:
    for query in (
        "create table x (a int)",
        "delete from members",
        f"copy members to '{tmp_path}/out.csv'",
        "select * from read_csv('/etc/passwd')",
        f"attach '{tmp_path}/other.duckdb'",
        "set enable_external_access = true",
        "selec 1",
    ):
        result = run("sql", query, "--snapshot", sealed)
        assert result.exit_code == 2, query
        assert result.stdout == ""
        assert result.stderr.count("error: ") == 1
    assert not list(tmp_path.iterdir())


def test_an_incomplete_snapshot_says_what_could_not_be_told(run: Run, tmp_path: Path) -> None:
    from worlds import World

    world = World()
    world.member("Ann")
    shut = world.workspace("Shut")
    world.fail("object_grants", shut, "forbidden")
    path = world.seal(tmp_path)
    result = run("access", "why", "ann@example.test", "Shut", "--snapshot", path)
    assert result.exit_code == 0
    assert "not everything was read" in result.stdout
    assert "not known: " in result.stderr
    facts = json.loads(
        run("access", "object", "Shut", "--snapshot", path, "--format", "json").stdout
    )["facts"]
    assert facts["complete"] is False
    assert facts["not_known"][0]["inode_id"] == shut


def test_ctrl_c_stops_a_query_that_would_never_end(sealed: Path) -> None:
    """DuckDB looks for signals too rarely to hear one: the command must stop it."""
    endless = (
        "select count(*) from range(100000000) a, range(100000000) b where (a.range*b.range)%7=3"
    )
    words = [sys.executable, "-m", "sigma_audit", "sql", endless, "--snapshot", str(sealed)]
    running = subprocess.Popen(
        words,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert running.stderr is not None
    try:
        running.stderr.readline()  # says which snapshot it is, and then asks
        time.sleep(1)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=60)
    finally:
        running.kill()
    assert running.returncode == 130
    assert "interrupted" in said
    assert "Traceback" not in said
