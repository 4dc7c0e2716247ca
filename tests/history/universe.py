"""A small organisation whose access is known by heart, many of them side by side in one world.

Every id begins with the universe's name, so that one pair of snapshots holds many stories.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from worlds import BUILD, VIEW, Entry, World, inode_uuid

ROW = tuple[str, ...]


@dataclass
class Universe:
    """One set of people and things.

    Team fin (ann, bob): explore on folder budgets of workspace fin, usage on connection snow.
    Team ops (dan): organize on workspace ops. cyd, a guest: edit on folder vault of workspace ops.
    dan owns q3 and model (in budgets) and note (in vault); annotate on the schema. ann owns
    budgets. flo: nothing. bob's account type only views; the others' may do all that BUILD lists.
    """

    world: World
    name: str
    ids: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        w, ids = self.world, self.ids
        ids["build"] = w.account_type(f"{self.name} Build", *BUILD)
        ids["view"] = w.account_type(f"{self.name} View", *VIEW)
        for who in ("ann", "bob", "cyd", "dan", "flo"):
            kind = "guest" if who == "cyd" else "internal"
            self.member(who, "View" if who == "bob" else "Build", kind)
        ids["team fin"] = w.team(f"{self.name} fin", ids["ann"], ids["bob"])
        ids["team ops"] = w.team(f"{self.name} ops", ids["dan"])
        ids["fin"] = w.workspace(f"{self.name} fin")
        ids["ops"] = w.workspace(f"{self.name} ops")
        ids["budgets"] = w.folder("budgets", ids["fin"], ids["ann"])
        ids["vault"] = w.folder("vault", ids["ops"])
        ids["q3"] = w.document("workbook", "q3", ids["budgets"], ids["dan"])
        ids["model"] = w.document("data_model", "model", ids["budgets"], ids["dan"])
        ids["note"] = w.document("workbook", "note", ids["vault"], ids["dan"])
        ids["snow"] = w.connection(f"{self.name} snow")
        for number, path in enumerate(("db", "schema", "table")):
            ids[path] = w.path(ids["snow"], *("D", "S", "T")[: number + 1])
        self.grant("budgets", "explore", team="fin")
        self.grant("snow", "usage", team="fin")
        self.grant("ops", "organize", team="ops")
        self.grant("vault", "edit", member="cyd")
        self.grant("schema", "annotate", member="dan")

    def member(self, who: str, account_type: str = "Build", kind: str = "internal") -> None:
        """Add a member, who owns a home folder."""
        member_id = f"{self.name}-{who}"
        self.world.member(who, f"{self.name} {account_type}", kind, member_id=member_id)
        self.ids[who] = member_id
        self.ids[f"home of {who}"] = self.world.home(member_id)

    def grant(
        self, inode: str, permission: str, member: str = "", team: str = "", again: bool = False
    ) -> None:
        """Grant on one of the named things; `again` issues it under another id."""
        self.present(inode, member, f"team {team}" if team else "")
        grant_id = inode_uuid("grant", self.name, inode, permission, member, team, str(again))
        self.world.grant(
            self.ids[inode],
            permission,
            self.ids[member] if member else None,
            self.ids[f"team {team}"] if team else None,
            grant_id,
        )

    def revoke(self, inode: str, member: str = "", team: str = "") -> Entry:
        """Take one grant away and give it."""
        who = (self.ids[member] if member else None, self.ids[f"team {team}"] if team else None)
        for grant_id, entry in self.world.grants.items():
            if entry["inodeId"] == self.ids[inode] and (entry["memberId"], entry["teamId"]) == who:
                return dict(self.world.grants.pop(grant_id))
        raise KeyError(inode)

    def present(self, *names: str) -> None:
        """Raise KeyError unless all of these are in the world, as Sigma answers 404."""
        w = self.world
        there = {*w.members, *w.teams, *w.inodes, *w.connections, *w.paths}
        if missing := [name for name in names if name and self.ids[name] not in there]:
            raise KeyError(missing)

    def delete(self, name: str) -> None:
        """Delete an inode with the grants on it, as Sigma does."""
        for kind in (self.world.inodes, self.world.paths):
            kind.pop(self.ids[name], None)
        self.world.grants = {
            key: g for key, g in self.world.grants.items() if g["inodeId"] != self.ids[name]
        }

    def inode(self, name: str) -> Entry:
        """Give an inode of the content tree, to change."""
        return self.world.inodes[self.ids[name]]

    def person(self, who: str) -> Entry:
        """Give a member, to change."""
        return self.world.members[self.ids[who]]

    def join(self, team: str, who: str) -> None:
        """Put a member on a team."""
        self.present(who)
        self.world.team_members[self.ids[f"team {team}"]].append(
            {"userId": self.ids[who], "isTeamAdmin": False, "addedBy": self.ids["ann"]}
        )

    def leave(self, team: str, who: str) -> None:
        """Take a member off a team."""
        rows = self.world.team_members[self.ids[f"team {team}"]]
        rows[:] = [row for row in rows if row["userId"] != self.ids[who]]

    def copy_into(self, world: World) -> Universe:
        """Give the same universe, to be changed in a copy of its world."""
        again = object.__new__(Universe)
        again.world, again.name, again.ids = world, self.name, dict(self.ids)
        return again

    def told(self, text: object) -> str:
        """Put names in the place of ids."""
        said = str(text)
        for name, value in sorted(self.ids.items(), key=lambda pair: -len(pair[1])):
            said = said.replace(value, name)
        return said
