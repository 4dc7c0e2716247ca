"""Revoking: the sets are sufficient, smallest and all of them; losses are those of what-if."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from ask.conftest import Town
from sigma_audit.ask.revoke import revoking
from sigma_audit.ask.what_if import WhatIf, opened_as_if
from sigma_audit.library import Library
from sigma_audit.snapshot.store import Snapshot
from worlds import World

LIBRARY = Library()
Pairs = dict[tuple[str, str], tuple[str | None, bool]]


def access(snapshot: Snapshot) -> Pairs:
    text = "select member_id, inode_id, granted_permission, can_write_back from effective_access"
    return {(m, i): (granted, bool(writes)) for m, i, granted, writes in snapshot.sql(text).rows}


def removing(rows: list[dict[str, object]]) -> WhatIf:
    steps = [row for row in rows if row["role"] == "remove"]
    return WhatIf(
        without_grant=tuple(str(row["grant_id"]) for row in steps if row["kind"] == "grant"),
        without_member_of=tuple(
            f"{row['team_id']}:{row['member_id']}" for row in steps if row["kind"] == "membership"
        ),
    )


class Firm:
    """Ann reaches the book in person, through two teams (one by two grants), and with everybody."""

    def __init__(self, folder: Path) -> None:
        world = World()
        self.ann, self.bob = world.member("Ann"), world.member("Bob", "Analyze")
        self.cid = world.member("Cid", kind="guest")
        self.dan = world.member("Dan", kind="guest")
        self.one = world.team("One", self.ann, self.bob)
        self.two = world.team("Two", self.ann, self.cid)
        self.three = world.team("Three", self.ann)
        space = world.workspace("Space")
        inside = world.folder("Inside", space)
        self.book = world.document("workbook", "Book", inside)
        self.other = world.document("report", "Other", inside)
        self.own = world.document("workbook", "Own", inside, owner=self.ann)
        self.grants = [
            world.grant(self.book, "view", member=self.ann),
            world.grant(space, "explore", team=self.one),
            world.grant(space, "view", team=self.two),
            world.grant(inside, "edit", team=self.two),
            world.grant(inside, "organize", team=self.three),
            world.grant(space, "view"),
            world.grant(self.other, "edit", member=self.bob),
        ]
        self.teams = [
            (t, m) for t, ms in world.team_members.items() for m in [e["userId"] for e in ms]
        ]
        self.path = world.seal(folder)


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Firm:
    return Firm(tmp_path_factory.mktemp("firm"))


def test_the_sets_are_all_the_smallest_by_brute_force(firm: Firm) -> None:
    with Snapshot.open(firm.path) as snapshot:
        result = revoking(snapshot, LIBRARY, firm.ann, firm.book)
        reasons = snapshot.sql(
            "select grant_id, team_id, member_id from access_paths "
            "where member_id = $m and inode_id = $i",
            {"m": firm.ann, "i": firm.book},
        ).rows
    single = {("grant", grant) for grant in firm.grants} | {
        ("membership", f"{team}:{member}") for team, member in firm.teams
    }
    sufficient: list[frozenset[tuple[str, str]]] = []
    for size in range(len(single) + 1):
        for chosen in itertools.combinations(sorted(single), size):
            if all(
                ("grant", grant) in chosen or ("membership", f"{team}:{member}") in chosen
                for grant, team, member in reasons
            ):
                sufficient.append(frozenset(chosen))
        if sufficient:
            break
    rows = result.records()
    told = [
        frozenset(
            ("grant", str(row["grant_id"]))
            if row["kind"] == "grant"
            else ("membership", f"{row['team_id']}:{row['member_id']}")
            for row in rows
            if row["role"] == "remove" and row["set_number"] == number
        )
        for number in range(1, int(result.facts["set_count"]) + 1)
    ]
    assert len(told) == len(set(told)) == 4
    assert set(told) == set(sufficient)


def test_each_set_ends_the_access_and_the_losses_are_those_of_what_if(firm: Firm) -> None:
    with Snapshot.open(firm.path) as snapshot:
        before = access(snapshot)
        result = revoking(snapshot, LIBRARY, firm.ann, firm.book)
    rows = result.records()
    for one in result.facts["sets"]:
        own = [row for row in rows if row["set_number"] == one["set_number"]]
        with opened_as_if(firm.path, LIBRARY, removing(own)) as snapshot:
            after = access(snapshot)
        assert (firm.ann, firm.book) not in after
        lost = {
            (pair, granted, after.get(pair, (None, False))[0])
            for pair, (granted, _) in before.items()
            if pair != (firm.ann, firm.book) and after.get(pair, (None, False))[0] != granted
        }
        told = {
            ((row["member_id"], row["inode_id"]), row["before"], row["after"])
            for row in own
            if row["role"] == "lose"
        }
        assert told == lost
        others = {pair for pair, *_ in lost if pair[0] != firm.ann}
        assert one["other_accesses"] == len(others)
        assert one["other_members"] == len({member for member, _ in others})
        assert one["own_accesses"] == len(lost) - len(others)
        assert one["objects"] == len({inode for (_, inode), *_ in lost})
        assert one["gone"] == sum(pair not in after for pair, *_ in lost)


def test_aggregated_a_row_is_all_that_one_member_would_lose(firm: Firm) -> None:
    with Snapshot.open(firm.path) as snapshot:
        each = revoking(snapshot, LIBRARY, firm.ann, firm.book)
        folded = revoking(snapshot, LIBRARY, firm.ann, firm.book, is_aggregated=True)
    losses = [row for row in each.records() if row["role"] == "lose"]
    told = {
        (row["set_number"], row["member_id"]): (row["inode_count"], row["gone_count"])
        for row in folded.records()
        if row["role"] == "lose"
    }
    assert told == {
        key: (len(own), sum(row["after"] is None for row in own))
        for key in {(row["set_number"], row["member_id"]) for row in losses}
        if (own := [row for row in losses if (row["set_number"], row["member_id"]) == key])
    }
    assert max(count for count, _ in told.values()) > 3
    assert any(" and 1 more." in row["sentence"] for row in folded.records())
    assert folded.facts["sets"] == each.facts["sets"]
    assert folded.facts["parameters"]["aggregate"] is True


def test_what_cannot_be_revoked_says_why(firm: Firm, town: Town) -> None:
    with Snapshot.open(firm.path) as snapshot:
        owned = revoking(snapshot, LIBRARY, firm.ann, firm.own)
        assert owned.facts["impossible"] == [
            "Ann Test owns it: that access ends only with another owner."
        ]
        assert list(owned.rows) == []
        none = revoking(snapshot, LIBRARY, firm.dan, firm.own)
        assert none.facts["impossible"] == []
        assert (none.facts["set_count"], none.facts["sets"], list(none.rows)) == (0, [], [])

    def of(who: str, what: str) -> list[str]:
        result = revoking(town.snapshot, LIBRARY, town.ids[who], what)
        return list(result.facts["impossible"])

    assert of("ann", "My Documents of ann@example.test") == [
        "It is the home folder of Ann Test: that access ends only with the account."
    ]
    (admin,) = of("eve", town.ids["plan"])
    assert admin.startswith("Eve Test is an Admin and can take any access")


def test_a_membership_of_two_grants_goes_rather_than_both(firm: Firm) -> None:
    with Snapshot.open(firm.path) as snapshot:
        result = revoking(snapshot, LIBRARY, firm.cid, firm.book)
    assert [row["sentence"] for row in result.records() if row["role"] == "remove"] == [
        "Remove Cid Test from team Two."
    ]


def test_more_sets_than_are_told_are_counted(firm: Firm) -> None:
    with Snapshot.open(firm.path) as snapshot:
        result = revoking(snapshot, LIBRARY, firm.ann, firm.book, most=3)
    assert result.facts["set_count"] == 4
    assert len(result.facts["sets"]) == 3
