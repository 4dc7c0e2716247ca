"""Looking before a run."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from collect.crawl import InProcess, as_member, emulated, rows, settings, small_org, take
from sigma_audit.cli.doctor import told
from sigma_audit.collect.doctor import Examination, examine
from sigma_audit.collect.endpoints import EXTRAS
from sigma_audit.config import Settings
from sigma_audit.emulator.faults import FaultPlan
from sigma_audit.emulator.org import Org
from sigma_audit.emulator.tokens import MARK
from sigma_audit.errors import AuthFailed


def look(org: Org, who: Settings, plan: FaultPlan | None = None, **options: Any) -> Examination:
    app = emulated(org, plan, **options)
    return examine(who, transport=lambda: InProcess(app, [], lambda: None))


@pytest.fixture(scope="module")
def looked() -> tuple[Org, FaultPlan, Examination]:
    org, plan = small_org(), FaultPlan()
    return org, plan, look(org, settings(org), plan)


def test_it_says_as_whom_and_what_each_plan_costs(
    looked: tuple[Org, FaultPlan, Examination],
) -> None:
    org, plan, found = looked
    owner = next(iter(org.credentials.values())).owner_id
    assert found.findings["member_id"] == owner
    assert found.findings["account_type"] == org.members[owner].account_type
    assert found.findings["is_admin"] is True
    assert found.findings["will_not_be_visible"] == []
    costs = {row["plan"]: row["requests"] for row in found.findings["plans"]}
    assert costs["principals"] < costs["standard"] <= costs["full"]
    assert costs["objects"] < costs["standard"]
    assert costs["principals"] >= 14 + 2 * len(org.teams) + len(org.members)
    assert len(plan.log) < costs["standard"]


def test_a_list_of_all_grants_makes_the_plans_that_can_use_it_cheaper(
    looked: tuple[Org, FaultPlan, Examination],
) -> None:
    assert {row["requests_at_once"] for row in looked[2].findings["plans"]} == {None}
    org = small_org()
    # The plan's formula is a promise for an organisation whose lists are one page each.
    found = look(org, settings(org), unfiltered_grants=True, page_limit=1000)
    costs = {row["plan"]: row for row in found.findings["plans"]}
    assert costs["principals"]["requests_at_once"] is costs["objects"]["requests_at_once"] is None
    for plan in ("standard", "full"):
        at_once = costs[plan]["requests_at_once"]
        assert at_once < costs[plan]["requests"] - len(org.inodes) // 2
        assert f"or {at_once:,} requests and the pages of all grants" in "\n".join(
            told(found.findings)
        )


def test_each_extra_says_what_it_would_add(tmp_path: Path) -> None:
    org = small_org()
    found = look(org, settings(org), page_limit=1000)
    told_of = {row["extra"]: row for row in found.findings["extras"]}
    assert told_of.keys() == EXTRAS.keys()
    outcome = take(emulated(org), tmp_path / "x.duckdb", settings(org), extras=list(EXTRAS))
    asked = dict(
        rows(
            outcome.path,
            "select endpoint, count(distinct parent_id) from coverage "
            "where status <> 'not_asked' group by endpoint",
        )
    )
    for extra, endpoints in EXTRAS.items():
        chains = sum(asked.get(one.name, 0) for one in endpoints)
        if extra == "user_attributes":
            assert told_of[extra]["requests"] == 1, "the list; how many it holds is not known"
            assert chains == 1 + 2 * len(org.user_attributes)
        else:
            assert told_of[extra]["requests"] == chains > 0, extra
        assert any(extra in line for line in told(found.findings))


def test_what_is_meant_for_sharing_names_nobody(
    looked: tuple[Org, FaultPlan, Examination],
) -> None:
    org, _, found = looked
    text = json.dumps(found.shareable, default=str)
    secrets: set[Any] = {org.organization_id, "127.0.0.1"}
    for member in org.members.values():
        secrets |= {member.member_id, member.email, member.last_name}
    secrets |= set(org.teams) | set(org.inodes) | set(org.connections)
    secrets |= {team.name for team in org.teams.values()}
    assert [secret for secret in secrets if f'{secret}"' in text or f"{secret} " in text] == []
    questions = " ".join(row["question"] for row in found.shareable["capabilities"])
    for number in ("Q2:", "Q3:", "Q4:", "Q5:", "Q8:", "Q16:"):
        assert number in questions


def test_a_canary_in_every_name_and_address_is_not_shared() -> None:
    org = small_org()
    things: list[Any] = [
        *org.members.values(), *org.teams.values(), *org.inodes.values(), *org.connections.values(),
        *org.account_types.values(), *org.user_attributes.values(), *org.tags.values(),
    ]  # fmt: skip
    for thing in things:
        for name in ("name", "email", "first_name", "last_name", "description", "title"):
            if isinstance(getattr(thing, name, None), str):
                setattr(thing, name, f"canary {getattr(thing, name)}")
    next(iter(org.grants.values())).inode_id = "canary-that-is-no-id"
    someone = next(m for m in org.members.values() if m.account_type.casefold() != "admin")
    someone.account_type = "canary"
    text = json.dumps(look(org, settings(org), slug_ids=False).shareable, default=str)
    assert "canary" not in text
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-|[0-9A-Za-z]{21,}(?![_ -])", text)


def test_a_non_admin_is_told_what_will_be_missing() -> None:
    org = small_org()
    found = look(org, as_member(org, "Build")).findings
    assert found["is_admin"] is False
    assert any(line.startswith("workbooks:") for line in found["will_not_be_visible"])


def test_wrong_credentials_are_said() -> None:
    org = small_org()
    with pytest.raises(AuthFailed):
        look(org, Settings("http://127.0.0.1:1", "nobody", f"{MARK}wrong"))
