from __future__ import annotations

from typing import get_args

import pytest

from emulator.plain_access import PlainAccess
from sigma_audit.emulator.company import company
from sigma_audit.emulator.org import Org
from sigma_audit.emulator.stories import STORIES, ReportSlug, Story
from sigma_audit.emulator.story_grants import EVERYONE

BY_SLUG = {story.slug: story for story in STORIES}


@pytest.fixture(scope="module")
def org() -> Org:
    return company()


@pytest.fixture(scope="module")
def plain(org: Org) -> PlainAccess:
    return PlainAccess(org)


def members_reaching(org: Org, inode_id: str) -> set[str]:
    plain = PlainAccess(org)
    return {m for m in org.members if plain.ask(m, inode_id).granted is not None}


def test_there_are_stories_for_most_reports() -> None:
    assert len(STORIES) >= 14
    assert len(BY_SLUG) == len(STORIES)
    assert {story.report for story in STORIES} >= set(get_args(ReportSlug)) - {"overview"}


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.slug)
def test_what_a_story_says_of_pairs_is_so(story: Story, plain: PlainAccess) -> None:
    for reach in story.reaches:
        answer = plain.ask(reach.member_id, reach.inode_id)
        assert (answer.granted, answer.effective) == (reach.granted, reach.effective), reach
        assert answer.via == reach.via, reach
        assert answer.can_write_back == reach.can_write_back, reach


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.slug)
def test_what_a_story_names_exists(story: Story, org: Org) -> None:
    is_about_the_unknown = story.slug == "grant-to-nobody-known"
    assert set(story.member_ids).isdisjoint(org.members) == (
        is_about_the_unknown or not story.member_ids
    )
    if not is_about_the_unknown:
        assert set(story.member_ids) <= set(org.members)
        assert set(story.team_ids) <= set(org.teams)
    assert set(story.inode_ids) <= {*org.inodes, *org.connections, *org.paths}
    assert set(story.grant_ids) <= set(org.grants)
    assert story.reaches or story.counts
    for grant_id in story.grant_ids:
        grant = org.grants[grant_id]
        assert not (grant.member_id and grant.team_id)
        if story.slug != "grant-to-nobody-known" and grant.team_id:
            assert grant.team_id in story.team_ids


@pytest.mark.parametrize(
    "slug",
    [story.slug for story in STORIES if story.counts.get("members_reached") == EVERYONE],
)
def test_everyone_is_every_active_internal_member(slug: str, org: Org) -> None:
    story = BY_SLUG[slug]
    reached = members_reaching(org, story.inode_ids[0])
    active = {
        m.member_id
        for m in org.members.values()
        if m.user_kind == "internal" and not m.is_archived and not m.is_inactive
    }
    assert len(active) == EVERYONE
    assert reached == active


def test_leavers_still_own_and_hold(org: Org) -> None:
    ruth = org.members[BY_SLUG["leaver-owns-workbooks"].member_ids[0]]
    assert ruth.is_archived
    owned = {
        i.inode_id
        for i in org.inodes.values()
        if i.owner_id == ruth.member_id and i.inode_id != ruth.home_folder_id
    }
    assert owned == set(BY_SLUG["leaver-owns-workbooks"].inode_ids)
    tomas = org.members[BY_SLUG["leaver-keeps-a-grant"].member_ids[0]]
    assert tomas.is_inactive
    assert not tomas.is_archived
    assert [g.grant_id for g in org.grants.values() if g.member_id == tomas.member_id] == list(
        BY_SLUG["leaver-keeps-a-grant"].grant_ids
    )


def test_admins_are_whose_account_type_says_so_in_any_case(org: Org) -> None:
    for story in STORIES:
        if "is_admin" in story.counts:
            member = org.members[story.member_ids[0]]
            assert (member.account_type.lower() == "admin") == bool(story.counts["is_admin"])
    viktor = BY_SLUG["admin-by-another-name"]
    plain = PlainAccess(org)
    assert viktor.counts["workspaces_managed"] == len(viktor.inode_ids)
    for inode_id in viktor.inode_ids:
        assert org.inodes[inode_id].type == "workspace"
        assert plain.ask(viktor.member_ids[0], inode_id).effective == "edit"


