"""What an administrator can only do in Sigma's own web application: the API has no call for it.

Each of these is one click there; a script of changes names it, and whoever holds the organisation
does it. Must never do what a write endpoint can.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sigma_audit.emulator.company_build import object_id
from sigma_audit.emulator.org import Org, Path


@dataclass(frozen=True)
class Hand:
    """One such change: what is done, to what, and with what.

    `team_admin`: `of` a team id, `which` a member id, made an admin of it or no longer ·
    `permission`: `of` an account type's name, `which` a slug that another type describes, enabled
    or no longer · `catalogue`: `of` a connection id, `which` the names of a path joined by slashes.
    """

    what: Literal["team_admin", "permission", "catalogue"]
    of: str
    which: str
    is_on: bool = True


def catalogued_id(names: str) -> str:
    """Give the UUID of a path that is catalogued; a script catalogues one of a name once."""
    return object_id(f"catalogued/{names}")


def filled(hand: Hand, names: Mapping[str, str]) -> Hand:
    """Put in what `$name`s stand for."""

    def known(text: str) -> str:
        return names.get(text[1:], text) if text.startswith("$") else text

    return Hand(hand.what, known(hand.of), known(hand.which), hand.is_on)


def do(org: Org, hand: Hand) -> None:
    """Do it; KeyError or StopIteration when there is nothing of the name."""
    if hand.what == "team_admin":
        org.teams[hand.of].members[hand.which].is_team_admin = hand.is_on
    elif hand.what == "permission":
        types = org.account_types.values()
        enabled = next(one for one in types if one.name == hand.of).permissions
        if hand.is_on:
            enabled[hand.which] = next(
                one.permissions[hand.which] for one in types if hand.which in one.permissions
            )
        else:
            del enabled[hand.which]
    else:
        connection = org.connections[hand.of]
        path = Path(
            catalogued_id(hand.which), connection.connection_id, tuple(hand.which.split("/"))
        )
        org.paths[path.inode_id] = path
