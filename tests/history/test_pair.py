from __future__ import annotations

from pathlib import Path

import pytest

from history.combined import LIBRARY
from history.universe import Universe
from sigma_audit.errors import Refused, StorageError
from sigma_audit.history.diff import diff
from sigma_audit.snapshot import store
from sigma_audit.snapshot.overlay import Overlay
from sigma_audit.snapshot.pair import Pair
from worlds import World


@pytest.fixture(scope="module")
def world() -> World:
    made = World()
    Universe(made, "px")
    return made


def sealed(world: World, folder: Path, **facts: object) -> Path:
    working = world.working(folder, LIBRARY)
    working.update_run(**facts)
    return working.seal()


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        ({"organization_id": "another"}, "organisations"),
        ({"source": "emulator"}, "sources"),
        ({"schema_version": 999}, "newer"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    facts: dict[str, object], word: str, world: World, tmp_path: Path
) -> None:
    one, two = world.seal(tmp_path, LIBRARY), sealed(world, tmp_path, **facts)
    for before, after in ((one, two), (two, one)):
        with pytest.raises(Refused, match=word) as refusal:
            Pair(before, after, LIBRARY)
        assert refusal.value.exit_code == 5


def test_facts_name_both_snapshots_and_every_gap(world: World, tmp_path: Path) -> None:
    part = world.copy()
    part.fail("files", status="forbidden")
    one, two = world.seal(tmp_path, LIBRARY), part.seal(tmp_path, LIBRARY)
    with Pair(one, two, LIBRARY) as pair:
        facts = diff(pair, LIBRARY).facts
    assert facts["before"]["status"] == "complete"
    assert facts["after"]["status"] == facts["status"] == "incomplete"
    assert facts["complete"] is False
    assert {gap["side"] for gap in facts["not_known"]} == {"after"}
    assert "files" in {gap["endpoint"] for gap in facts["not_known"]}
    assert "member.updated_at" in facts["suppressed"]


TIGHT = "set memory_limit = '3MB'"


def test_the_bound_of_older_files_is_lifted_for_a_question_that_needs_more(
    world: World, tmp_path: Path
) -> None:
    question = LIBRARY.query("questions", "diff")
    part = world.copy()
    part.fail("files", status="forbidden")
    one, two = world.seal(tmp_path, LIBRARY), part.seal(tmp_path, LIBRARY)
    with Pair(one, two, LIBRARY, overlays={"after": [Overlay(LIBRARY, is_whole=True)]}) as pair:
        pair.sql(TIGHT)
        found = pair.run(question).rows
    with Pair(one, two, LIBRARY) as whole:
        assert found == whole.run(question).rows


def test_a_question_for_which_memory_is_short_says_what_to_do(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = world.seal(tmp_path, LIBRARY)
    monkeypatch.setattr(store, "_LOCK", (TIGHT, *store._LOCK))
    with pytest.raises(StorageError, match="not enough memory") as short:
        Pair(file, file, LIBRARY).run(LIBRARY.query("questions", "diff"))
    assert "one member or one object" in short.value.hint


def test_one_cause_is_told_once_when_aggregated(world: World, tmp_path: Path) -> None:
    later = world.copy()
    team_id = next(iter(later.teams))
    for number in range(3):
        later.team_members[team_id].append(
            {"userId": "px-flo" if number == 0 else later.member(f"New{number}", "px Build"),
             "isTeamAdmin": False, "addedBy": "px-ann"}
        )  # fmt: skip
    with Pair(world.seal(tmp_path, LIBRARY), later.seal(tmp_path, LIBRARY), LIBRARY) as pair:
        rows = diff(pair, LIBRARY).records()
        told = diff(pair, LIBRARY, is_aggregated=True).records()
    access = [row for row in told if row["entity"] == "effective_access"]
    assert sum(row["row_count"] for row in told) == len(rows)
    flo = next(row for row in access if "flo" in row["cause"])
    assert (flo["member_count"], flo["inode_count"], flo["row_count"]) == (1, 7, 7)
    assert len(access) == 3


def test_two_principals_of_unknown_kind_on_one_object_are_two_changes(
    world: World, tmp_path: Path
) -> None:
    """Members and teams that no list shows hold a grant each on the same object."""
    earlier, later = world.copy(), world.copy()
    for part in (earlier, later):
        part.fail("members")
        part.fail("teams")
    inode_id = next(iter(world.inodes))
    for number in range(2):
        later.grant(inode_id, "view", member=f"nobody{number}")
    with Pair(earlier.seal(tmp_path, LIBRARY), later.seal(tmp_path, LIBRARY), LIBRARY) as pair:
        rows = pair.run(LIBRARY.query("questions", "diff")).records()
    grants = [row for row in rows if row["entity"] == "grant"]
    assert [row["principal_id"] for row in grants] == ["nobody0", "nobody1"]
    assert {row["principal_kind"] for row in grants} == {"unknown"}
    assert len({row["change_id"] for row in rows}) == len(rows)


def test_no_bar_of_progress_is_drawn_into_an_answer(world: World, tmp_path: Path) -> None:
    asked = "select current_setting('enable_progress_bar') as is_drawn"
    working = world.working(tmp_path, LIBRARY)
    assert working._execute(asked, {}).fetchall() == [(False,)]
    path = working.seal()
    with Pair(path, path, LIBRARY) as pair:
        assert pair.sql(asked).one() == {"is_drawn": False}
