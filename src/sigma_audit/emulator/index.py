"""Look-ups over an organisation, made when first asked for and thrown away by every write.

Must never hold anything that cannot be read from the organisation again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from typing import Literal

from sigma_audit.emulator.org import Grant, Inode, Org, Path

Place = Literal["content", "connection", "path", "tag"]


class Index:
    """One state of the organisation, turned so that routes find things at once."""

    def __init__(self, org: Org) -> None:
        self._org = org
        self.reached: dict[str, dict[str, str]] = {}
        self.reached_data: dict[str, dict[str, str]] = {}
        self.lists: dict[object, list[Inode]] = {}

    @cached_property
    def grants_on(self) -> dict[str, list[Grant]]:
        """Inode id -> its own grants."""
        found: dict[str, list[Grant]] = defaultdict(list)
        for grant in self._org.grants.values():
            found[grant.inode_id].append(grant)
        return found

    @cached_property
    def grants_to_member(self) -> dict[str, list[Grant]]:
        """Member id -> grants that name the member; never those of their teams."""
        found: dict[str, list[Grant]] = defaultdict(list)
        for grant in self._org.grants.values():
            if grant.member_id:
                found[grant.member_id].append(grant)
        return found

    @cached_property
    def grants_to_team(self) -> dict[str, list[Grant]]:
        """Team id -> grants that name the team."""
        found: dict[str, list[Grant]] = defaultdict(list)
        for grant in self._org.grants.values():
            if grant.team_id:
                found[grant.team_id].append(grant)
        return found

    @cached_property
    def children(self) -> dict[str | None, list[Inode]]:
        """Parent id (None for workspaces and home folders) -> inodes right under it."""
        found: dict[str | None, list[Inode]] = defaultdict(list)
        for inode in self._org.inodes.values():
            parent_id = inode.parent_id if inode.parent_id in self._org.inodes else None
            found[parent_id].append(inode)
        return found

    @cached_property
    def path_named(self) -> dict[tuple[str, tuple[str, ...]], Path]:
        """(connection id, names) -> the path of that name."""
        return {(path.connection_id, path.names): path for path in self._org.paths.values()}

    @cached_property
    def uses(self) -> Counter[str]:
        """Inode id -> how many documents draw on it."""
        return Counter(one for inode in self._org.inodes.values() for one in inode.source_inode_ids)

    def place(self, inode_id: str) -> Place | None:
        """Tell what kind of thing an id names, or None when nothing bears it."""
        if inode_id in self._org.inodes:
            return "content"
        if inode_id in self._org.connections:
            return "connection"
        if inode_id in self._org.paths:
            return "path"
        return "tag" if inode_id in self._org.tags else None

    def upwards(self, inode_id: str) -> list[str]:
        """List the id itself and what lies above it, nearest first, on either plane."""
        if path := self._org.paths.get(inode_id):
            above = [
                self.path_named[key].inode_id
                for depth in range(len(path.names) - 1, 0, -1)
                if (key := (path.connection_id, path.names[:depth])) in self.path_named
            ]
            return [inode_id, *above, path.connection_id]
        found = [inode_id]
        inode = self._org.inodes.get(inode_id)
        while inode and inode.parent_id and inode.parent_id not in found:
            found.append(inode.parent_id)
            inode = self._org.inodes.get(inode.parent_id)
        return found

    def below(self, inode_id: str) -> list[Inode]:
        """List every inode under this one, parents before children."""
        found: list[Inode] = []
        waiting = list(self.children.get(inode_id, ()))
        while waiting:
            inode = waiting.pop()
            found.append(inode)
            waiting.extend(self.children.get(inode.inode_id, ()))
        return found

    def path_text(self, inode: Inode) -> str:
        """Join the names above an inode with slashes, as the API writes `path`."""
        names = [
            above.name
            for above_id in self.upwards(inode.inode_id)[1:]
            if (above := self._org.inodes.get(above_id))
        ]
        return "/".join(reversed(names))
