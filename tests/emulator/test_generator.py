from __future__ import annotations

import time
from collections import Counter

import pytest

from sigma_audit.emulator.company import CLIENT_ID
from sigma_audit.emulator.generator import SIZES, Size, generate, generate_size
from sigma_audit.emulator.org import Org


def size_of(org: Org) -> Size:
    kinds = Counter(inode.type for inode in org.inodes.values())
    return Size(
        members=len(org.members),
        teams=len(org.teams),
        workspaces=kinds["workspace"],
        folders=kinds["folder"] - len(org.members),
        documents=sum(kinds.values()) - kinds["workspace"] - kinds["folder"],
        connections=len(org.connections),
        paths=len(org.paths),
    )


@pytest.mark.parametrize(
    "size",
    [
        SIZES["small"],
        Size(2, 0, 1, 0, 0, 0, 0),
        Size(7, 1, 1, 30, 5, 2, 3),
        Size(40, 3, 4, 25, 90, 2, 1_000),
    ],
)
def test_it_is_exactly_as_large_as_asked(size: Size) -> None:
    assert size_of(generate_size(size)) == size


def test_the_medium_one_takes_seconds() -> None:
    started = time.perf_counter()
    org = generate_size(SIZES["medium"])
    assert time.perf_counter() - started < 5
    assert size_of(org) == SIZES["medium"]
    assert 3_000 < len(org.grants) < 10_000


def test_equal_seeds_give_equal_organisations() -> None:
    assert generate(seed=3) == generate(seed=3)
    assert generate(seed=3).grants != generate(seed=4).grants
    assert set(generate(seed=3).inodes).isdisjoint(generate(seed=4).inodes)


def test_every_reference_leads_somewhere() -> None:
    org = generate(seed=5)
    for inode in org.inodes.values():
        assert inode.parent_id is None or org.inodes[inode.parent_id].type in (
            "workspace",
            "folder",
        )
        assert inode.owner_id is None or inode.owner_id in org.members
    places = {*org.inodes, *org.connections, *org.paths}
    for grant in org.grants.values():
        assert grant.inode_id in places
        assert (grant.member_id in org.members) != (grant.team_id in org.teams) or (
            grant.member_id is None and grant.team_id is None
        )
    listed = {(path.connection_id, path.names) for path in org.paths.values()}
    for connection_id, names in listed:
        assert len(names) == 1 or (connection_id, names[:-1]) in listed
    pairs = Counter((g.inode_id, g.member_id, g.team_id) for g in org.grants.values())
    assert set(pairs.values()) == {1}
    for team in org.teams.values():
        assert set(team.members) <= set(org.members)
    assert org.credentials[CLIENT_ID].owner_id in org.members


def test_an_organisation_without_a_workspace_is_refused() -> None:
    with pytest.raises(ValueError, match="too small"):
        generate(workspaces=0)
