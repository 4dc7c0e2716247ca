"""What an administrator can only do in Sigma's own web application: the API has no call for it.

Each of these is one click there; a script of changes names it, and whoever holds the organisation
does it. Must never do what a write endpoint can.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from sigma_audit.emulator.company_build import object_id
from sigma_audit.emulator.org import Grant, Org, Path

What = Literal[
    "team_admin", "permission", "catalogue", "erase", "archive_team", "new_home", "rename_type",
    "flag", "everyone", "write_back",
]  # fmt: skip


@dataclass(frozen=True)
class Hand:
    """One such change: what is done, to what, and with what.

    `team_admin`: `of` a team id, `which` a member id, made an admin of it or no longer ·
    `permission`: `of` an account type's name, `which` a slug that another type describes, enabled
    or no longer · `catalogue`: `of` a connection id, `which` a path's names joined by slashes ·
    `erase`: `of` the id of a member, an object, a connection or a path, which is then listed no
    more · `archive_team`: `of` a team id · `new_home`: `of` a member id, whose My Documents are
    made anew and empty · `rename_type`: `of` an account type's name, `which` its new one, which its
    holders have from then on · `flag`: `of` a connection id or an account type's name, `which` a
    field of it that is true or false · `everyone`: `of` an object's id, `which` the permission that
    the whole organisation is given · `write_back`: `of` a connection id, `which` a member id.
    """

    what: What
    of: str
    which: str = ""
    is_on: bool = True


def catalogued_id(names: str) -> str:
    """Give the UUID of a path that is catalogued; a script catalogues one of a name once."""
    return object_id(f"catalogued/{names}")


def new_home_id(member_id: str) -> str:
    """Give the UUID of My Documents that are made anew; a script does it once for a member."""
    return object_id(f"home/anew/{member_id}")


def filled(hand: Hand, names: Mapping[str, str]) -> Hand:
    """Put in what `$name`s stand for."""

    def known(text: str) -> str:
        return names.get(text[1:], text) if text.startswith("$") else text

    return replace(hand, of=known(hand.of), which=known(hand.which))


def do(org: Org, hand: Hand) -> None:
    """Do it; KeyError or StopIteration when there is nothing of the name."""
    _DEEDS[hand.what](org, hand)


def _team_admin(org: Org, hand: Hand) -> None:
    org.teams[hand.of].members[hand.which].is_team_admin = hand.is_on


def _permission(org: Org, hand: Hand) -> None:
    types = org.account_types.values()
    enabled = next(one for one in types if one.name == hand.of).permissions
    if hand.is_on:
        enabled[hand.which] = next(
            one.permissions[hand.which] for one in types if hand.which in one.permissions
        )
    else:
        del enabled[hand.which]


def _catalogue(org: Org, hand: Hand) -> None:
    connection = org.connections[hand.of]
    path = Path(catalogued_id(hand.which), connection.connection_id, tuple(hand.which.split("/")))
    org.paths[path.inode_id] = path


def _erase(org: Org, hand: Hand) -> None:
    gone = {hand.of}
    if hand.of in org.members:
        gone.add(org.members.pop(hand.of).home_folder_id)
        for team in org.teams.values():
            team.members.pop(hand.of, None)
    elif hand.of in org.connections:
        del org.connections[hand.of]
        gone |= {path.inode_id for path in org.paths.values() if path.connection_id == hand.of}
    elif hand.of not in org.inodes and hand.of not in org.paths:
        raise KeyError(hand.of)
    for one in gone:
        org.inodes.pop(one, None)
        org.paths.pop(one, None)
    for key, grant in list(org.grants.items()):
        if gone & {grant.inode_id, grant.member_id}:
            del org.grants[key]
    org.recents[:] = [one for one in org.recents if not gone & {one.member_id, one.inode_id}]


def _archive_team(org: Org, hand: Hand) -> None:
    org.teams[hand.of].is_archived = hand.is_on


def _new_home(org: Org, hand: Hand) -> None:
    member = org.members[hand.of]
    home = replace(
        org.inodes[member.home_folder_id],
        inode_id=new_home_id(hand.of),
        created_at=org.now,
        updated_at=org.now,
    )
    _erase(org, Hand("erase", member.home_folder_id))
    org.inodes[home.inode_id] = home
    member.home_folder_id = home.inode_id


def _rename_type(org: Org, hand: Hand) -> None:
    next(one for one in org.account_types.values() if one.name == hand.of).name = hand.which
    for member in org.members.values():
        if member.account_type.casefold() == hand.of.casefold():
            member.account_type = hand.which


def _flag(org: Org, hand: Hand) -> None:
    types = {one.name: one for one in org.account_types.values()}
    one = {**types, **org.connections}[hand.of]
    if not isinstance(getattr(one, hand.which, None), bool):
        raise KeyError(hand.which)
    setattr(one, hand.which, hand.is_on)


def _everyone(org: Org, hand: Hand) -> None:
    _give(org, Grant(object_id(f"grant/by-hand/{hand.of}"), hand.of, hand.which))


def _write_back(org: Org, hand: Hand) -> None:
    key = object_id(f"grant/by-hand/{hand.of}/{hand.which}")
    _give(org, Grant(key, hand.of, "writeback", member_id=hand.which))


def _give(org: Org, grant: Grant) -> None:
    org.grants[grant.grant_id] = replace(grant, created_at=org.now, updated_at=org.now)


_DEEDS: Mapping[What, Callable[[Org, Hand], None]] = {
    "team_admin": _team_admin,
    "permission": _permission,
    "catalogue": _catalogue,
    "erase": _erase,
    "archive_team": _archive_team,
    "new_home": _new_home,
    "rename_type": _rename_type,
    "flag": _flag,
    "everyone": _everyone,
    "write_back": _write_back,
}
