"""The planted stories of the embedded company: each found by its checks, and nothing else found.

The company is collected the real way, with the files it keeps for its policies. The stories say
themselves what must be found because of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from collect.crawl import settings, take
from sigma_audit.check.inputs import Files, tables
from sigma_audit.check.policies import chosen, policies
from sigma_audit.check.run import findings
from sigma_audit.emulator.app import create_app
from sigma_audit.emulator.company import company
from sigma_audit.emulator.company_policies import DECLARED, audit_log_file
from sigma_audit.emulator.quarter import QUARTER
from sigma_audit.emulator.stories import STORIES, Story
from sigma_audit.library import Library
from sigma_audit.snapshot.store import Snapshot

# The audit log ends with the quarter: asked as of then, though its changes were not made here.
THEN = datetime(2026, 9, 30, 17, 0)
# What the quarter puts right: grants that it takes back, and plans of somebody on no team there.
SCENERY = {
    ("owner_only_documents", "Corporate Planning/Plans/Scenario North"),
    ("owner_only_documents", "Corporate Planning/Plans/Scenario South"),
    ("redundant_direct_grants", "Freya Østergård on Lakehouse:lab.forecasting"),
    ("wide_data_grants", "Henrik Lund on Snowflake"),
    ("wide_data_grants", "Sunset Project on Lakehouse"),
}
PLANTED = {pair for story in STORIES for pair in story.findings}


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[dict[str, Any]]]:
    """What fails in the whole company, every object read, before any waiver."""
    org, library = company(), Library()
    folder = tmp_path_factory.mktemp("company")
    out = folder / "company.duckdb"
    app = create_app(org, token_rate=False)
    outcome = take(app, out, settings(org), plan="full", now=lambda: THEN)
    assert outcome.status == "complete"
    for kind, text in DECLARED.items():
        (folder / f"{kind}.toml").write_text(text)
    (folder / "audit_log.csv").write_text(audit_log_file(org))
    files = Files(
        sensitive=folder / "sensitive.toml",
        duties=folder / "duties.toml",
        sentinels=folder / "sentinels.toml",
        audit_log=folder / "audit_log.csv",
    )
    with Snapshot({"snapshot": out}, inputs=tables(files, library)) as snapshot:
        rows = findings(snapshot, library, chosen(library, ()))
        yield [row for row in rows if row["result"] == "fail"]


def found(rows: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(row["check"], row["subject_name"]) for row in rows}


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.slug)
def test_a_story_is_found_by_its_checks(story: Story, failing: list[dict[str, Any]]) -> None:
    assert set(story.findings) <= found(failing)


def test_nothing_is_found_that_no_story_planted(failing: list[dict[str, Any]]) -> None:
    assert found(failing) - PLANTED == SCENERY


def test_stories_and_steps_name_checks_that_exist() -> None:
    known = set(policies(Library()))
    left = {pair for batch in QUARTER for step in batch.steps for pair in step.findings}
    assert len(PLANTED) > 40
    assert {check for check, _ in PLANTED | left} <= known
