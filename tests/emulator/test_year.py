"""The scripted year over a socket, in the whole company, as `demo --year` applies it."""

from __future__ import annotations

import pytest

from emulator.plain_access import PlainAccess
from sigma_audit.emulator.apart import serve_apart
from sigma_audit.emulator.by_hand import Hand, do, filled
from sigma_audit.emulator.company import CLIENT_ID, CLIENT_SECRET, company
from sigma_audit.emulator.company_build import person_id as who
from sigma_audit.emulator.drive import Driver
from sigma_audit.emulator.quarter import apply
from sigma_audit.emulator.story import inode
from sigma_audit.emulator.year import YEAR


def test_the_year_is_applied_over_a_socket_with_its_hands() -> None:
    names: dict[str, str] = {}
    admins: list[int] = []
    with serve_apart() as served:
        driver = Driver(served.base_url, CLIENT_ID, CLIENT_SECRET)
        for batch in YEAR:
            served.set_clock(batch.now)
            names = apply(batch, driver.send, names, lay=served.lay)
            if "office" in names:
                team = driver.send("GET", f"/v2/teams/{names['office']}/members", None)
                admins.append(sum(one["isTeamAdmin"] for one in team["entries"]))
        members = driver.send("GET", "/v2/members?limit=1000", None)
        payroll = driver.send("GET", f"/v2/grants?inodeId={inode('payroll')}", None)["entries"]
        paths = driver.send("GET", "/v2/connections/paths?limit=1000", None)
    assert admins == [0, 1, 1, 1, 1, 1, 1, 0]
    assert names["ines"] not in {one["memberId"] for one in members["entries"]}
    assert [(one["teamId"], one["permission"]) for one in payroll if one["teamId"]] == [
        (names["office"], "edit")
    ]
    assert paths["entries"]


def test_a_hand_does_one_thing_and_refuses_what_is_not_there() -> None:
    org = company(is_small=True)
    (entry,) = (one for one in org.account_types.values() if one.name == "Data Entry")
    before = dict(entry.permissions)
    do(org, Hand("permission", "Data Entry", "full-explore", is_on=False))
    assert before.keys() - entry.permissions.keys() == {"full-explore"}
    do(org, Hand("permission", "Data Entry", "full-explore"))
    assert entry.permissions == before
    assert filled(Hand("team_admin", "$office", "x"), {"office": "t"}).of == "t"
    for hand in (
        Hand("team_admin", "nothing", "nobody"), Hand("erase", "nothing"),
        Hand("flag", "Data Entry", "name"), Hand("new_home", "nobody"),
    ):  # fmt: skip
        with pytest.raises(KeyError):
            do(org, hand)


def test_what_is_erased_leaves_nothing_behind() -> None:
    org = company(is_small=True)
    freya, connection = who("freya"), next(iter(org.connections))
    home = org.members[freya].home_folder_id
    do(org, Hand("erase", freya))
    do(org, Hand("erase", connection))
    assert not {freya, home, connection} & {*org.members, *org.inodes, *org.connections}
    assert not any(freya in team.members for team in org.teams.values())
    assert not any(g.member_id == freya or g.inode_id == connection for g in org.grants.values())
    assert not any(path.connection_id == connection for path in org.paths.values())


def test_the_small_company_answers_the_stories_of_the_year() -> None:
    """What the year changes is the same in the small company and the whole one."""
    small, whole = PlainAccess(company(is_small=True)), PlainAccess(company())
    asked = 0
    for batch in YEAR:
        for change in batch.access:
            if change.member_id.startswith("$") or change.inode_id not in small.org.inodes:
                continue
            one = small.ask(change.member_id, change.inode_id)
            other = whole.ask(change.member_id, change.inode_id)
            assert (one.granted, one.effective) == (other.granted, other.effective)
            asked += 1
    assert asked > 15
