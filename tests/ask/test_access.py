"""The three questions over a small organisation whose answers are known."""

from __future__ import annotations

from typing import Any

import pytest

from ask.conftest import Town
from sigma_audit.ask.member import access_of_member
from sigma_audit.ask.object import access_to_object
from sigma_audit.ask.why import why_access
from sigma_audit.result import Result

# contract.md, "Machine forms".
MEMBER_COLUMNS = [
    *("inode_id", "plane", "kind", "path_text", "granted_permission", "effective_permission"),
    *("can_write_back", "path_count", "certainty"),
]
OBJECT_COLUMNS = [
    *("member_id", "email", "name", "status", "account_type", "is_admin", "granted_permission"),
    *("effective_permission", "path_count", "certainty"),
]
WHY_COLUMNS = ["via", "team_id", "grant_id", "source_inode_id", "permission", "sentence"]
EVERYONE = "Everyone in the organisation Can explore workspace General, "
BY = "granted by MemberAuditor on 2024-01-01"
FACTS = {
    "snapshot_id", "organization_id", "taken_at", "status", "parameters", "tool_version",
    "complete", "not_known",
}  # fmt: skip


def of_object(town: Town, what: str, *, is_aggregated: bool = False) -> list[dict[str, Any]]:
    return access_to_object(
        town.snapshot, town.library, town.ids[what], is_aggregated=is_aggregated
    ).records()


def why(town: Town, who: str, what: str) -> Result:
    return why_access(town.snapshot, town.library, town.ids[who], town.ids[what])


def test_the_columns_and_facts_are_those_of_the_contract(town: Town) -> None:
    member = access_of_member(town.snapshot, town.library, "ann@example.test")
    thing = access_to_object(town.snapshot, town.library, "General")
    reason = why(town, "ann", "q3")
    for result, columns in (
        (member, MEMBER_COLUMNS),
        (thing, OBJECT_COLUMNS),
        (reason, WHY_COLUMNS),
    ):
        assert set(columns) <= set(result.names)
        assert [name for name in result.names if name in columns] == columns
        assert result.facts.keys() >= FACTS
        assert result.facts["complete"] is True
        assert result.facts["not_known"] == []
    assert member.facts["parameters"] == {"who": "ann@example.test", "aggregate": False}


def test_a_member_reaches_what_teams_ownership_home_and_everyone_give(town: Town) -> None:
    rows = access_of_member(town.snapshot, town.library, "ann@example.test").records()
    found = {
        row["path_text"]: (row["granted_permission"], row["effective_permission"]) for row in rows
    }
    assert found == {
        "General": ("explore", "explore"),
        "General/Budgets": ("edit", "edit"),
        "General/Budgets/Q3": ("edit", "edit"),
        "General/Budgets/Pay/roll": ("edit", "edit"),
        "General/Budgets/Costs": ("edit", "edit"),
        "General/Budgets/Twin": ("edit", "edit"),
        "My Documents of ann@example.test": ("edit", "edit"),
        "Snowflake": (None, None),
        "Snowflake:DB": ("usage", "usage"),
        "Snowflake:DB.SCH": ("usage", "usage"),
        "Snowflake:DB.SCH.TAB": ("usage", "usage"),
    }
    assert len(rows) == 12  # two are called Twin
    q3 = next(row for row in rows if row["inode_id"] == town.ids["q3"])
    assert (q3["path_count"], q3["granted_label"], q3["can_write_back"]) == (3, "Can edit", False)
    assert all(row["can_write_back"] for row in rows if row["plane"] == "data")


def test_an_object_lists_everyone_strongest_first_and_what_is_left_of_it(town: Town) -> None:
    rows = of_object(town, "q3")
    assert [
        (r["member_id"], r["granted_permission"], r["effective_permission"], r["status"])
        for r in rows
    ][:5] == [
        (town.ids["ann"], "edit", "edit", "active"),
        (town.ids["dan"], "edit", None, "archived"),
        (town.ids["bob"], "explore", "view", "active"),
        (town.ids["eve"], "explore", "explore", "active"),
        ("MemberTwin1", "explore", "explore", "active"),
    ]


def test_admins_without_a_reason_come_last_with_nothing_of_their_own(town: Town) -> None:
    rows = of_object(town, "secret")
    assert [(r["member_id"], r["path_count"], r["is_admin"]) for r in rows] == [
        (town.ids["eve"], 0, True),
        (town.ids["finn"], 0, True),
    ]
    assert all(r["granted_permission"] is None for r in rows)
    assert all(r["effective_permission"] is None for r in rows)
    last = of_object(town, "q3")[-1]
    assert (last["member_id"], last["path_count"]) == (town.ids["finn"], 0)
    assert [r["member_id"] for r in of_object(town, "plan")] == [town.ids["eve"], town.ids["finn"]]
    assert of_object(town, "plan")[0]["path_count"] == 1


def test_the_whole_organisation_is_one_line_that_expands(town: Town) -> None:
    expanded = of_object(town, "q3")
    folded = of_object(town, "q3", is_aggregated=True)
    lines = [row for row in folded if row["member_id"] is None]
    assert [(line["member_count"], line["effective_permission"]) for line in lines] == [
        (2, "explore")
    ]
    assert lines[0]["name"].startswith("Everyone in the organisation")
    alone = [row for row in folded if row["member_id"] is not None]
    assert all(row["member_count"] == 1 for row in alone)
    assert {row["member_id"] for row in expanded} - {row["member_id"] for row in alone} == {
        "MemberTwin1",
        "MemberTwin2",
    }
    assert town.ids["eve"] in {row["member_id"] for row in alone}, "admins stay visible"
    assert sum(row["member_count"] for row in folded) == len(expanded)


