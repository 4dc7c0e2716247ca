"""Each planted story is found by the report that should find it, with exactly its facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from e2e.command import csv_rows, sigma_audit
from e2e.conftest import Full
from e2e.page import Page
from finished_demo import Demo
from sigma_audit.emulator.stories import STORIES, Story
from sigma_audit.emulator.story_grants import EVERYONE

Row = dict[str, str]
BY_SLUG = {story.slug: story for story in STORIES}
STANDARD = [story.slug for story in STORIES if story.plan == "standard"]
FULL = [story.slug for story in STORIES if story.plan == "full"]
PEOPLE_AND_DATA = ("access_by_member", "connections")


@dataclass(frozen=True)
class Written:
    """What `report run` wrote of one snapshot, and where."""

    folder: Path

    def rows(self, report: str, everything: bool = False) -> list[Row]:
        """Rows of a report's CSV; with `everything` also what follows from a row above."""
        place = self.folder / ("all" if everything else "plain")
        return csv_rows((place / f"{report}.csv").read_bytes())

    def page(self, report: str) -> Page:
        return Page(self.folder / "plain" / f"{report}.html")


def write(snapshot: Path, folder: Path) -> Written:
    names = ("access_by_object", "privileged", "coverage")
    for words in (
        ("run", *PEOPLE_AND_DATA, "--out", "all", "-p", "everything=yes", "--format", "csv"),
        ("run", "access_by_object", *PEOPLE_AND_DATA, "--out", "plain", "--format", "csv"),
        ("run", *names[1:], "--out", "plain", "--format", "csv,html"),
    ):
        said = sigma_audit("report", *words, "--snapshot", snapshot, folder=folder)
        assert said.code == 0, said.err
        for line in said.text.splitlines():
            assert (folder / line).is_file()
    return Written(folder)