def test_grants_to_nobody_reach_nobody(org: Org) -> None:
    empty = BY_SLUG["empty-team-can-manage"]
    assert len(org.teams[empty.team_ids[0]].members) == 0
    assert org.grants[empty.grant_ids[0]].permission == "edit"
    archived = BY_SLUG["grant-to-an-archived-team"]
    team = org.teams[archived.team_ids[0]]
    assert team.is_archived
    assert set(archived.member_ids) == set(team.members)
    # nobody owns a workspace, so whoever reached one would do so by a grant
    for story in (empty, archived):
        assert members_reaching(org, story.inode_ids[0]) == set()
    unknown = BY_SLUG["grant-to-nobody-known"]
    assert set(unknown.team_ids).isdisjoint(org.teams)
    assert {org.grants[g].member_id or org.grants[g].team_id for g in unknown.grant_ids} == {
        *unknown.member_ids,
        *unknown.team_ids,
    }


def test_words_outside_the_order_are_these_and_no_others(org: Org) -> None:
    story = BY_SLUG["words-outside-the-order"]
    content = {"view", "explore", "organize", "edit"}
    data = {"usage", "annotate", "admin", "writeback"}
    odd = {
        g.grant_id
        for g in org.grants.values()
        if g.permission not in (content if g.inode_id in org.inodes else data)
    }
    assert odd == set(story.grant_ids)
    assert story.counts["grants"] == 2


def test_the_tag_story_is_the_only_pair_with_two_grants(org: Org) -> None:
    story = BY_SLUG["perhaps-limited-to-a-tag"]
    found = [
        g.grant_id
        for g in org.grants.values()
        if g.inode_id == story.inode_ids[0] and g.team_id == story.team_ids[0]
    ]
    assert found == list(story.grant_ids)
    assert {org.grants[g].permission for g in found} == {"view", "edit"}


def test_outsiders_are_outsiders(org: Org) -> None:
    kinds = {
        slug: org.members[BY_SLUG[slug].member_ids[0]].user_kind
        for slug in (
            "contractor-through-two-teams",
            "deep-folder-shared-outside",
            "embed-user-can-edit",
        )
    }
    assert list(kinds.values()) == ["guest", "guest", "embed"]
    lorna = BY_SLUG["deep-folder-shared-outside"]
    plain = PlainAccess(org)
    reached = [i for i in org.inodes if plain.ask(lorna.member_ids[0], i).granted]
    assert len(reached) == lorna.counts["inodes_reached"]
    depth = plain.above(lorna.inode_ids[0])
    assert len(depth) == 4  # three folders and their workspace
    others = {g.member_id or g.team_id for g in org.grants.values() if g.inode_id in set(depth)}
    assert others == {lorna.member_ids[0]}


def test_team_admin_and_write_back_are_as_told(org: Org) -> None:
    karim = BY_SLUG["team-admin-of-a-sensitive-workspace"]
    assert org.teams[karim.team_ids[0]].members[karim.member_ids[0]].is_team_admin
    assert org.grants[karim.grant_ids[0]].inode_id == karim.inode_ids[0]
    yusuf = BY_SLUG["analyst-writes-back"]
    assert org.connections[yusuf.inode_ids[0]].write_access
    on_data = [
        g.permission
        for g in org.grants.values()
        if g.member_id == yusuf.member_ids[0] and g.inode_id not in org.inodes
    ]
    assert on_data == ["writeback"]


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_stories_hold_whatever_was_drawn_around_them(seed: int) -> None:
    plain = PlainAccess(company(seed))
    for story in STORIES:
        for reach in story.reaches:
            answer = plain.ask(reach.member_id, reach.inode_id)
            assert (answer.granted, answer.effective, answer.via) == (
                reach.granted,
                reach.effective,
                reach.via,
            ), (story.slug, reach)
