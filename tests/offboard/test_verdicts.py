"""Each verdict, from sightings at chosen times; nothing is proven by what was not seen."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from offboard.conftest import aliases, answer, by_key, leavers
from offboard.town import DAYS, Town
from sigma_audit.errors import ConfigError
from sigma_audit.result import Result
from worlds import World

# Person, last day, situation, verdict, still has access. Deadlines are a day after the day's end.
CASES = (
    ("Intime", "2024-06-09", "gone_in_time", "met", False),
    ("Late", "2024-06-08", "gone_late", "missed", False),
    ("Between", "2024-06-05", "gone_between", "cannot_tell", False),
    ("Scim", "2024-06-09", "gone_in_time", "met", False),
    ("Still", "2024-06-05", "still_active", "missed", True),
    ("Future", "2024-06-30", "not_left_yet", "cannot_tell", False),
    ("Grace", "2024-06-19", "not_due_yet", "cannot_tell", True),
    ("Early", "2024-07-31", "gone_in_time", "met", False),
    ("Before", "2024-05-15", "gone_before_the_first", "cannot_tell", False),
    ("Again", "2024-06-09", "reactivated", "missed", True),
    ("Unlisted", "2024-06-09", "gone_in_time", "met", False),
    ("Joiner", "2024-06-05", "gone_late", "missed", False),
)


def email(person: str) -> str:
    return f"{person.lower()}@example.test"


@pytest.fixture(scope="module")
def asked(town: Town) -> Result:
    return answer(town.files, leavers(*((email(who), day) for who, day, *_ in CASES)))


@pytest.mark.parametrize(("who", "day", "situation", "verdict", "has_access"), CASES)
def test_each_case_has_its_verdict(
    asked: Result, who: str, day: str, situation: str, verdict: str, has_access: bool
) -> None:
    row = by_key(asked)[f"Member{who}"]
    assert (row["situation"], row["verdict"], row["still_has_access"]) == (
        situation,
        verdict,
        has_access,
    )
    assert row["found"] is True
    assert str(row["last_day"]) == day


def test_every_case_of_the_query_occurs_in_some_test(asked: Result) -> None:
    """`rehired`, `unknown_person` and `not_read` have tests of their own below."""
    sql = (Path(__file__).parents[2] / "sql/offboard/leaver_verdicts.sql").read_text()
    said = {row["situation"] for row in asked.records()} | {"rehired", "unknown_person", "not_read"}
    assert all(f"'{word}'" in sql for word in said)
    case = sql[
        sql.index("        when is_unknown then if(is_list_whole") : sql.index("end as situation")
    ]
    words = set(case.split("'")[1::2]) - {"active"}
    assert words == said


def test_a_deadline_between_two_snapshots_says_what_would_have_told(asked: Result) -> None:
    row = by_key(asked)["MemberBetween"]
    assert row["last_active_at"] == datetime(2024, 6, 1, 11, 50)
    assert row["first_gone_at"] == DAYS[1]
    assert row["due_at"] == datetime(2024, 6, 7)
    assert row["gap_hours"] == 217
    assert "Last seen active on 1 June 2024, 11:50 UTC" in row["reason"]
    assert "the deadline of 7 June 2024, 00:00 UTC lies between" in row["reason"]
    assert "at least every 24 hours (here 217 lay between)" in row["cadence"]
    assert by_key(asked)["MemberIntime"]["cadence"] is None


def test_the_two_ways_of_being_gone_are_told_apart(asked: Result) -> None:
    rows = by_key(asked)
    assert (rows["MemberIntime"]["status"], rows["MemberScim"]["status"]) == (
        "archived",
        "inactive",
    )
    assert "Archived in Sigma" in rows["MemberIntime"]["status_meaning"]
    assert "identity provider (SCIM), not archived" in rows["MemberScim"]["status_meaning"]
    assert rows["MemberUnlisted"]["status"] == "not_listed"
    assert rows["MemberStill"]["status_meaning"] is None


def test_the_time_allowed_moves_the_deadline(town: Town) -> None:
    listed = leavers((email("Between"), "2024-06-05"), (email("Late"), "2024-06-08"))
    rows = by_key(answer(town.files, listed, within=5 * 24))
    assert rows["MemberBetween"]["verdict"] == "met"  # due on 11 June, archived by the 10th
    assert rows["MemberLate"]["verdict"] == "cannot_tell"  # due on 14 June, between 10th and 20th


@pytest.mark.parametrize(
    ("timezone", "due", "verdict"),
    [
        ("UTC", datetime(2024, 6, 10), "cannot_tell"),
        # the day ends 12 hours later in Hawaii and Samoa's clocks: after the list was read whole
        ("Etc/GMT+12", datetime(2024, 6, 10, 12), "met"),
        ("Europe/Berlin", datetime(2024, 6, 9, 22), "cannot_tell"),
    ],
)
def test_the_last_day_ends_where_the_time_zone_says(
    town: Town, timezone: str, due: datetime, verdict: str
) -> None:
    listed = leavers((email("Intime"), "2024-06-09"))
    row = by_key(answer(town.files, listed, within=0, timezone=timezone))["MemberIntime"]
    assert (row["due_at"], row["verdict"]) == (due, verdict)


def test_an_unknown_time_zone_is_an_error(town: Town) -> None:
    with pytest.raises(ConfigError, match="Nowhere"):
        answer(town.files, leavers((email("Intime"), "2024-06-09")), timezone="Nowhere")


def test_one_snapshot_alone_cannot_tell_what_was_before(town: Town) -> None:
    listed = leavers((email("Late"), "2024-06-08"), (email("Still"), "2024-06-05"))
    rows = by_key(answer(town.files[-1:], listed))
    assert rows["MemberLate"]["situation"] == "gone_before_the_first"
    assert rows["MemberLate"]["verdict"] == "cannot_tell"
    assert rows["MemberStill"]["verdict"] == "missed"


def test_who_came_back_is_no_leaver_any_more(town: Town) -> None:
    listed = leavers((email("Rehired"), "2024-06-09", {"first_day": "2024-06-15"}))
    row = by_key(answer(town.files, listed))["MemberRehired"]
    assert (row["situation"], row["verdict"], row["still_has_access"]) == ("rehired", "met", False)
    assert row["checklist"] == []
    late = leavers((email("Still"), "2024-06-05", {"first_day": "2024-06-15"}))
    row = by_key(answer(town.files, late))["MemberStill"]
    assert (row["situation"], row["verdict"], row["still_has_access"]) == (
        "rehired",
        "missed",
        False,
    )


def test_a_start_before_the_last_day_is_no_return(town: Town) -> None:
    listed = leavers((email("Still"), "2024-06-05", {"first_day": "2020-01-01"}))
    assert by_key(answer(town.files, listed))["MemberStill"]["situation"] == "still_active"


def test_listed_twice_is_one_row_that_says_so(town: Town) -> None:
    listed = leavers(
        (email("Still"), "2024-06-05"),
        ("STILL@example.test", "2024-06-05"),
        (email("Future"), "2024-03-31"),
        (email("Future"), "2024-06-30"),
    )
    result = answer(town.files, listed)
    rows = by_key(result)
    assert len(result.rows) == 2
    assert rows["MemberStill"]["lines"] == [2, 3]
    assert "Listed 2 times, on lines 2, 3." in rows["MemberStill"]["reason"]
    assert str(rows["MemberFuture"]["last_day"]) == "2024-06-30"
    assert (
        "2024-03-31, 2024-06-30, on lines 4, 5: the latest counts" in rows["MemberFuture"]["reason"]
    )
    assert rows["MemberFuture"]["situation"] == "not_left_yet"


def test_an_unknown_person_is_named_and_a_namesake_is_only_a_hint(town: Town) -> None:
    listed = leavers(("nobody@example.test", "2024-06-05", {"name": "Still Test"}))
    row = by_key(answer(town.files, listed))["nobody@example.test"]
    assert (row["found"], row["member_id"], row["status"]) == (False, None, None)
    assert (row["situation"], row["verdict"]) == ("unknown_person", "cannot_tell")
    assert row["still_has_access"] is None
    assert row["direct_grants"] is None
    assert "No account of nobody@example.test" in row["reason"]
    assert "still@example.test" in row["reason"]


@pytest.mark.parametrize(
    ("written", "named", "matched_by"),
    [
        ("STILL@Example.Test", (), "email"),
        ("still+hr@example.test", (), "plus_address"),
        ("married@example.test", (("married@example.test", "Still@example.test"),), "alias"),
        ("married@example.test", (("STILL@example.test", "Married@example.test"),), "alias"),
        ("married@example.test", (("married@example.test", "MemberStill"),), "alias"),
        (None, (("E-77", "still@example.test"),), "alias"),
    ],
)
def test_however_hr_writes_them(
    town: Town, written: str | None, named: tuple[tuple[str, str], ...], matched_by: str
) -> None:
    listed = leavers((written, "2024-06-05", {"employee_id": "e-77"}))
    rows = answer(town.files, listed, aliases(*named)).records()
    assert [(row["member_id"], row["matched_by"]) for row in rows] == [("MemberStill", matched_by)]


def test_an_embed_users_tag_is_no_plus_address(town: Town) -> None:
    """`sub+still@` is an application's user; `sub@` would otherwise mean every one of them."""
    rows = answer(town.files, leavers(("sub@example.test", "2024-06-05"))).records()
    assert [row["found"] for row in rows] == [False]


