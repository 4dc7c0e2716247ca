from __future__ import annotations

import time
from collections import Counter
from itertools import pairwise
from uuid import UUID

import pytest

from sigma_audit.emulator.account_types import PERMISSIONS, account_types
from sigma_audit.emulator.company import (
    CLIENT_ID,
    CLIENT_SECRET,
    LIMITED_CLIENT_ID,
    NOW,
    company,
)
from sigma_audit.emulator.company_people import ROBOT, SERVICE
from sigma_audit.emulator.names import HOSTILE
from sigma_audit.emulator.org import Connection, Grant, Inode, Member, Org, Team
from sigma_audit.emulator.story_grants import UNKNOWN_MEMBER, UNKNOWN_TEAM


@pytest.fixture(scope="module")
def org() -> Org:
    return company()


def depth(org: Org, inode: Inode) -> int:
    steps = 0
    while inode.parent_id is not None:
        inode, steps = org.inodes[inode.parent_id], steps + 1
    return steps


def root(org: Org, inode: Inode) -> Inode:
    while inode.parent_id is not None:
        inode = org.inodes[inode.parent_id]
    return inode


def homes(org: Org) -> set[str]:
    return {member.home_folder_id for member in org.members.values()}


def test_it_is_as_large_as_promised(org: Org) -> None:
    kinds = Counter(inode.type for inode in org.inodes.values())
    assert len(org.members) == 150
    assert len(org.teams) == 20
    assert kinds["workspace"] == 30
    assert kinds["folder"] == 300 + 150  # a home folder each
    assert 1190 <= sum(kinds.values()) - kinds["workspace"] - kinds["folder"] <= 1210
    assert len(org.connections) == 4
    assert len(org.paths) == 1500
    assert len(org.account_types) == 8
    assert 350 <= len(org.grants) <= 900


def test_all_kinds_of_people_and_states_occur(org: Org) -> None:
    people = org.members.values()
    assert Counter(m.user_kind for m in people) == {"internal": 127, "guest": 10, "embed": 13}
    assert sum(m.is_archived for m in people) >= 10
    assert sum(m.is_inactive and not m.is_archived for m in people) >= 4
    assert any(m.is_inactive and m.is_archived for m in people)
    assert ROBOT in org.members
    assert org.members[ROBOT].account_type == "admin"
    assert {"view", "View", "build", "Build", "ANALYZE", "aDMiN"} <= {
        m.account_type for m in people
    }
    assert any(m.email.isupper() for m in people)


def test_all_kinds_of_teams_occur(org: Org) -> None:
    teams = org.teams.values()
    assert {team.visibility for team in teams} == {"public", "private"}
    assert [team.name for team in teams if team.is_archived] == ["Legacy BI"]
    assert [team.name for team in teams if not team.members] == ["Crisis Cell"]
    sizes = sorted((len(team.members) for team in teams), reverse=True)
    assert sizes[0] > 3 * sizes[4]


def test_folders_are_eight_deep_at_most_and_somewhere_exactly(org: Org) -> None:
    assert max(depth(org, i) for i in org.inodes.values() if i.type == "folder") == 8


def test_documents_lie_where_real_ones_lie(org: Org) -> None:
    documents = [i for i in org.inodes.values() if i.type not in ("workspace", "folder")]
    kinds = {i.type for i in documents}
    assert kinds == {"workbook", "data-model", "dataset", "report", "symlink"}
    workbooks = [i for i in documents if i.type == "workbook" and not i.is_exploration]
    at_home = sum(root(org, i).inode_id in homes(org) for i in workbooks)
    assert 0.3 <= at_home / len(workbooks) <= 0.6
    by_workspace = Counter(root(org, i).inode_id for i in documents)
    assert 0.2 <= max(by_workspace.values()) / len(documents) <= 0.4
    assert any(i.is_exploration for i in documents)
    assert {i.type for i in documents if i.is_archived} == {"workbook", "report"}
    assert any(org.inodes[i.parent_id or ""].type == "workspace" for i in documents)


def test_connections_are_of_every_kind(org: Org) -> None:
    connections = org.connections.values()
    assert sorted(c.depth for c in connections) == [2, 3, 3, 3]
    for flag in ("use_oauth", "write_access", "is_sample", "is_audit_log"):
        assert sum(bool(getattr(c, flag)) for c in connections) == 1
    for connection in connections:
        depths = {
            len(p.names) for p in org.paths.values() if p.connection_id == connection.connection_id
        }
        assert depths == set(range(1, connection.depth + 1))


def test_one_database_is_only_known_by_what_lies_below(org: Org) -> None:
    named = {(p.connection_id, p.names) for p in org.paths.values()}
    orphans = {
        names[0]
        for connection, names in named
        if (connection, names[:-1]) not in named and names[1:]
    }
    assert orphans == {"RAW"}


def test_grants_have_the_shapes_of_real_ones(org: Org) -> None:
    grants = list(org.grants.values())
    assert 0.7 <= sum(g.team_id is not None for g in grants) / len(grants) <= 0.9
    everyone = [g for g in grants if g.team_id is None and g.member_id is None]
    assert 4 <= len(everyone) <= 8
    assert {g.permission for g in grants} == {
        *("view", "explore", "organize", "edit", "apply"),
        *("usage", "annotate", "admin", "writeback", "update"),
    }
    to_teams = Counter(g.team_id for g in grants if g.team_id)
    assert max(to_teams.values()) > 60


def test_only_one_pair_holds_two_grants_and_only_the_story_says_so(org: Org) -> None:
    pairs = Counter((g.inode_id, g.member_id, g.team_id) for g in org.grants.values())
    assert sum(count > 1 for count in pairs.values()) == 1
    assert [g.permission for g in org.grants.values() if g.tag_id] == ["edit"]


