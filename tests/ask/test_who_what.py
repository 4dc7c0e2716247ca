"""WHO and WHAT: every form the contract names is found, and nothing is ever guessed."""

from __future__ import annotations

import pytest

from ask.conftest import Town
from sigma_audit.ask.what import find_inode
from sigma_audit.ask.who import find_member
from sigma_audit.emulator.slug import slug
from sigma_audit.errors import NotFound


@pytest.mark.parametrize(
    "text", ["MemberAnn", "ann@example.test", "ANN@Example.Test", " ann@example.test ", "ann test"]
)
def test_a_member_is_found_by_id_email_or_name(town: Town, text: str) -> None:
    assert find_member(town.snapshot, town.library, text).member_id == town.ids["ann"]


def test_a_name_of_two_is_an_error_with_both(town: Town) -> None:
    with pytest.raises(NotFound, match="2 members") as caught:
        find_member(town.snapshot, town.library, "helene twin test")
    assert {candidate[0] for candidate in caught.value.candidates} == {"MemberTwin1", "MemberTwin2"}
    assert caught.value.exit_code == 2


def test_the_email_of_one_of_two_is_that_one(town: Town) -> None:
    found = find_member(town.snapshot, town.library, "other.twin@example.test")
    assert found.member_id == "MemberTwin2"


def test_nobody_is_an_error_with_the_nearest(town: Town) -> None:
    with pytest.raises(NotFound, match="there is no member") as caught:
        find_member(town.snapshot, town.library, "an@example.test")
    assert caught.value.candidates[0][0] == town.ids["ann"]


def test_a_member_id_is_matched_exactly(town: Town) -> None:
    with pytest.raises(NotFound):
        find_member(town.snapshot, town.library, "memberann")


@pytest.mark.parametrize(
    "form",
    [
        "{uuid}",
        "{UUID}",
        "{slug}",
        "https://app.sigmacomputing.com/acme/workbook/Q3-{slug}",
        "https://app.sigmacomputing.com/acme/workbook/Q3-Budget-{slug}/edit?:nodeId=abc#here",
        "https://app.sigmacomputing.com/acme/workbook/{uuid}",
        "General/Budgets/Q3",
        "general/budgets/q3",
        "/General/Budgets/Q3/",
    ],
)
def test_an_object_is_found_by_id_slug_url_or_path(town: Town, form: str) -> None:
    q3 = town.ids["q3"]
    text = form.format(uuid=q3, UUID=q3.upper(), slug=slug(q3))
    found = find_inode(town.snapshot, town.library, text)
    assert (found.inode_id, found.kind) == (q3, "workbook")


def test_a_path_that_is_written_exactly_goes_before_the_id_that_a_name_in_it_spells(
    town: Town,
) -> None:
    q3 = town.ids["q3"]
    found = find_inode(town.snapshot, town.library, f"Secret/{q3}")
    assert found.inode_id == town.ids["misnamed"]
    assert find_inode(town.snapshot, town.library, f"Other/{q3}").inode_id == q3


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("General/Budgets/Pay/roll", "slashed"),
        ("Snowflake", "warehouse"),
        ("Snowflake:DB", "database"),
        ("Snowflake:DB.SCH", "schema"),
        ("snowflake:db.sch.tab", "table"),
        ("General", "general"),
    ],
)
def test_paths_of_both_planes_are_found(town: Town, text: str, name: str) -> None:
    assert find_inode(town.snapshot, town.library, text).inode_id == town.ids[name]


def test_a_connection_is_found_by_the_url_of_its_root(town: Town) -> None:
    url = f"https://app.sigmacomputing.com/acme/s/Connection-Root-{slug(town.ids['warehouse'])}"
    assert find_inode(town.snapshot, town.library, url).inode_id == town.ids["warehouse"]


def test_a_path_of_two_is_an_error_with_both_ids(town: Town) -> None:
    with pytest.raises(NotFound, match="2 objects") as caught:
        find_inode(town.snapshot, town.library, "General/Budgets/Twin")
    ids = {candidate[0] for candidate in caught.value.candidates}
    assert ids == {town.ids["twin"], town.ids["other_twin"]}


def test_an_unknown_path_is_an_error_with_the_nearest(town: Town) -> None:
    with pytest.raises(NotFound, match="there is no object") as caught:
        find_inode(town.snapshot, town.library, "General/Budgets/Q4")
    assert caught.value.candidates[0][0] == town.ids["q3"]


@pytest.mark.parametrize(
    "text", ["", "'", "ZZZZZZZZZZZZZZZZZZZZZZ", "7N42dgm5tFLK9N8MT7fHC8", "%", "a" * 5000]
)
def test_nonsense_is_not_found_and_breaks_nothing(town: Town, text: str) -> None:
    with pytest.raises(NotFound):
        find_inode(town.snapshot, town.library, text)
    with pytest.raises(NotFound):
        find_member(town.snapshot, town.library, text)


# sigma-api.md, Appendix B: pairs from the wild.
@pytest.mark.parametrize(
    ("uuid", "url_id"),
    [
        ("8891fd40-5470-4ff2-a74f-6e61ee44d3fc", "49HFLTr6xytgrPly3PFsNC"),
        ("3ee61405-3be2-4000-ba72-60d36757b95b", "1UGFyEQCHqwPfQoAec3xJ9"),
        ("bd6b86e8-cd4a-4b25-ab65-f258c2a68a8f", "5LqGLu14qUnqh3cN6wRJBd"),
        ("1b47afdb-db4e-4a2c-9fa4-fc1332f4a097", "Ptyl1jrKEO18RDX9y1d4P"),
        ("9bbbe3b0-c0c8-4fac-b6f1-8dfebfe74f8b", "4JRFW1HThPI1K3YTjouXI7"),
        ("ffffffff-ffff-ffff-ffff-ffffffffffff", "7N42dgm5tFLK9N8MT7fHC7"),
    ],
)
def test_slugs_are_spelled_out_as_in_the_wild(town: Town, uuid: str, url_id: str) -> None:
    query = town.library.query("questions", "spelled_ids")
    assert town.snapshot.run(query, {"what": url_id}).rows == [(uuid,)]
    assert (uuid,) in town.snapshot.run(query, {"what": uuid.upper()}).rows