def test_an_alias_that_names_nobody_is_said(town: Town) -> None:
    listed = leavers((email("Still"), "2024-06-05"))
    named = aliases(("x@example.test", "y@example.test"), (email("Still"), "late@example.test"))
    result = answer(town.files, listed, named)
    assert [alias["line"] for alias in result.facts["unused_aliases"]] == [2]
    assert {row["member_id"] for row in result.records()} == {"MemberStill", "MemberLate"}


def test_two_accounts_of_one_leaver_are_two_rows(tmp_path: Path) -> None:
    """Archived under the one address, active under a tagged one: access is not gone."""
    world = World(taken_at=DAYS[0])
    world.member("Ann", archived=True)
    second = world.member("Second")
    world.members[second]["email"] = "Ann+test@example.test"
    rows = by_key(answer((world.seal(tmp_path),), leavers(("ann@example.test", "2024-05-01"))))
    assert rows["MemberAnn"]["still_has_access"] is False
    assert rows["MemberSecond"]["still_has_access"] is True
    assert rows["MemberSecond"]["account_email"] == "Ann+test@example.test"


@pytest.mark.parametrize("is_admin", [True, False])
def test_a_list_not_read_whole_never_proves_that_somebody_is_gone(
    tmp_path: Path, is_admin: bool
) -> None:
    """It broke off; or it was read to its end, by somebody who may not be shown everyone."""
    world = World(taken_at=DAYS[0])
    world.member("Ann")
    later = world.copy()
    later.taken_at = DAYS[1]
    if is_admin:
        later.fail("members")
    else:
        later.with_auditor = False
        later.members.clear()
    files = (world.seal(tmp_path), later.seal(tmp_path))
    listed = leavers(("ann@example.test", "2024-06-09"), ("nobody@example.test", "2024-06-09"))
    rows = by_key(answer(files, listed))
    ann, nobody = rows["MemberAnn"], rows["nobody@example.test"]
    for row in (ann, nobody):
        assert (row["situation"], row["verdict"]) == ("not_read", "cannot_tell")
        assert row["still_has_access"] is None
    assert ann["status"] == "not_known"
    assert "not read whole" in ann["reason"]
    assert ann["counts_certainty"] == "at_least"
