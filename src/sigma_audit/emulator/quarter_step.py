"""What a scripted change is made of: the calls that make it, and what must then have changed.

`$name` in a path, a body or an id stands for something an earlier answer gave. Must never send
anything itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from sigma_audit.emulator.by_hand import Hand
from sigma_audit.emulator.story import Findings

Entity = Literal[
    "member", "team", "team_member", "workspace", "inode", "connection", "grant",
    "account_type_permission",
]  # fmt: skip
Body = Mapping[str, object]
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Change:
    """One row that a diff of the base relations must have, in the contract's words.

    Ids: member -> member_id · team -> team_id · team_member -> both · workspace, inode and
    connection -> inode_id · grant -> inode_id with team_id or member_id, with neither when it is
    the whole organisation's · account_type_permission -> account_type_id, with permission unless
    it is the account type itself. A workspace counts as
    `workspace` and a connection as `connection`, neither as `inode` too. A grant's `before` and
    `after` are its permission, without a column; a raise is one `changed` whatever became of the
    grant's id. Of other things added or removed, `column`, `before` and `after` are None.
    """

    entity: Entity
    change: Literal["added", "removed", "changed"]
    ids: Mapping[str, str]
    column: str | None = None
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True)
class AccessChange:
    """What became of one pair; only chosen pairs are listed.

    `before` and `after` are granted permissions, or what `column` says. `because` are the slugs of
    the steps of the batch that caused it, all of them.
    """

    member_id: str
    inode_id: str
    change: Literal["gained", "lost", "raised", "lowered"]
    before: str | None
    after: str | None
    because: tuple[str, ...]
    column: Literal["granted_permission", "effective_permission", "can_write_back"] = (
        "granted_permission"
    )


@dataclass(frozen=True)
class Call:
    """One write; `keep` maps a name to the key of the answer that it shall stand for."""

    method: Literal["POST", "PATCH", "PUT", "DELETE"]
    path: str
    json: Body | None = None
    keep: Mapping[str, str] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True)
class Step:
    """One thing an administrator does, with its known consequences.

    `findings` is what policies find at the end of the quarter because of it; `by_hand` is done
    after the calls.
    """

    slug: str
    sentence: str
    calls: tuple[Call, ...]
    changes: tuple[Change, ...]
    findings: Findings = ()
    by_hand: tuple[Hand, ...] = ()


@dataclass(frozen=True)
class Batch:
    """What happens between two snapshots; `now` is the organisation's time when it has."""

    slug: str
    now: datetime
    steps: tuple[Step, ...]
    access: tuple[AccessChange, ...]


def given(inode_id: str, permission: str, **principal: str) -> Change:
    """Say that a grant appeared."""
    ids = {"inode_id": inode_id, **principal}
    return Change("grant", "added", ids, None, None, permission)


def taken(inode_id: str, permission: str, **principal: str) -> Change:
    """Say that a grant went away."""
    ids = {"inode_id": inode_id, **principal}
    return Change("grant", "removed", ids, None, permission, None)


def turned(inode_id: str, before: str, after: str, **principal: str) -> Change:
    """Say that a principal's permission on an inode became another."""
    ids = {"inode_id": inode_id, **principal}
    return Change("grant", "changed", ids, None, before, after)


def joined(team_id: str, member_id: str) -> Change:
    """Say that someone is on a team."""
    return Change("team_member", "added", {"team_id": team_id, "member_id": member_id})


def parted(team_id: str, member_id: str) -> Change:
    """Say that someone is no longer on a team."""
    return Change("team_member", "removed", {"team_id": team_id, "member_id": member_id})


def to_team(team_id: str, permission: str) -> Body:
    """Write the body of a typed grant endpoint for one team."""
    return {"grants": [{"grantee": {"teamId": team_id}, "permission": permission}]}


def to_member(member_id: str, permission: str) -> Body:
    """Write the body of a typed grant endpoint for one member."""
    return {"grants": [{"grantee": {"memberId": member_id}, "permission": permission}]}
