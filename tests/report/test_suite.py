"""Reports for those who tidy up: outsiders, everyone, owners, leftovers, teams, account types."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from sigma_audit.document import Document
from sigma_audit.library import Library
from sigma_audit.report.run import Inputs, run_report
from sigma_audit.result import Result
from worlds import BUILD, World

LIBRARY = Library()


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inputs]:
    """Bob builds; Gil is a guest, Eva embedded, Fay has an address of elsewhere; Liv has left."""
    world = World(name="tidy", with_auditor=False)
    ann, bob = world.member("Ann", "Admin"), world.member("Bob", "Build")
    gil, eva = world.member("Gil", "Build", kind="guest"), world.member("Eva", "View", kind="embed")
    fay, liv = world.member("Fay", "View"), world.member("Liv", "Build", archived=True)
    world.members[fay]["email"] = "fay@elsewhere.test"
    world.account_type("Odd", *BUILD)
    makers = world.team("Makers", bob, gil, liv, admins=(gil,))
    hollow, old = world.team("Hollow", liv), world.team("Old", bob, archived=True)
    world.team("Idle", bob)
    space, other = world.workspace("Space"), world.workspace("Other")
    plan = world.document("workbook", "Plan", space, owner=liv)
    world.document("workbook", "Lone", other, owner=bob)
    lost = world.document("data_model", "Lost", space, owner="MemberGone")
    world.grant(space, "edit", team=makers)
    world.grant(space, "view")
    world.grant(plan, "view", member=bob)
    world.grant(plan, "edit", member=eva)
    world.grant(other, "view", member=liv)
    world.grant(other, "view", team=hollow)
    world.grant(other, "view", team=old)
    world.grant(lost, "view", member="MemberGone")
    snow = world.connection("Snow")
    for names in (("DB",), ("DB", "S"), ("DB", "S", "T")):
        world.path(snow, *names)
    world.grant(snow, "admin")
    assert ann
    file = world.seal(tmp_path_factory.mktemp("tidy"))
    with ExitStack() as stack:
        yield Inputs.open(stack, file, None, LIBRARY)


def report(inputs: Inputs, name: str, **params: str) -> Document:
    return run_report(inputs, LIBRARY, name, params)


def picked(result: Result, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(record[name] for name in names) for record in result.records()]


def figures(document: Document) -> dict[str, tuple[int, int | None]]:
    return {row["label"]: (row["value"], row["of"]) for row in document.figures.records()}


def section(document: Document, name: str) -> Result:
    return next(one.result for one in document.sections if one.name == name)


def test_external_tells_guests_embed_users_and_foreign_addresses_apart(inputs: Inputs) -> None:
    document = report(inputs, "external")
    assert picked(document.result, "person", "outside", "object", "can") == [
        ("Eva Test", "embed", "Space/Plan", "Can view"),
        ("Fay Test", "other domain", "Space", "Can view"),
        ("Fay Test", "other domain", "Space/Lost", "Can view"),
        ("Fay Test", "other domain", "Space/Plan", "Can view"),
        ("Fay Test", "other domain", "Snow", "Can use"),
        ("Gil Test", "guest", "Space", "Can manage"),
        ("Gil Test", "guest", "Space/Lost", "Can edit"),
        ("Gil Test", "guest", "Space/Plan", "Can edit"),
    ]
    assert (
        "3 people from outside can open 2 documents and reach data at 1 place." in document.answer
    )
    own = report(inputs, "external", own_domains="example.test, elsewhere.test")
    assert {row[0] for row in picked(own.result, "outside")} == {"guest", "embed"}
    people = picked(
        section(document, "people"), "person", "outside", "documents", "changeable", "teams"
    )
    assert people == [
        ("Eva Test", "embed", 1, 0, None),
        ("Fay Test", "other domain", 2, 0, None),
        ("Gil Test", "guest", 2, 2, ["Makers"]),
    ]
    assert figures(document)["documents outsiders can edit"] == (2, 3)


def test_public_embeds_are_shown_where_they_were_asked_for(inputs: Inputs, tmp_path: Path) -> None:
    (unasked,) = picked(section(report(inputs, "external"), "embeds"), "state", "detail")
    assert unasked == ("not known", "not collected: --with embeds asks it")
    world = World(extras=("embeds",))
    book = world.document("workbook", "Book", world.workspace("Space"))
    world.answer("workbook_embeds", book, {"embedId": "e1", "public": True}, {"embedId": "e2"})
    with ExitStack() as stack:
        asked = report(Inputs.open(stack, world.seal(tmp_path), None, LIBRARY), "external")
    shown = picked(section(asked, "embeds"), "object", "state")
    assert shown == [
        ("Space/Book", "not told whether it is public"),
        ("Space/Book", "open to anyone with the address"),
    ]


def test_what_everyone_is_given(inputs: Inputs) -> None:
    document = report(inputs, "organisation_wide")
    assert picked(document.result, "object", "kind", "can", "beneath", "people") == [
        ("Snow", "connection", "Can admin", 3, 3),
        ("Space", "workspace", "Can view", 2, 3),
    ]
    assert figures(document)["documents open by that"] == (2, 3)
    assert figures(document)["data open by that"] == (4, 4)
    first = document.attention.records()[0]
    assert (first["subject"], first["severity"]) == ("Snow", "high")
    assert "can be administered by everyone" in first["reason"]


def test_whose_documents_lie_orphaned(inputs: Inputs) -> None:
    document = report(inputs, "ownership")
    assert picked(
        document.result, "object", "owner", "state", "editors", "openers", "managers"
    ) == [
        ("Space/Plan", "Liv Test", "archived", 2, 5, ["Bob Test", "Gil Test"]),
        ("Space/Lost", "MemberGone", "nobody known", 2, 4, ["Bob Test", "Gil Test"]),
        ("Other/Lone", "Bob Test", "active", 0, 0, None),
    ]
    assert (
        "1 of 3 documents that are not archived belong to a person who is inactive or archived"
        in document.answer
    )
    mine = report(inputs, "ownership", owner="bob@example.test")
    assert picked(mine.result, "object") == [("Other/Lone",)]
    owners = picked(section(document, "owners"), "owner", "documents", "alone", "unseen")
    assert ("Bob Test", 1, 1, 1) in owners


def test_leftovers_are_told_by_kind(inputs: Inputs) -> None:
    document = report(inputs, "hygiene")
    assert picked(document.result, "problem", "subject", "grants", "certainty") == [
        ("Grant to nobody listed", "Space/Lost", 1, "known"),
        ("Grant to an archived team", "Old", 1, "known"),
        ("Grant to an empty team", "Hollow", 1, "known"),
        ("Grant to who left", "Liv Test", 1, "known"),
        ("Redundant grant in person", "Bob Test", 1, "known"),
        ("Grant above what anybody can use", "Eva Test", 1, "known"),
        ("Team that gives nothing", "Idle", 0, "known"),
    ]
    assert (
        "4 of 9 grants give nobody anything today, 1 give what is given already, and "
        "1 more than anybody who holds them can use." in document.answer
    )


def test_of_two_alike_grants_in_person_one_is_redundant(tmp_path: Path) -> None:
    world = World()
    bob = world.member("Bob", "Build")
    space = world.workspace("Space")
    for _ in range(2):
        world.grant(space, "view", member=bob)
    world.grant(world.workspace("Strong"), "edit", member=bob)
    world.grant(world.workspace("Wide"), "view")
    with ExitStack() as stack:
        document = report(Inputs.open(stack, world.seal(tmp_path), None, LIBRARY), "hygiene")
    assert picked(document.result, "problem", "subject", "grants") == [
        ("Redundant grant in person", "Bob Test", 1)
    ]


def test_what_was_not_read_makes_no_leftover_certain(tmp_path: Path) -> None:
    world = World()
    bob = world.member("Bob", "Build")
    idle, hollow = world.team("Idle", bob), world.team("Hollow", bob)
    space = world.workspace("Space")
    world.grant(space, "view", team=hollow)
    world.grant(space, "edit", member="MemberGone")
    world.fail("team_members", hollow)
    world.fail("team_grants", idle)
    world.fail("object_grants", world.workspace("Secret"), "forbidden")
    with ExitStack() as stack:
        document = report(Inputs.open(stack, world.seal(tmp_path), None, LIBRARY), "hygiene")
    told = dict(picked(document.result, "problem", "certainty"))
    assert told == {
        "Grant to nobody listed": "known",
        "Grant to an empty team": "at_least",
        "Team that gives nothing": "at_least",
    }
    assert "at least" in document.answer


def test_teams_with_who_runs_them_and_what_they_give(inputs: Inputs) -> None:
    document = report(inputs, "teams")
    assert picked(document.result, "team", "person", "role", "status") == [
        ("Hollow", "Liv Test", "member", "archived"),
        ("Idle", "Bob Test", "member", "active"),
        ("Makers", "Gil Test", "admin", "active"),
        ("Makers", "Bob Test", "member", "active"),
        ("Makers", "Liv Test", "member", "archived"),
        ("Old", "Bob Test", "member", "active"),
    ]
    given = picked(section(document, "teams"), "team", "people", "outsiders", "gone", "given")
    assert ("Makers", 2, 1, 1, ["Can manage on workspace Space"]) in given
    assert ("Hollow", 0, 0, 1, ["Can view on workspace Other"]) in given
    assert figures(document)["people are in a team"] == (2, 5)
    first = document.attention.records()[0]
    assert (first["subject"], first["severity"]) == ("Gil Test", "high")


def test_what_account_types_allow_and_who_uses_it(inputs: Inputs) -> None:
    document = report(inputs, "account_types")
    names = ("account_type", "origin", "people", "gone", "workbooks", "data", "write_back")
    told = {row[0]: row[1:] for row in picked(document.result, *names)}
    assert told["Admin"] == ("Sigma's own", 1, 0, "Can edit", "Can admin", True)
    assert told["Build"] == ("Sigma's own", 2, 1, "Can edit", "Can use & annotate", True)
    assert told["View"] == ("Sigma's own", 2, 0, "Can view", "Can use", False)
    assert told["Odd"][:3] == ("The organisation's", 0, 0)
    assert picked(document.attention, "subject", "severity") == [("Odd", "low")]
    assert figures(document)["may edit workbooks"] == (3, 5)
    assert figures(document)["may manage members or teams"] == (1, 5)
    assert picked(section(document, "unused"), "person") == []


def test_who_may_edit_and_is_given_nothing_to_edit(tmp_path: Path) -> None:
    world = World()
    world.member("Nil", "Build")
    reader, maker = world.member("Reader", "Build"), world.member("Maker", "Build")
    space = world.workspace("Space")
    world.document("workbook", "Plan", space)
    world.grant(space, "view", member=reader)
    world.grant(space, "edit", member=maker)
    with ExitStack() as stack:
        document = report(Inputs.open(stack, world.seal(tmp_path), None, LIBRARY), "account_types")
    names = ("person", "strongest", "documents", "certainty")
    assert picked(section(document, "unused"), *names) == [
        ("Nil Test", "Nothing", 0, "known"),
        ("Reader Test", "Can view", 1, "known"),
    ]


def test_who_was_not_seen_to_edit_is_told_as_at_least(tmp_path: Path) -> None:
    world = World()
    world.member("Nil", "Build")
    world.fail("object_grants", world.workspace("Secret"), "forbidden")
    with ExitStack() as stack:
        document = report(Inputs.open(stack, world.seal(tmp_path), None, LIBRARY), "account_types")
    assert picked(section(document, "unused"), "person", "certainty") == [("Nil Test", "at_least")]


def test_what_hangs_on_each_grant_and_membership(tmp_path: Path) -> None:
    world = World()
    ann, bob = world.member("Ann"), world.member("Bob")
    team = world.team("Team", ann, bob)
    space = world.workspace("Space")
    world.document("workbook", "Book", space, owner=ann)
    world.grant(space, "view", team=team)
    world.grant(space, "edit", member=bob)
    with ExitStack() as stack:
        document = report(Inputs.open(stack, world.seal(tmp_path), None, LIBRARY), "blast_radius")
    columns = ("kind", "subject", "gives", "sole_accesses", "accesses", "members", "objects")
    assert picked(document.result, *columns) == [
        ("Grant", "Team", "Can view on workspace Space", 1, 4, 2, 2),
        ("Team membership", "Ann Test", "in team Team", 1, 2, 1, 2),
        ("Grant", "Bob Test", "Can manage on workspace Space", 0, 2, 1, 2),
        ("Team membership", "Bob Test", "in team Team", 0, 2, 1, 2),
    ]
    assert "most hangs on Team, Can view on workspace Space: 1 access that" in document.answer
    assert "1 of 2 grants could go without ending any access at all" in document.answer
    assert [row["subject"] for row in document.attention.records()] == ["Team", "Ann Test"]
