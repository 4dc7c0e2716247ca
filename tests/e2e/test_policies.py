"""The demo ends with a policy report: it finds what the stories planted, and nothing else."""

from __future__ import annotations

from collections import Counter

import pytest

from e2e.command import csv_rows, sigma_audit
from e2e.page import Page
from finished_demo import Demo
from sigma_audit.check.frameworks import frameworks
from sigma_audit.check.policies import policies
from sigma_audit.emulator.company_policies import OF_WAIVERS, WAIVED
from sigma_audit.emulator.quarter import QUARTER
from sigma_audit.emulator.stories import STORIES
from sigma_audit.library import Library

# What the demo's plan can see of the stories, and what the quarter left behind.
PLANTED = [pair for story in STORIES if story.plan == "standard" for pair in story.findings]
LEFT_BEHIND = [pair for batch in QUARTER for step in batch.steps for pair in step.findings]


def found(rows: list[dict[str, str]], *statuses: str) -> set[tuple[str, str]]:
    return {(row["check"], row["subject_name"]) for row in rows if row["status"] in statuses}


@pytest.fixture(scope="module")
def examined(demo: Demo) -> list[dict[str, str]]:
    """Every row of every check, asked of the demo's files as its reader would ask."""
    policy = demo.root / "policy"
    said = sigma_audit(
        "check", "--snapshot", demo.snapshots[-1],
        "--waivers", policy / "waivers.toml", "--sensitive", policy / "sensitive.toml",
        "--duties", policy / "duties.toml", "--sentinels", policy / "sentinels.toml",
        "--audit-log", policy / "audit_log.csv", "--format", "csv", folder=demo.folder,
    )  # fmt: skip
    assert said.code == 1, said.err
    rows: list[dict[str, str]] = csv_rows(said.out)
    return rows


def test_what_fails_is_what_was_planted_nothing_more_nothing_less(demo: Demo) -> None:
    rows = demo.rows("policies")
    declared = {*PLANTED, *LEFT_BEHIND, *OF_WAIVERS}
    assert found(rows, "fail", "waived") == declared
    assert found(rows, "waived") == set(WAIVED)
    assert {row["result"] for row in rows if row["status"] == "waived"} == {"fail"}


def test_each_finding_is_declared_by_one_story_alone() -> None:
    declared = Counter([*PLANTED, *LEFT_BEHIND])
    assert max(declared.values()) == 1
    assert set(WAIVED) < set(PLANTED)
    silent = {story.slug for story in STORIES if not story.findings}
    # she has what she was given: only a comparison can tell that it was taken away later
    assert silent == {"dana-loses-the-board-pack"}


def test_every_check_is_examined_and_every_answer_occurs(examined: list[dict[str, str]]) -> None:
    assert {row["check"] for row in examined} == {*policies(Library()), "waivers"}
    counts = Counter(row["status"] for row in examined)
    assert counts["waived"] == len(WAIVED)
    assert counts["not_known"] > 10
    assert counts["pass"] > 4_000
    # what the company wrote down is answered, whatever the answer
    for check in ("sensitive_access", "separated_duties", "sentinels", "dormant_members"):
        answers = {row["status"] for row in examined if row["check"] == check}
        assert answers & {"pass", "fail"}, check


def test_the_command_finds_what_the_report_shows(
    demo: Demo, examined: list[dict[str, str]]
) -> None:
    for status in ("fail", "waived", "not_known"):
        assert found(examined, status) == found(demo.rows("policies"), status)


def test_waivers_stand_in_force_expired_and_unused(demo: Demo) -> None:
    page = Page(demo.reports / "policies.html")
    told = [" ".join(row) for row in page.tables["Exceptions that were made"][1:]]
    assert len(told) == 3
    for words in ("holds until 2026-12-31", "expired on 2026-08-31", "is unused"):
        assert sum(words in line for line in told) == 1, words


def test_every_check_and_every_clause_has_its_line(demo: Demo) -> None:
    page = Page(demo.reports / "policies.html")
    lines = {title: len(rows) - 1 for title, rows in page.tables.items()}
    assert lines["What was demanded, and how much of it is kept"] == len(policies(Library()))
    clauses = sum(len(one.clauses) for one in frameworks(Library()).values())
    assert lines["By framework and clause"] == clauses
    assert lines["What was given from outside the snapshot"] == 5


def test_the_index_leads_to_it(demo: Demo) -> None:
    index = (demo.reports / "index.html").read_text()
    for name in ("policies", "offboarding"):
        assert f'href="{name}.html"' in index
        assert f'href="{name}.csv"' in index


def test_what_commands_write_says_what_changed_and_since_when(demo: Demo) -> None:
    for name, since in (("policies", "2026-07-01"), ("offboarding", "2026-08-14")):
        page = (demo.reports / f"{name}.html").read_text(encoding="utf-8")
        changed = page.partition('<section id="changed"')[2].partition("</section>")[0]
        assert f"Since the snapshot of {since}" in changed
        assert "Henrik Lund" in changed
    page = (demo.reports / "policies.html").read_text(encoding="utf-8")
    assert "<strong>Waivers:</strong>" in page
    assert "hides a row" not in page, "its own point stands in place of every page's"
