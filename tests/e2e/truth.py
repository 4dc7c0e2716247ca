"""Who can do what in an organisation, all pairs at once, by plain loops over the emulator's state.

D1-D9 and D11 read off the contract; what a word means on a thing and what an account type leaves of
it are `PlainAccess`'s. Knows nothing of SQL, of grants as the API shows them, or of snapshots.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from emulator.plain_access import CONTENT, DATA, WRITERS, PlainAccess
from sigma_audit.emulator.org import Grant, Inode, Member, Org

Pair = tuple[str, str]


@dataclass(frozen=True)
class Cell:
    """One row of `effective_access`."""

    granted: str | None
    effective: str | None
    can_write_back: bool
    path_count: int


class Truth:
    """One state of an organisation, and every pair of member and thing with a reason."""

    def __init__(self, org: Org) -> None:
        self.org = org
        self._plain = PlainAccess(org)
        self._allowed = {m.member_id: self._plain.permissions(m) for m in org.members.values()}
        self._on: dict[str, list[Grant]] = defaultdict(list)
        for grant in org.grants.values():
            self._on[grant.inode_id].append(grant)
        self._home = {m.home_folder_id: m.member_id for m in org.members.values()}
        self.cells: dict[Pair, Cell] = {}
        for inode_id in (*org.inodes, *org.connections, *org.paths):
            self._fill(inode_id)

    def above(self, inode_id: str) -> list[str]:
        """The thing and everything above it."""
        return self._plain.above(inode_id)

    def reached_by(self, grant: Grant) -> list[str]:
        """Members whom a grant reaches."""
        if grant.member_id is None and grant.team_id is None:
            members = self.org.members.values()
            return [m.member_id for m in members if m.user_kind == "internal" and is_active(m)]
        if grant.member_id is not None:
            return [grant.member_id] if grant.member_id in self.org.members else []
        team = self.org.teams.get(grant.team_id or "")
        return [] if team is None or team.is_archived else list(team.members)

    def _fill(self, inode_id: str) -> None:
        words: dict[str, list[str]] = defaultdict(list)
        chain = self.above(inode_id)
        for place in chain:
            for grant in self._on[place]:
                for member_id in self.reached_by(grant):
                    words[member_id].append(grant.permission)
        node = self.org.inodes.get(inode_id)
        if node is not None:
            for owner in {node.owner_id, self._home.get(inode_id)}:
                if owner in self.org.members:
                    words[str(owner)].append("edit")
            for place in chain[1:]:
                if place in self._home:
                    words[self._home[place]].append("edit")
        for member_id, found in words.items():
            member = self.org.members[member_id]
            cell = self._on_data(member, found) if node is None else self._in(node, member, found)
            self.cells[member_id, inode_id] = cell

    def _in(self, node: Inode, member: Member, words: list[str]) -> Cell:
        counting = [self._plain._on(node.type, word) for word in words if word in CONTENT]
        granted = max(counting, key=CONTENT.index, default=None)
        effective = self._plain._cap(node.type, granted, self._allowed[member.member_id])
        return Cell(granted, effective if is_active(member) else None, False, len(counting))

    def _on_data(self, member: Member, words: list[str]) -> Cell:
        allowed = self._allowed[member.member_id]
        counting = [word for word in words if word in DATA]
        granted = max(counting, key=DATA.index, default=None)
        effective = self._plain._cap_data(granted, allowed) if is_active(member) else None
        writes = (
            is_active(member)
            and bool({"writeback", "admin"} & set(words))
            and bool({"View connections", "Manage connections"} & allowed)
            and bool(WRITERS & allowed)
        )
        return Cell(granted, effective, writes, len(counting))


def is_active(member: Member) -> bool:
    """Tell whether someone can sign in."""
    return not (member.is_archived or member.is_inactive)
