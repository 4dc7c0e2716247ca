"""What still stands in a leaver's name, who inherited what, and what is left to do about it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from offboard.conftest import answer, by_key, leavers
from offboard.town import DAYS, Town
from sigma_audit.library import Library
from sigma_audit.offboard.answer import unknown_accounts
from sigma_audit.offboard.lists import ROSTER
from sigma_audit.result import Result
from sigma_audit.snapshot.inputs import InputTable
from sigma_audit.snapshot.series import Series
from worlds import World


@pytest.fixture(scope="module")
def asked(town: Town) -> Result:
    days = {
        "Still": "2024-06-05",
        "Late": "2024-06-08",
        "Intime": "2024-06-09",
        "Boss": "2024-06-30",
    }
    listed = leavers(*((f"{who.lower()}@example.test", day) for who, day in days.items()))
    return answer(town.files, listed)


def of(asked: Result, fact: str, who: str) -> list[dict[str, Any]]:
    return [one for one in asked.facts[fact] if one["account_key"] == f"Member{who}"]


def test_every_grant_direct_and_through_teams_on_both_planes(asked: Result, town: Town) -> None:
    ids = town.ids
    held = {
        (one["holding"], one["grant_id"] or one["subject_id"])
        for one in of(asked, "holdings", "Still")
    }
    assert held == {
        ("direct_grant", ids["own grant"]),
        ("team_grant", ids["team grant"]),
        ("team_grant", ids["team data"]),
        ("team", ids["team"]),
        ("team", ids["old team"]),
        ("team_admin", ids["team"]),
        ("owned", ids["notes"]),
        ("given_grant", ids["given"]),
    }
    row = by_key(asked)["MemberStill"]
    counts = ("direct_grants", "team_grants", "teams", "owned", "team_admin_of", "given_grants")
    assert [row[name] for name in counts] == [1, 2, 2, 1, 1, 1]
    assert row["counts_certainty"] == "known"
    labels = {one["grant_id"]: one["permission"] for one in of(asked, "holdings", "Intime")}
    assert labels[ids["data grant"]] == "Can use"
    assert labels[ids["team data"]] == "Can use & annotate"


def test_what_is_not_collected_is_said_and_never_zero(asked: Result) -> None:
    for row in asked.records():
        for name in ("schedules", "embeds", "api_credentials"):
            assert row[name] == "not collected"
    assert asked.facts["not_collected"] == ["schedules", "embeds", "api credentials"]


def test_what_was_collected_is_counted_and_handed_over(town: Town, tmp_path: Path) -> None:
    world = World(taken_at=DAYS[2], extras=("schedules", "embeds", "api_credentials"))
    still, space = world.member("Still"), world.workspace("Space")
    book = world.document("workbook", "Book", space, still)
    world.answer(
        "workbook_schedules", book,
        {"scheduledNotificationId": "n1", "ownerId": still, "configV2": {"title": "Weekly"}},
    )  # fmt: skip
    world.answer("workbook_embeds", book, {"embedId": "e1", "public": True})
    world.fail("api_credentials", status="forbidden")
    result = answer((world.seal(tmp_path),), leavers(("still@example.test", "2024-06-08")))
    row = by_key(result)["MemberStill"]
    assert [row[name] for name in ("schedules", "embeds", "api_credentials")] == [
        "1", "1", "not collected",
    ]  # fmt: skip
    assert result.facts["not_collected"] == ["api credentials (not all of it was answered)"]
    held = {(one["holding"], one["holding_id"]) for one in of(result, "holdings", "Still")}
    assert held >= {("schedule", "n1"), ("embed", "e1")}
    steps = {one["action"]: one["sentence"] for one in of(result, "checklist", "Still")}
    assert "Space/Book: Weekly" in steps["hand_over_schedule"]
    assert "Space/Book, public" in steps["hand_over_embed"]
    assert "api credentials (not all read)" in steps["hand_over_secrets"]
    assert "schedules" not in steps["hand_over_secrets"]


def test_heirs_and_what_it_newly_gives_them(asked: Result, town: Town) -> None:
    """Heir saw Book through a team, and nothing of Plan."""
    gains = {one["inode_id"]: one for one in of(asked, "heirs", "Late")}
    assert gains.keys() == {town.ids["plan"], town.ids["book"]}
    plan, book = gains[town.ids["plan"]], gains[town.ids["book"]]
    assert (plan["heir_id"], plan["before"], plan["now"], plan["gain"]) == (
        town.ids["Heir"], None, "Can edit", "new",
    )  # fmt: skip
    assert (book["before"], book["now"], book["gain"]) == ("Can view", "Can edit", "more")
    assert of(asked, "heirs", "Still") == []  # still owns what is theirs
    said = by_key(asked)["MemberLate"]["heirs"]
    assert (
        "Heir Test now owns workbook =Space/Plan, which they did not reach before: Can edit."
        in said
    )
    assert any(text.endswith("and rose from Can view to Can edit.") for text in said)


def test_without_an_earlier_snapshot_no_heir_can_be_told(town: Town) -> None:
    result = answer(town.files[-1:], leavers(("late@example.test", "2024-06-08")))
    assert by_key(result)["MemberLate"]["heirs"] == []
    assert len(result.facts["snapshots"]) == 1


def test_the_checklist_keeps_the_order_that_loses_nothing(asked: Result, town: Town) -> None:
    steps = of(asked, "checklist", "Still")
    assert [one["step"] for one in steps] == list(range(1, len(steps) + 1))
    actions = [one["action"] for one in steps]
    assert actions == [
        "keep_evidence", "hand_over_secrets", "choose_heir", "leave_team", "delete_grant",
        "transfer", "revoke_tokens", "deactivate", "review_given", "verify",
    ]  # fmt: skip
    by_action = {one["action"]: one for one in steps}
    ids = town.ids
    assert by_action["leave_team"]["call"] == (
        f'PATCH /v2/teams/{ids["team"]}/members {{"remove": ["MemberStill"]}}'
    )
    assert by_action["delete_grant"]["call"] == f"DELETE /v2/grants/{ids['own grant']}"
    assert by_action["transfer"]["subject_id"] == ids["notes"]
    assert '"newOwnerId"' in by_action["deactivate"]["call"]
    assert by_action["deactivate"]["call"].startswith("PATCH /v2/members/MemberStill ")
    assert by_action["review_given"]["subject_id"] == ids["given"]
    assert len(by_key(asked)["MemberStill"]["checklist"]) == len(steps)


def test_only_what_applies_is_left_to_do(asked: Result, town: Town) -> None:
    """Late has nothing left; Intime is off, so its team cannot be left without reactivating."""
    assert of(asked, "checklist", "Late") == []
    steps = {one["action"]: one["sentence"] for one in of(asked, "checklist", "Intime")}
    assert steps.keys() == {"keep_evidence", "leave_team", "delete_grant", "verify"}
    assert "an inactive member cannot be taken off" in steps["leave_team"]
    assert "wakes if the account does" in steps["delete_grant"]


def test_the_owner_of_this_tools_own_credential_is_warned_of(asked: Result) -> None:
    steps = {one["action"]: one["sentence"] for one in of(asked, "checklist", "Boss")}
    assert steps["hand_over_secrets"].startswith("First give sigma-audit a credential of somebody")
    still = {one["action"]: one["sentence"] for one in of(asked, "checklist", "Still")}
    assert "First give" not in still["hand_over_secrets"]


@pytest.mark.parametrize(
    ("services", "with_embed", "expected"),
    [
        ((), False, {"Again", "Future", "Grace", "Rehired", "Guest"}),
        (("AGAIN@example.test", "MemberGuest"), False, {"Future", "Grace", "Rehired"}),
        ((), True, {"Again", "Future", "Grace", "Rehired", "Guest", "Embed"}),
    ],
)
def test_active_accounts_that_hr_does_not_know(
    town: Town, services: tuple[str, ...], with_embed: bool, expected: set[str]
) -> None:
    """Boss owns the credential, Heir and Still are on the roster, all others are gone."""
    roster = InputTable(
        ROSTER, [(2, "HEIR@example.test", None, None), (3, "still+x@example.test", None, None)]
    )
    found = unknown_accounts(
        Series(town.files), Library(), roster, services=services, with_embed=with_embed
    )
    assert {row["member_id"].removeprefix("Member") for row in found.records()} == expected
    assert all("not on HR's list" in row["reason"] for row in found.records())