def test_every_reference_leads_somewhere(org: Org) -> None:
    people, inodes = org.members, org.inodes
    for member in people.values():
        home = inodes[member.home_folder_id]
        assert (home.type, home.parent_id, home.owner_id) == ("folder", None, member.member_id)
        assert member.account_type.lower() in {t.name.lower() for t in org.account_types.values()}
    for team in org.teams.values():
        assert set(team.members) <= set(people)
        assert all(key == entry.member_id for key, entry in team.members.items())
    for inode in inodes.values():
        if inode.parent_id is None:
            assert inode.type == "workspace" or inode.inode_id in homes(org)
        else:
            assert inodes[inode.parent_id].type in ("workspace", "folder")
        assert inode.owner_id in people or (inode.type == "workspace" and inode.owner_id is None)
        assert set(inode.source_inode_ids) <= set(inodes)
        assert set(inode.tag_ids) <= set(org.tags)
    for path in org.paths.values():
        assert path.connection_id in org.connections
    places = {*inodes, *org.connections, *org.paths}
    for grant in org.grants.values():
        assert grant.inode_id in places
        assert grant.member_id in {None, UNKNOWN_MEMBER, *people}
        assert grant.team_id in {None, UNKNOWN_TEAM, *org.teams}
        assert grant.tag_id in {None, *org.tags}
    assert {c.owner_id for c in org.credentials.values()} <= set(people)
    assert {e.workbook_id for e in org.embeds.values()} <= set(inodes)
    assert {s.inode_id for s in org.schedules.values()} <= set(inodes)
    assert {r.inode_id for r in org.recents} <= set(inodes)


def test_ids_are_of_the_real_forms(org: Org) -> None:
    for text in (*org.inodes, *org.teams, *org.grants, *org.paths, org.organization_id):
        assert str(UUID(text)) == text
        assert UUID(text).version == 4
    for member_id in org.members:
        if member_id != ROBOT:
            assert len(member_id) == 29
            assert member_id.isalnum()
            assert member_id.isascii()
    everything = [*org.inodes, *org.teams, *org.connections, *org.paths, *org.grants]
    assert len(everything) == len(set(everything))


def test_everything_happened_before_now(org: Org) -> None:
    assert org.now == NOW
    things: list[Member | Team | Inode | Grant | Connection] = [
        *org.members.values(),
        *org.teams.values(),
        *org.inodes.values(),
        *org.grants.values(),
        *org.connections.values(),
    ]
    for thing in things:
        assert thing.created_at <= thing.updated_at < NOW
    assert all(recent.last_interaction_at <= NOW for recent in org.recents)


def test_nobody_can_be_written_to(org: Org) -> None:
    for member in org.members.values():
        assert member.email.lower().rpartition(".")[2] in ("example", "test")
    assert len({m.email.lower() for m in org.members.values()}) == len(org.members)


def test_names_come_in_many_scripts_and_some_are_hostile(org: Org) -> None:
    names = "".join(m.first_name + m.last_name for m in org.members.values())
    for letter in "åłπшნلל王佐김अ":
        assert letter in names.casefold(), letter
    titles = {i.name for i in org.inodes.values()}
    assert set(HOSTILE) <= titles
    assert any("/" in i.name for i in org.inodes.values() if i.type == "folder")
    twins = Counter((i.parent_id, i.name) for i in org.inodes.values() if i.type == "workbook")
    assert max(twins.values()) >= 2


def test_the_collecting_user_is_an_admin_who_is_shown_only_a_part(org: Org) -> None:
    credential = org.credentials[CLIENT_ID]
    assert (credential.owner_id, credential.client_secret) == (SERVICE, CLIENT_SECRET)
    assert org.members[SERVICE].account_type == "Admin"
    limited = org.members[org.credentials[LIMITED_CLIENT_ID].owner_id]
    assert limited.account_type == "Build"
    shown = {
        g.inode_id
        for g in org.grants.values()
        if g.member_id == SERVICE or (g.member_id is None and g.team_id is None)
    }
    shown |= {i.inode_id for i in org.inodes.values() if i.owner_id == SERVICE}
    hidden = [
        i
        for i in org.inodes.values()
        if i.type == "folder"
        and i.inode_id not in homes(org)
        and root(org, i).inode_id not in shown
    ]
    workspaces = [i for i in org.inodes.values() if i.type == "workspace"]
    assert 16 <= sum(w.inode_id not in shown for w in workspaces) <= 22
    assert 40 <= len(hidden) <= 150


def test_account_types_are_named_as_documented() -> None:
    types = {kind.name: kind for kind in account_types().values()}
    assert [name for name, kind in types.items() if not kind.is_custom] == [
        *("View", "Act", "Analyze", "Build", "Admin")
    ]
    assert len([kind for kind in types.values() if kind.is_custom]) == 3
    assert types["Admin"].permissions == dict(PERMISSIONS)
    assert len(set(PERMISSIONS.values())) == len(PERMISSIONS)
    ladder = [set(types[name].permissions) for name in ("View", "Act", "Analyze", "Build", "Admin")]
    for lower, higher in pairwise(ladder):
        assert lower < higher


def test_the_same_seed_gives_the_same_company(org: Org) -> None:
    assert company(1) == org
    other = company(2)
    assert other != org
    assert set(other.members) & set(org.members) >= {SERVICE, ROBOT}
    assert other.grants != org.grants


def test_building_it_is_quick() -> None:
    started = time.perf_counter()
    company()
    assert time.perf_counter() - started < 2
