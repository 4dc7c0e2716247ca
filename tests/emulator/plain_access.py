"""Who may do what, from the emulator's state by plain loops: D1-D9 and D11, read off the contract.

Shares nothing with `emulator/access.py` or the SQL, so that each can be caught by the others.
"""

from __future__ import annotations

from dataclasses import dataclass

from sigma_audit.emulator.org import Member, Org

CONTENT = ["view", "explore", "organize", "edit"]
DATA = ["usage", "annotate", "admin"]
WRITERS = {
    "Create input tables",
    "Upload CSV",
    "Schedule materializations",
    "Create warehouse views",
}


@dataclass(frozen=True)
class Answer:
    granted: str | None
    effective: str | None
    via: tuple[str, ...]
    can_write_back: bool


class PlainAccess:
    """One state of an organisation, asked pair by pair."""

    def __init__(self, org: Org) -> None:
        self.org = org
        self.by_names = {(p.connection_id, p.names): p.inode_id for p in org.paths.values()}

    def above(self, inode_id: str) -> list[str]:
        """The inode and everything above it."""
        if inode_id in self.org.inodes:
            chain = []
            at: str | None = inode_id
            while at is not None:
                chain.append(at)
                at = self.org.inodes[at].parent_id
            return chain
        if inode_id in self.org.connections:
            return [inode_id]
        path = self.org.paths[inode_id]
        chain = [inode_id]
        for length in range(len(path.names) - 1, 0, -1):
            name = self.by_names.get((path.connection_id, path.names[:length]))
            if name is not None:
                chain.append(name)
        return [*chain, path.connection_id]

    def permissions(self, member: Member) -> set[str]:
        for kind in self.org.account_types.values():
            if kind.name.lower() == member.account_type.lower():
                return set(kind.permissions.values())
        raise AssertionError(f"no account type {member.account_type}")

    def ask(self, member_id: str, inode_id: str) -> Answer:
        member = self.org.members.get(member_id)
        if member is None:
            return Answer(None, None, (), False)
        is_active = not member.is_archived and not member.is_inactive
        chain = self.above(inode_id)
        reasons: list[tuple[str, str]] = []  # (via, word)
        for grant in self.org.grants.values():
            if grant.inode_id not in chain:
                continue
            if grant.member_id is None and grant.team_id is None:
                if is_active and member.user_kind == "internal":
                    reasons.append(("organization", grant.permission))
            elif grant.member_id == member_id:
                reasons.append(("direct", grant.permission))
            elif grant.team_id in self.org.teams:
                team = self.org.teams[grant.team_id or ""]
                if not team.is_archived and member_id in team.members:
                    reasons.append(("team", grant.permission))
        node = self.org.inodes.get(inode_id)
        allowed = self.permissions(member)
        if node is not None:
            if node.owner_id == member_id:
                reasons.append(("owner", "edit"))
            if member.home_folder_id in chain:
                reasons.append(("home_folder", "edit"))
            counting = [(via, self._on(node.type, w)) for via, w in reasons if w in CONTENT]
            granted = max((w for _, w in counting), key=CONTENT.index, default=None)
            effective = self._cap(node.type, granted, allowed)
            writes = False
        else:
            counting = [(via, w) for via, w in reasons if w in DATA]
            granted = max((w for _, w in counting), key=DATA.index, default=None)
            effective = self._cap_data(granted, allowed)
            writes = (
                any(w in ("writeback", "admin") for _, w in reasons)
                and bool(allowed & {"View connections", "Manage connections"})
                and bool(allowed & WRITERS)
                and is_active
            )
        via = tuple(sorted(v for v, _ in counting))
        return Answer(granted, effective if is_active else None, via, writes)

    @staticmethod
    def _on(kind: str, word: str) -> str:
        if kind in ("workspace", "folder") or word in ("view", "edit"):
            return word
        return "explore" if kind == "workbook" else "view"

    @staticmethod
    def _cap(kind: str, word: str | None, allowed: set[str]) -> str | None:
        if kind in ("workspace", "folder"):
            if word == "organize" and "Contribute to shared folders" not in allowed:
                return "explore"
            return word
        makes = "workbooks" if kind in ("workbook", "report") else "datasets"
        may = []
        if f"View {makes}" in allowed:
            may.append("view")
        if kind == "workbook" and "Full explore" in allowed:
            may.append("explore")
        if f"Create, edit, and publish {makes}" in allowed:
            may.append("edit")
        if word is None:
            return None
        within = [one for one in may if CONTENT.index(one) <= CONTENT.index(word)]
        return within[-1] if within else None

    @staticmethod
    def _cap_data(word: str | None, allowed: set[str]) -> str | None:
        manages = "Manage connections" in allowed
        if word is None or not (manages or "View connections" in allowed):
            return None
        if word == "admin" and not manages:
            word = "annotate"
        if word == "annotate" and not (manages or "Annotate tables" in allowed):
            word = "usage"
        return word