@pytest.fixture(scope="module")
def standard(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Written:
    return write(demo.snapshots[0], tmp_path_factory.mktemp("standard"))


@pytest.fixture(scope="module")
def widest(full: Full, tmp_path_factory: pytest.TempPathFactory) -> Written:
    return write(full.paths[0], tmp_path_factory.mktemp("widest"))


def of(rows: Iterable[Row], **wanted: str) -> list[Row]:
    return [row for row in rows if all(row[key] == value for key, value in wanted.items())]


def reaches_are_told(story: Story, rows: list[Row]) -> None:
    """Assert that each pair of a story has its row, or has none."""
    told = {(row["member_id"], row["inode_id"]): row for row in rows}
    assert len(told) == len(rows)
    for reach in story.reaches:
        row = told.get((reach.member_id, reach.inode_id))
        if reach.granted is None and not reach.can_write_back:
            # a row may stand there for what is not understood; it gives nothing
            assert row is None or (row["granted_permission"], row["path_count"]) == ("", "0"), reach
            assert row is None or story.slug == "words-outside-the-order"
            continue
        assert row is not None, reach
        assert row["granted_permission"] == (reach.granted or ""), reach
        assert row["effective_permission"] == (reach.effective or ""), reach
        assert int(row["path_count"]) == len(reach.via), reach
        assert row.get("can_write_back", "false") == str(reach.can_write_back).lower(), reach
        counted = row["through"].split(" ; ")[: len(reach.via)]
        assert sorted(map(kind_of_reason, counted)) == sorted(reach.via), reach


def kind_of_reason(words: str) -> str:
    """Tell from its words what kind of reason one is."""
    for start, kind in (
        ("team ", "team"),
        ("everyone in the organisation", "organization"),
        ("granted in person", "direct"),
        ("owner", "owner"),
        ("lies in own home folder", "home_folder"),
    ):
        if words.startswith(start):
            return kind
    raise AssertionError(f"a reason in other words: {words}")


def leaver_owns_workbooks(story: Story, written: Written) -> None:
    rows = of(written.rows("access_by_member"), member_id=story.member_ids[0], kind="workbook")
    owned = [row for row in rows if "owner" in row["through"].split(" ; ")]
    assert {row["inode_id"] for row in owned} == set(story.inode_ids)
    assert len(owned) == story.counts["owned_workbooks"]
    assert {(row["status"], row["can"]) for row in owned} == {
        ("archived", "Nothing while archived")
    }


def leaver_keeps_a_grant(story: Story, written: Written) -> None:
    rows = of(written.rows("access_by_member"), member_id=story.member_ids[0])
    direct = [row for row in rows if "granted in person: Can manage here" in row["through"]]
    assert [row["inode_id"] for row in direct] == [story.inode_ids[0]]
    assert len(direct) == story.counts["direct_grants"]
    assert direct[0]["can"] == "Nothing while inactive"


def admin_by_another_name(story: Story, written: Written) -> None:
    rows = of(written.rows("privileged"), member_id=story.member_ids[0])
    managed = of(rows, power="Manager of a workspace")
    assert {row["subject_id"] for row in managed} == set(story.inode_ids)
    assert len(managed) == story.counts["workspaces_managed"]
    assert {row["is_usable"] for row in managed} == {"true"}
    assert of(rows, power="Organisation admin") == []


def admin_in_odd_case(story: Story, written: Written) -> None:
    (row,) = of(
        written.rows("privileged"), member_id=story.member_ids[0], power="Organisation admin"
    )
    assert (row["account_type"], row["is_usable"]) == ("aDMiN", "true")


def empty_team_can_manage(story: Story, written: Written) -> None:
    assert of(written.rows("privileged"), subject_id=story.inode_ids[0]) == []
    assert of(written.rows("access_by_object"), inode_id=story.inode_ids[0]) == []
    (line,) = [line for line in written.page("privileged").attention if "Crisis Cell" in line]
    assert "no member" in line
    assert "1 place" in line


def team_admin_of_a_sensitive_workspace(story: Story, written: Written) -> None:
    rows = of(written.rows("privileged"), member_id=story.member_ids[0])
    (admin,) = of(rows, power="Team admin", subject_id=story.team_ids[0])
    assert (admin["over"], admin["is_usable"]) == ("Treasury Desk", "true")
    (manager,) = of(rows, power="Manager of a workspace", subject_id=story.inode_ids[0])
    assert manager["through"] == "team Treasury Desk: Can manage here"


def grant_to_an_archived_team(story: Story, written: Written) -> None:
    assert of(written.rows("privileged"), subject_id=story.inode_ids[0]) == []
    reached = of(written.rows("access_by_object"), inode_id=story.inode_ids[0])
    assert len(reached) == story.counts["members_reached"]
    (line,) = [line for line in written.page("privileged").attention if "Legacy BI" in line]
    assert "archived" in line


def grant_to_nobody_known(story: Story, written: Written) -> None:
    words = written.page("coverage").tables["Words of Sigma's that this tool does not know"]
    (row,) = [row for row in words if row[0] == "principal"]
    assert int(row[-1]) == story.counts["unknown_principals"]
    served = of(written.rows("coverage"), endpoint="object_grants", parent_id=story.inode_ids[0])
    assert [row["status"] for row in served] == ["complete"]


def words_outside_the_order(story: Story, written: Written) -> None:
    words = written.page("coverage").tables["Words of Sigma's that this tool does not know"]
    odd = {row[2]: int(row[-1]) for row in words if row[0] == "permission"}
    assert odd == {"apply": 1, "update": 1}
    assert sum(odd.values()) == story.counts["grants"]


def perhaps_limited_to_a_tag(story: Story, written: Written) -> None:
    decisions = written.page("coverage").tables[
        "Decisions that Sigma's documentation does not settle"
    ]
    (row,) = [row for row in decisions if "version tag" in row[2]]
    assert int(row[-1]) == story.counts["grants"]


def owner_and_nothing_else(story: Story, written: Written) -> None:
    (row,) = of(
        written.rows("access_by_object"),
        inode_id=story.inode_ids[0],
        member_id=story.member_ids[0],
    )
    assert (row["through"], row["can"]) == ("owner", "Can edit")
    assert int(row["path_count"]) == story.counts["path_count"]


def contractor_through_two_teams(story: Story, written: Written) -> None:
    (row,) = of(
        written.rows("access_by_object"),
        inode_id=story.inode_ids[0],
        member_id=story.member_ids[0],
    )
    assert int(row["path_count"]) == story.counts["path_count"]
    assert row["user_kind"] == "guest"
    for team in ("Integration Partners", "Brightwork Contractors"):
        assert f"team {team}: Can manage on" in row["through"]


def everyone_reaches(story: Story, written: Written) -> None:
    rows = of(written.rows(story.report), inode_id=story.inode_ids[0])
    everyone = [row for row in rows if "everyone in the organisation" in row["through"]]
    assert len(everyone) == len(rows) == story.counts["members_reached"] == EVERYONE
    assert {(row["status"], row["user_kind"]) for row in rows} == {("active", "internal")}


def deep_folder_shared_outside(story: Story, written: Written) -> None:
    lorna = of(written.rows("access_by_member", everything=True), member_id=story.member_ids[0])
    assert len(lorna) == story.counts["inodes_reached"]
    assert {row["user_kind"] for row in lorna} == {"guest"}
    others = of(written.rows("access_by_object"), inode_id=story.inode_ids[0])
    shared = [row["member_id"] for row in others if "granted in person" in row["through"]]
    assert shared == list(story.member_ids)


def database_grant_reaches_salaries(story: Story, written: Written) -> None:
    rows = of(written.rows("connections"), member_id=story.member_ids[0])
    (given,) = [row for row in rows if "team Marketing Analysts: Can use here" in row["through"]]
    assert given["object"] == "Snowflake:PROD"
    assert int(given["below"]) > 100
    assert of(rows, inode_id=story.inode_ids[0]) == []  # follows, and is there when asked for


def analyst_writes_back(story: Story, written: Written) -> None:
    (row,) = of(
        written.rows("connections"), member_id=story.member_ids[0], inode_id=story.inode_ids[0]
    )
    assert row["can"] == "Can write"


def connection_admin_without_being_one(story: Story, written: Written) -> None:
    rows = of(written.rows("privileged"), member_id=story.member_ids[0])
    (row,) = of(rows, power="Connection admin")
    assert row["subject_id"] == story.inode_ids[0]
    assert of(rows, power="Organisation admin") == []


def reaches_alone(story: Story, written: Written) -> None:
    """Assert nothing more: the story is its pairs."""
    assert story.reaches
    assert not story.counts
    assert {row["inode_id"] for row in written.rows(story.report)} >= set(story.inode_ids)


def only_a_policy_tells(story: Story, written: Written) -> None:
    """Assert nothing more here: `test_policies` finds it in the report on policies."""
    assert story.report == "policies"
    assert story.findings


FACTS: dict[str, Callable[[Story, Written], None]] = {
    "leaver-owns-workbooks": leaver_owns_workbooks,
    "leaver-keeps-a-grant": leaver_keeps_a_grant,
    "admin-by-another-name": admin_by_another_name,
    "admin-in-odd-case": admin_in_odd_case,
    "licence-upgrade-would-wake": reaches_alone,
    "contractor-through-two-teams": contractor_through_two_teams,
    "embed-user-can-edit": reaches_alone,
    "deep-folder-shared-outside": deep_folder_shared_outside,
    "payroll-for-everyone": everyone_reaches,
    "empty-team-can-manage": empty_team_can_manage,
    "team-admin-of-a-sensitive-workspace": team_admin_of_a_sensitive_workspace,
    "grant-to-an-archived-team": grant_to_an_archived_team,
    "grant-to-nobody-known": grant_to_nobody_known,
    "words-outside-the-order": words_outside_the_order,
    "perhaps-limited-to-a-tag": perhaps_limited_to_a_tag,
    "owner-and-nothing-else": owner_and_nothing_else,
    "two-of-the-same-name": reaches_alone,
    "database-grant-reaches-salaries": database_grant_reaches_salaries,
    "table-for-everyone": everyone_reaches,
    "analyst-writes-back": analyst_writes_back,
    "connection-admin-without-being-one": connection_admin_without_being_one,
    "left-and-still-on-a-team": only_a_policy_tells,
    "granted-by-somebody-who-left": only_a_policy_tells,
    "admin-whom-nobody-has-seen": only_a_policy_tells,
    "away-for-a-whole-quarter": only_a_policy_tells,
    "two-duties-in-one-hand": only_a_policy_tells,
}


def test_every_story_is_asked_for_here() -> None:
    assert len(STORIES) >= 12
    assert FACTS.keys() | {"dana-loses-the-board-pack"} == BY_SLUG.keys()
    assert len(FULL) >= 1


@pytest.mark.parametrize("slug", [slug for slug in STANDARD if slug in FACTS])
def test_its_report_finds_it(slug: str, standard: Written) -> None:
    story = BY_SLUG[slug]
    FACTS[slug](story, standard)
    by_object, data = standard.rows("access_by_object"), standard.rows("connections", True)
    reaches_are_told(story, [*by_object, *data])
    if story.report in PEOPLE_AND_DATA:
        reaches_are_told(story, standard.rows(story.report, everything=True))


@pytest.mark.parametrize("slug", FULL)
def test_its_report_finds_it_in_a_full_snapshot(slug: str, widest: Written) -> None:
    story = BY_SLUG[slug]
    FACTS[slug](story, widest)
    reaches_are_told(story, widest.rows(story.report, everything=True))


@pytest.mark.parametrize("slug", FULL)
def test_a_narrower_plan_says_that_it_may_miss_it(slug: str, standard: Written) -> None:
    """What only `full` sees is not shown as absent: coverage says that nobody asked."""
    place = BY_SLUG[slug].inode_ids[0]
    assert of(standard.rows("connections"), inode_id=place) == []
    (chain,) = of(
        standard.rows("coverage"),
        endpoint="path_grants",
        subject="Lakehouse:main.finance.bonus_pool",
    )
    assert chain["status"] == "not_asked"


def test_dana_loses_the_board_pack(demo: Demo) -> None:
    story = BY_SLUG["dana-loses-the-board-pack"]
    dana, pack = story.member_ids[0], story.inode_ids[0]
    rows = of(demo.rows(story.report), entity="effective_access", member_id=dana)
    lost = of(rows, inode_id=pack)
    assert len(lost) == story.counts["lost"]
    row = lost[0]
    assert (row["change"], row["before"], row["after"]) == ("lost", "explore", "")
    assert "Board Pack Readers" in row["cause"]
    assert {one["change"] for one in rows} == {"lost"}
    now = of(demo.rows("access_by_object"), member_id=dana, inode_id=pack)
    assert now == []
