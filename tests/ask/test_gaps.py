"""What was not read is said with the answer: nothing is absent that was merely not seen (D10)."""

from __future__ import annotations

from pathlib import Path

from sigma_audit.ask.member import access_of_member
from sigma_audit.ask.object import access_to_object
from sigma_audit.ask.why import why_access
from sigma_audit.library import Library
from sigma_audit.snapshot.store import Snapshot
from worlds import World


def test_an_unread_folder_is_a_gap_of_what_lies_in_it_and_of_nothing_else(tmp_path: Path) -> None:
    world = World(plan="objects")
    ann = world.member("Ann")
    eve = world.member("Eve", "Admin")
    open_space, shut_space = world.workspace("Open"), world.workspace("Shut")
    shut = world.document("workbook", "Shut one", shut_space)
    world.document("workbook", "Open one", open_space)
    world.grant(shut, "view", member=ann)
    world.fail("object_grants", shut_space, "forbidden", detail="HTTP 403")
    library = Library()
    with Snapshot.open(world.seal(tmp_path)) as snapshot:
        asked = access_to_object(snapshot, library, "Shut/Shut one")
        assert asked.facts["complete"] is False
        assert [gap["inode_id"] for gap in asked.facts["not_known"]] == [shut_space]
        assert {row["member_id"]: row["certainty"] for row in asked.records()} == {
            ann: "at_least",
            eve: "at_least",
        }
        other = access_to_object(snapshot, library, "Open/Open one")
        assert other.facts["not_known"] == []
        assert {row["member_id"]: row["certainty"] for row in other.records()} == {eve: "known"}

        why = why_access(snapshot, library, eve, "Shut/Shut one")
        assert [gap["inode_id"] for gap in why.facts["not_known"]] == [shut_space]
        mine = access_of_member(snapshot, library, ann)
        assert [gap["inode_id"] for gap in mine.facts["not_known"]] == [shut_space]


def test_an_unread_team_is_a_gap_of_everybody(tmp_path: Path) -> None:
    world = World()
    ann = world.member("Ann")
    team = world.team("Unread", ann)
    space = world.workspace("Open")
    world.grant(space, "view", team=team)
    world.fail("team_members", team)
    library = Library()
    with Snapshot.open(world.seal(tmp_path)) as snapshot:
        result = why_access(snapshot, library, ann, "Open")
        assert result.records() == []
        assert result.facts["not_known"]
        assert "not in that team" not in result.facts["why_not"]
