"""One signed-in call: who asks, for what, with which parameters, of which organisation.

Must never answer anything itself: that is `api/`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sigma_audit.emulator import access
from sigma_audit.emulator.index import Index
from sigma_audit.emulator.org import Connection, Inode, Member, Org, Path, Team
from sigma_audit.emulator.refusal import forbidden, invalid, not_found
from sigma_audit.emulator.slug import unslug
from sigma_audit.emulator.state import Emulator

Thing = TypeVar("Thing")


@dataclass
class Call:
    """What a handler gets; `path`, `query` and `body` as the caller sent them."""

    emulator: Emulator
    caller: Member
    url_path: str
    path: dict[str, str]
    query: list[tuple[str, str]] = field(default_factory=list)
    body: dict[str, Any] = field(default_factory=dict)

    @property
    def org(self) -> Org:
        """The organisation as it is now."""
        return self.emulator.org

    @property
    def index(self) -> Index:
        """Look-ups over the organisation as it is now."""
        return self.emulator.index

    @property
    def now(self) -> datetime:
        """The organisation's own time: what a write is stamped with."""
        return self.org.now

    @property
    def is_admin(self) -> bool:
        """Whether the credential's owner is an Admin."""
        return access.is_admin(self.caller)

    def require_admin(self) -> None:
        """Refuse anyone but an Admin."""
        if not self.is_admin:
            raise forbidden("This operation requires credentials owned by an Admin.")

    def require(self, allowed: bool) -> None:
        """Refuse when neither an Admin asks nor the given condition holds."""
        if not (allowed or self.is_admin):
            raise forbidden()

    # -- the query -----------------------------------------------------------------------------

    def text(self, name: str) -> str | None:
        """Give the last value of a query parameter; an empty one is none."""
        found = [value for key, value in self.query if key == name]
        return found[-1] or None if found else None

    def texts(self, name: str) -> list[str]:
        """Give every value of a query parameter, however the list was written."""
        return [
            part
            for key, value in self.query
            if key.partition("[")[0] == name
            for part in value.split(",")
            if part
        ]

    def flag(self, name: str) -> bool:
        """Read a boolean query parameter; absent is false."""
        text = self.text(name)
        if text not in (None, "true", "false"):
            raise invalid(f"Expecting boolean at 0.{name} but instead got: {text}")
        return text == "true"

    def choice(self, name: str, *allowed: str) -> str | None:
        """Read a query parameter that is one of a few words."""
        text = self.text(name)
        if text is not None and text not in allowed:
            raise invalid(f"Expecting one of {', '.join(allowed)} at 0.{name}")
        return text

    # -- the body ------------------------------------------------------------------------------

    def need(self, name: str, kind: type[Thing]) -> Thing:
        """Read a required field of the body."""
        value = self.body.get(name)
        if not isinstance(value, kind):
            got = "undefined" if value is None else repr(value)
            raise invalid(f"Expecting {kind.__name__} at 0.{name} but instead got: {got}")
        return value

    def take(self, name: str, kind: type[Thing]) -> Thing | None:
        """Read an optional field of the body."""
        return None if self.body.get(name) is None else self.need(name, kind)

    def one_of(self, name: str, *allowed: str) -> str | None:
        """Read an optional field that is one of a few words."""
        value = self.take(name, str)
        if value is not None and value not in allowed:
            raise invalid(f"Expecting one of {', '.join(allowed)} at 0.{name}")
        return value

    # -- what the ids name ---------------------------------------------------------------------

    def inode_id(self, text: str) -> str:
        """Give the canonical UUID of an id or urlId; 404 when it is neither."""
        try:
            return unslug(text)
        except (ValueError, OverflowError) as error:
            raise not_found(f"Inode {text}") from error

    def member(self, member_id: str) -> Member:
        """Find a member."""
        return _find(self.org.members, member_id, "Member")

    def team(self, team_id: str) -> Team:
        """Find a team."""
        return _find(self.org.teams, team_id.lower(), "Team")

    def inode(self, text: str, *kinds: str) -> Inode:
        """Find a node of the content tree, of these kinds where any are given."""
        inode = _find(self.org.inodes, self.inode_id(text), "Inode")
        if kinds and inode.type not in kinds:
            raise not_found(f"{kinds[0].capitalize()} {text}")
        return inode

    def connection(self, text: str) -> Connection:
        """Find a connection."""
        return _find(self.org.connections, self.inode_id(text), "Connection")

    def data_path(self, text: str) -> Path:
        """Find a database, schema or table."""
        return _find(self.org.paths, self.inode_id(text), "Connection path")

    def reach(self, inode: Inode) -> str | None:
        """Tell how the caller may use an inode; an Admin may edit whatever exists (R11)."""
        mine = access.content_access(self.org, self.index, self.caller).get(inode.inode_id)
        return mine or ("edit" if self.is_admin else None)

    def reachable(self, text: str, *kinds: str) -> Inode:
        """Find a node that the caller may see; 403 when it exists and they may not."""
        inode = self.inode(text, *kinds)
        if self.reach(inode) is None:
            raise forbidden("You do not have access to this file.")
        return inode

    def editable(self, text: str, *kinds: str) -> Inode:
        """Find a node that the caller may change."""
        inode = self.reachable(text, *kinds)
        self.require(self.reach(inode) == "edit")
        return inode


def _find(things: dict[str, Thing], key: str, what: str) -> Thing:
    thing = things.get(key)
    if thing is None:
        raise not_found(f"{what} {key}")
    return thing
