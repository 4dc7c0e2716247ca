"""`check` from the outside: what it prints, what it fails on, and what machines read."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from cli.conftest import Run
from worlds import World


@pytest.fixture(scope="module")
def spring(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seal an organisation in which one leaver still holds a grant."""
    return _town(later=False).seal(tmp_path_factory.mktemp("spring"))


@pytest.fixture(scope="module")
def summer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seal it again when a second leaver does, too."""
    return _town(later=True).seal(tmp_path_factory.mktemp("summer"))


def _town(*, later: bool) -> World:
    world = World(name="town")
    old, new = world.member("Old", archived=True), world.member("=New\x1b", archived=later)
    space = world.workspace("Finance")
    for who in (old, new):
        world.grant(space, "view", member=who)
    return world


def test_exit_one_names_the_finding(run: Run, spring: Path) -> None:
    result = run("check", "leaver_grants", "--snapshot", spring)
    assert result.exit_code == 1
    assert "still holds 1 grant, on Finance" in result.stdout
    assert "1 fail, 0 not known, 0 waived, 0 pass" in result.stderr


@pytest.mark.parametrize(
    ("fail_on", "code"), [("critical", 0), ("high", 1), ("medium", 1), ("info", 1), ("never", 0)]
)
def test_the_threshold_decides(run: Run, spring: Path, fail_on: str, code: int) -> None:
    words = ("check", "leaver_grants", "--snapshot", spring, "--fail-on", fail_on)
    assert run(*words).exit_code == code


def test_what_is_not_known_does_not_fail_and_is_said(run: Run, spring: Path) -> None:
    result = run("check", "dormant_admins", "--snapshot", spring)
    assert result.exit_code == 0
    assert "1 of high severity or worse are not known" in result.stderr


def test_a_waiver_lifts_the_exit_code_and_stays_visible(
    run: Run, spring: Path, tmp_path: Path
) -> None:
    file = tmp_path / "waivers.toml"
    file.write_text(
        '[[waiver]]\ncheck = "leaver_grants"\nsubject = "Old Test"\nreason = "until the audit"\n'
        'approver = "somebody.else@example.test"\nexpires = 2024-06-30\n',
        encoding="utf-8",
    )
    words = ("check", "leaver_grants", "--snapshot", spring, "--waivers", file, "--format", "json")
    result = run(*words)
    assert result.exit_code == 0
    rows = json.loads(result.stdout)["rows"]
    assert [(row["check"], row["status"], row["result"]) for row in rows] == [
        ("leaver_grants", "waived", "fail"),
        ("waivers", "pass", "pass"),
    ]
    assert run(*words, "--as-of", "2024-07-01").exit_code == 1


def test_only_what_is_new_since_the_baseline(run: Run, spring: Path, summer: Path) -> None:
    result = run("check", "leaver_grants", "--snapshot", summer, "--baseline", spring,
                 "--format", "json")  # fmt: skip
    body = json.loads(result.stdout)
    assert [row["subject_id"] for row in body["rows"]] == ["Member=New\x1b"]
    assert body["facts"]["only_new_since"] == str(spring)
    again = run("check", "leaver_grants", "--snapshot", spring, "--baseline", spring)
    assert again.exit_code == 0


def test_a_report_is_written_beside_in_every_format(
    run: Run, spring: Path, summer: Path, tmp_path: Path
) -> None:
    words = ("check", "leaver_grants", "--snapshot", summer, "--out", tmp_path, "--format", "csv")
    shown = run(*words)
    assert shown.exit_code == 1
    written = {path.name for path in tmp_path.iterdir()}
    assert written == {f"policies.{end}" for end in ("html", "csv", "json", "xlsx", "facts.json")}
    rows = json.loads((tmp_path / "policies.json").read_text())["rows"]
    names = [(row["check"], row["status"], row["subject_name"]) for row in rows]
    assert names == [
        ("leaver_grants", "fail", "=New\x1b Test"),
        ("leaver_grants", "fail", "Old Test"),
    ]
    page = (tmp_path / "policies.html").read_text()
    assert "1 of 1 check found what must not be: 2 findings fail" in page
    assert "checks were not asked" in page
    # only what is new is listed, out of all that was examined
    run(*words, "--baseline", spring)
    rows = json.loads((tmp_path / "policies.json").read_text())["rows"]
    assert [row["subject_name"] for row in rows] == ["=New\x1b Test"]
    assert "of 2 subjects examined" in (tmp_path / "policies.html").read_text()


def test_json_and_csv_carry_the_columns_of_the_contract(run: Run, summer: Path) -> None:
    wanted = [
        "check", "severity", "status", "subject_kind", "subject_id", "subject_name", "reason",
    ]  # fmt: skip
    result = run("check", "--snapshot", summer, "--format", "json", "--fail-on", "never")
    body = json.loads(result.stdout)
    assert list(body["rows"][0])[: len(wanted)] == wanted
    assert body["facts"]["complete"] is True
    table = run("check", "leaver_grants", "--snapshot", summer, "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(table.lstrip("\ufeff"), newline="")))
    assert list(rows[0])[: len(wanted)] == wanted
    assert len(rows) == 2


def test_junit_counts_what_it_lists(run: Run, summer: Path) -> None:
    result = run("check", "--snapshot", summer, "--format", "junit", "--fail-on", "never")
    root = ElementTree.fromstring(result.stdout)
    cases = list(root.iter("testcase"))
    assert root.get("tests") == str(len(cases))
    assert root.get("failures") == str(len(list(root.iter("failure"))))
    assert root.get("skipped") == str(len(list(root.iter("skipped"))))
    failed = {case.get("name") for case in cases if case.find("failure") is not None}
    assert "Old Test (MemberOld)" in failed
    assert all("\x1b" not in (case.get("name") or "") for case in cases)


def test_sarif_has_a_rule_for_every_result(run: Run, summer: Path) -> None:
    result = run("check", "--snapshot", summer, "--format", "sarif", "--fail-on", "never")
    (scan,) = json.loads(result.stdout)["runs"]
    rules = [rule["id"] for rule in scan["tool"]["driver"]["rules"]]
    assert scan["results"]
    for found in scan["results"]:
        assert rules[found["ruleIndex"]] == found["ruleId"]
        assert (found["kind"] == "fail") == (found["level"] != "none")
    prints = [found["partialFingerprints"]["subject/v1"] for found in scan["results"]]
    assert len(set(prints)) == len(prints)


def test_a_framework_shows_every_clause(run: Run, summer: Path) -> None:
    result = run("check", "--snapshot", summer, "--framework", "pci", "--format", "json",
                 "--fail-on", "never")  # fmt: skip
    rows = {row["clause"]: row for row in json.loads(result.stdout)["rows"]}
    assert list(rows) == ["7.2.4", "7.2.5", "8.2.5", "8.2.6"]
    assert rows["8.2.5"]["result"] == "fail"
    assert rows["8.2.6"]["result"] == "not_known"
    assert all(row["not_covered"] and row["evidence"] for row in rows.values())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("no_such",), "there is no check 'no_such'"),
        (("growth", "-p", "growth.percentage=3"), "there is no parameter 'growth.percentage'"),
        (("growth", "-p", "growth.percent=many"), "'many' is not a number"),
        (("growth", "-p", "percent"), "is not NAME=VALUE"),
        (("--framework", "none"), "there is no framework 'none'"),
        (("--framework", "pci", "--format", "sarif"), "only findings can be written as sarif"),
        (("--waivers", "nowhere.toml"), "there is no file nowhere.toml"),
    ],
)
def test_what_is_wrong_is_said(run: Run, spring: Path, words: tuple[str, ...], said: str) -> None:
    result = run("check", *words, "--snapshot", spring)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_parameter_moves_the_line(run: Run, spring: Path) -> None:
    words = ("check", "admin_count", "--snapshot", spring)
    assert run(*words).exit_code == 1
    assert run(*words, "-p", "admin_count.minimum=1").exit_code == 0


def test_the_list_needs_no_snapshot(run: Run) -> None:
    result = run("check", "--list", "--format", "json")
    rows = json.loads(result.stdout)["rows"]
    assert len(rows) >= 30
    assert all(row["why"] and row["fix"] for row in rows)


def test_a_check_of_ones_own_lies_beside_the_shipped_ones(
    run: Run, spring: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "sql" / "checks"
    folder.mkdir(parents=True)
    (folder / "mine.sql").write_text(
        "-- title:    Mine\n-- severity: low\n-- purpose:  Mine.\n-- why:      Mine.\n"
        "-- fix:      Mine.\n-- grain:    subject_id\n-- columns:\n--   subject_kind  a\n"
        "--   subject_id    b\n--   subject_name  c\n--   status        d\n--   reason        e\n"
        "select 'x' as subject_kind, 'y' as subject_id, 'z' as subject_name, 'fail' as status, "
        "'because' as reason\n",
        encoding="utf-8",
    )
    words = ("check", "mine", "--library", tmp_path, "--snapshot", spring)
    assert "because" in run(*words).stdout
    assert run(*words, "--fail-on", "low").exit_code == 1
