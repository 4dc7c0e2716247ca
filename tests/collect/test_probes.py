"""What is found out about the API itself, and how it steers the plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from collect.crawl import differences, emulated, rows, settings, take
from emulator.tiny import tiny
from sigma_audit.collect.probe import MOST
from sigma_audit.emulator.faults import Fault, FaultPlan

OBJECTS = ("listConnectionGrants", "listConnectionPathGrants")


def objects_asked(plan: FaultPlan) -> int:
    direct = [one for one in plan.asked("listGrants") if "directGrantsOnly" in one.query]
    return len(direct) + sum(len(plan.asked(operation)) for operation in OBJECTS)


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, FaultPlan]:
    """Give a whole crawl with the plan full, of an API as it is described, and its log."""
    plan, org = FaultPlan(), tiny()
    out = tmp_path_factory.mktemp("swept") / "x.duckdb"
    return take(emulated(org, plan), out, settings(org), plan="full").path, plan


def test_every_question_that_reading_settles_has_its_answer(swept: tuple[Path, FaultPlan]) -> None:
    path, plan = swept
    answers = dict(rows(path, "select question, answer from capabilities"))
    asked = {question.partition(":")[0] for question in answers}
    assert asked >= {"Q2", "Q3", "Q4", "Q5", "Q6", "Q7", "Q8", "Q9", "Q10", "Q11", "Q14", "Q19"}
    assert answers["Q4: grants without a filter"] == "no"
    assert len([one for one in answers if one.startswith("optional: ")]) == 6
    probes = [one for one in plan.log if "limit=1&" in f"{one.query}&"]
    assert len(probes) == len(rows(path, "from meta.probes")) <= MOST
    assert objects_asked(plan) > 20


def test_where_every_grant_is_listed_at_once_no_object_is_asked(
    swept: tuple[Path, FaultPlan], tmp_path: Path
) -> None:
    org, plan = tiny(), FaultPlan()
    app = emulated(org, plan, unfiltered_grants=True)
    outcome = take(app, tmp_path / "x.duckdb", settings(org), plan="full")
    assert outcome.status == "complete"
    assert objects_asked(plan) == 0
    assert rows(outcome.path, "select is_trusted, missing_count from grants_at_once") == [(True, 0)]
    found = differences(swept[0], outcome.path)
    assert [one for one in found if not one.startswith(("grants", "inodes"))] == [], (
        "the same access, and nothing unknown"
    )
    assert outcome.requests < len(swept[1].log) * 0.75


def test_a_list_of_all_grants_that_lacks_one_is_not_trusted(tmp_path: Path) -> None:
    org = tiny()
    grant = next(one for one in org.grants.values() if one.team_id)
    of_somebody = ("teamId", "userId", "inodeId")
    hide = Fault(
        "hide", "listGrants", parent="1000", lacking=of_somebody, fields=(grant.grant_id,)
    )  # fmt: skip
    plan = FaultPlan([hide])
    app = emulated(org, plan, unfiltered_grants=True, page_limit=1000)
    outcome = take(app, tmp_path / "x.duckdb", settings(org), plan="full")
    assert hide.fired == 1
    assert rows(outcome.path, "select is_trusted, missing_count from grants_at_once") == [
        (False, 1)
    ]
    assert objects_asked(plan) > 20
    assert outcome.status == "complete"