def test_every_reason_is_a_sentence_strongest_first(town: Town) -> None:
    result = why(town, "ann", "q3")
    assert [(r["via"], r["permission"]) for r in result.records()] == [
        ("owner", "edit"),
        ("team", "edit"),
        ("organization", "explore"),
    ]
    assert [r["sentence"] for r in result.records()] == [
        "Ann Test may edit workbook Q3 because Ann Test owns it.",
        "Ann Test, in team Finance since added by MemberAuditor, may edit workbook Q3 because "
        "Finance Can manage folder General/Budgets, granted by MemberAuditor on 2024-01-01.",
        "Ann Test, an active internal member, may explore workbook Q3 because everyone in the "
        "organisation Can explore workspace General, granted by MemberAuditor on 2024-01-01.",
    ]
    team = result.records()[1]
    assert (team["team_id"], team["grant_id"], team["source_inode_id"]) == (
        town.ids["finance"],
        town.ids["team"],
        town.ids["budgets"],
    )
    assert "why_not" not in result.facts


def test_the_labels_are_those_of_the_kind(town: Town) -> None:
    assert "may manage folder Budgets" in why(town, "ann", "budgets").records()[0]["sentence"]
    assert "may view data model Costs" in why(town, "eve", "model").records()[0]["sentence"]
    assert "may use table TAB" in why(town, "ann", "table").records()[0]["sentence"]
    assert "may write to table TAB" in why(town, "ann", "table").records()[1]["sentence"]


@pytest.mark.parametrize(
    ("who", "what", "cap"),
    [
        ("ann", "q3", "The account type Build takes nothing away: Can edit can be used."),
        ("bob", "q3", "The account type View caps this: Can explore is granted, "
         "Can view can be used."),
        ("dan", "q3", "The account of Dan Test is archived: nothing of this can be used "
         "until it is active again."),
        ("ann", "warehouse", "Writing back to the connection is allowed."),
        ("eve", "secret", None),
    ],
)  # fmt: skip
def test_the_cap_is_said(town: Town, who: str, what: str, cap: str | None) -> None:
    assert why(town, who, what).facts["cap"] == cap


def test_an_admins_power_is_said_beside_the_answer(town: Town) -> None:
    assert "can take any access" in why(town, "eve", "q3").facts["admin"]
    assert why(town, "ann", "q3").facts["admin"] is None


@pytest.mark.parametrize(
    ("who", "what", "why_not"),
    [
        ("cid", "secret", "Team Sunset Can view workspace Secret, " + BY + ", "
         "but the team is archived, so it reaches nobody, Cid Test included."),
        ("cid", "general", EVERYONE + BY + ", "
         "but Cid Test is of kind guest, not internal."),
        ("dan", "general", EVERYONE + BY + ", "
         "but the account of Dan Test is archived, not active."),
        ("bob", "plan", "Team Lonely Can edit workbook Secret/Plan, " + BY + ", "
         "but Bob Test is not in that team."),
        ("bob", "warehouse", "Ann Test Can write connection Snowflake, " + BY + ", "
         "but not Bob Test."),
        ("bob", "empty", "Nobody was granted anything on Empty or above it."),
    ],
)  # fmt: skip
def test_without_access_the_nearest_miss_is_said(
    town: Town, who: str, what: str, why_not: str
) -> None:
    result = why(town, who, what)
    assert result.records() == []
    assert result.facts["why_not"] == why_not
    assert [miss["sentence"] for miss in result.facts["misses"]][:1] in ([why_not], [])


def test_every_miss_is_told_the_nearest_first(town: Town) -> None:
    misses = why(town, "cid", "plan").facts["misses"]
    assert [(miss["misses_by"], miss["distance"]) for miss in misses] == [
        ("team_archived", 1),
        ("team_membership", 0),
    ]
    assert misses[1]["grant_id"] == town.ids["lonely"]
    assert "misses" not in why(town, "ann", "q3").facts


def test_each_access_of_a_member_says_through_what(town: Town) -> None:
    rows = access_of_member(town.snapshot, town.library, "ann@example.test").records()
    through = {row["path_text"]: row["through"] for row in rows}
    assert through["General/Budgets/Q3"] == "owner, and 2 more"
    assert through["General/Budgets/Costs"] == (
        "team Finance: Can manage on folder General/Budgets, and 1 more"
    )
    assert through["General"] == "everyone in the organisation: Can explore here"
    assert through["Snowflake"] == "granted in person: Can write here"


def test_what_is_granted_but_unusable_says_why_not_too(town: Town) -> None:
    result = why(town, "dan", "q3")
    assert result.facts["granted_permission"] == "edit"
    assert result.facts["effective_permission"] is None
    assert result.facts["why_not"] == result.facts["cap"]


def test_a_word_outside_the_order_is_told_and_gives_nothing(town: Town) -> None:
    result = why(town, "cid", "q3")
    (row,) = result.records()
    assert (row["permission"], row["counts"]) == ("frobnicate", False)
    assert "gains nothing" in row["sentence"]
    assert "is not known" in row["sentence"]
    assert "of kind guest" in result.facts["why_not"]
