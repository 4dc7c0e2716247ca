"""A hand-built organisation that fits in a head: every trap once, every id from its name."""

from __future__ import annotations

import uuid
from datetime import datetime

from sigma_audit.emulator.org import (
    AccountType,
    Connection,
    Credential,
    Embed,
    Grant,
    Inode,
    Member,
    Org,
    Path,
    Recent,
    Schedule,
    Team,
    TeamMember,
    UserAttribute,
    VersionTag,
)
from sigma_audit.emulator.tokens import MARK

NOW = datetime(2026, 6, 1, 9, 0)
ADA = ("id-ada", f"{MARK}ada")  # an Admin's credential
BEN = ("id-ben", f"{MARK}ben")  # a builder's

VIEW = {"view-workbook": "View workbooks", "view-worksheet": "View datasets (also data models)"}
ANALYZE = {**VIEW, "full-explore": "Full explore", "view-connection": "View connections"}
BUILD = {
    **ANALYZE,
    "publish-workbook": "Create, edit, and publish workbooks",
    "publish-worksheet": "Create, edit, and publish datasets",
    "contribute": "Contribute to shared folders",
    "annotate-table": "Annotate tables",
}
ADMIN = {**BUILD, "manage-connection": "Manage connections", "manage-team": "Manage teams"}


def uid(name: str) -> str:
    """Give the UUID of whatever `name` names."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


def tiny() -> Org:
    """Make the organisation anew; tests may change it as they like."""
    org = Org(uid("organization"), NOW)
    _people(org)
    _content(org)
    _data(org)
    _grants(org)
    _extras(org)
    return org


def _people(org: Org) -> None:
    for name, permissions, is_custom in (
        ("View", VIEW, False),
        ("Analyze", ANALYZE, False),
        ("Build", BUILD, False),
        ("Admin", ADMIN, False),
        ("Kiosk", {"view-workbook": "View workbooks"}, True),
    ):
        kind = AccountType(uid(f"type {name}"), name, f"{name} people", is_custom, permissions)
        org.account_types[kind.account_type_id] = kind
    for name, account_type, kind_of_user, archived, inactive in (
        ("ada", "admin", "internal", False, False),
        ("ben", "Build", "internal", False, False),
        ("cleo", "View", "internal", False, False),
        ("dan", "build", "internal", True, False),
        ("eve", "Analyze", "internal", False, True),
        ("guy", "Analyze", "guest", False, False),
        ("emb", "Analyze", "embed", False, False),
        ("kim", "Kiosk", "internal", False, False),
        ("SigmaSchedulerRobot", "Admin", "internal", False, False),
    ):
        home = Inode(uid(f"home {name}"), "folder", "My Documents", None, owner_id=name)
        org.inodes[home.inode_id] = home
        org.members[name] = Member(
            name,
            f"{name}@tiny.test",
            name.title(),
            "Tiny",
            account_type,
            home.inode_id,
            kind_of_user,
            archived,
            inactive,
        )
    for name, visibility, archived, members in (
        ("Finance", "public", False, ("ben", "cleo", "dan", "eve")),
        ("Secret", "private", False, ("ada",)),
        ("Gone", None, True, ("cleo", "kim", "ben")),
        ("Guests", "public", False, ("guy",)),
    ):
        org.teams[uid(f"team {name}")] = Team(
            uid(f"team {name}"),
            name,
            visibility=visibility,
            is_archived=archived,
            members={one: TeamMember(one, one == "ben", "ada") for one in members},
        )


def _inode(org: Org, name: str, kind: str, parent: str | None, owner: str | None) -> Inode:
    parent_id = None if parent is None else uid(parent)
    inode = Inode(uid(name), kind, name, parent_id, owner_id=owner, created_by="ada")
    org.inodes[inode.inode_id] = inode
    return inode


def _content(org: Org) -> None:
    for name, kind, parent, owner in (
        ("Budget", "workspace", None, None),
        ("Ops", "workspace", None, None),
        ("Plans", "folder", "Budget", "ada"),
        ("Deep", "folder", "Plans", "ben"),
        ("Q3", "workbook", "Deep", "ben"),
        ("Board", "report", "Plans", "ben"),
        ("Model", "data-model", "Budget", "ada"),
        ("Rates", "dataset", "Budget", "ada"),
        ("Runbook", "workbook", "Ops", "ada"),
        ("Leftover", "workbook", "Ops", "dan"),
        ("Diary", "workbook", "home ben", "ben"),
        ("Scratch", "workbook", "home dan", "dan"),
        ("Short cut", "symlink", "Budget", "ada"),
    ):
        _inode(org, name, kind, parent, owner)
    _inode(org, "Old", "workbook", "Budget", "ben").is_archived = True
    _inode(org, "Old board", "report", "Budget", "ben").is_archived = True
    _inode(org, "Old rates", "dataset", "Budget", "ben").is_archived = True
    _inode(org, "Old model", "data-model", "Budget", "ben").is_archived = True
    _inode(org, "Peek", "workbook", "home ben", "ben").is_exploration = True
    org.inodes[uid("Q3")].description = "The third quarter"
    org.inodes[uid("Q3")].source_inode_ids = [uid("Model"), uid("Rates"), uid("DB.S.T1")]
    org.inodes[uid("Board")].source_inode_ids = [uid("Model"), uid("DB.S.T1")]
    org.inodes[uid("Model")].source_inode_ids = [uid("Rates"), uid("DB.S.T2")]
    org.inodes[uid("Rates")].source_inode_ids = [uid("DB.S.T1")]


def _data(org: Org) -> None:
    for name, kind, depth in (("Snow", "snowflake", 3), ("My", "mysql", 2), ("Shut", "mysql", 2)):
        org.connections[uid(name)] = Connection(uid(name), name, kind, depth)
    org.connections[uid("Shut")].is_archived = True
    org.connections[uid("Snow")].write_access = True
    for connection, text in (
        ("Snow", "DB"),
        ("Snow", "DB.S"),
        ("Snow", "DB.S.T1"),
        ("Snow", "DB.S.T2"),
        ("Snow", "PAY"),
        ("My", "pub"),
        ("My", "pub.t"),
    ):
        org.paths[uid(text)] = Path(uid(text), uid(connection), tuple(text.split(".")))


def give(org: Org, inode: str, permission: str, **who: str) -> Grant:
    """Add a grant named after what it says; `member`, `team`, neither for everyone, `tag`."""
    team = who.get("team")
    grant = Grant(
        uid(f"grant {inode} {permission} {sorted(who.items())}"),
        uid(inode),
        permission,
        member_id=who.get("member"),
        team_id=None if team is None else uid(f"team {team}"),
        tag_id=who.get("tag"),
        created_by="ada",
    )
    org.grants[grant.grant_id] = grant
    return grant


def _grants(org: Org) -> None:
    give(org, "Budget", "organize", team="Finance")
    give(org, "Plans", "edit", member="cleo")
    give(org, "Ops", "explore")
    give(org, "Runbook", "edit", team="Gone")
    give(org, "Runbook", "explore", team="Guests")
    give(org, "Q3", "view", member="kim", tag=uid("tag Prod"))
    give(org, "Model", "view", member="kim")
    give(org, "tag Prod", "apply", member="ben")
    give(org, "Snow", "usage")
    give(org, "Snow", "writeback", member="ben")
    give(org, "DB", "annotate", team="Finance")
    give(org, "DB.S.T1", "usage", member="cleo")
    give(org, "My", "admin", member="ben")
    give(org, "PAY", "usage", member="emb")


def _extras(org: Org) -> None:
    for owner, (client_id, secret) in (("ada", ADA), ("ben", BEN)):
        org.credentials[client_id] = Credential(client_id, secret, owner, f"{owner}'s")
    org.credentials["id-dan"] = Credential("id-dan", f"{MARK}dan", "dan", "dan's")
    org.credentials["id-guy"] = Credential("id-guy", f"{MARK}guy", "guy", "guy's")
    org.credentials["id-embed"] = Credential("id-embed", "s", "ada", "signs", ("embed",))
    org.tags[uid("tag Prod")] = VersionTag(uid("tag Prod"), "Prod", color="cyan", owner_id="ada")
    org.tags[uid("tag Dev")] = VersionTag(uid("tag Dev"), "Dev", is_archived=True)
    for name in ("Q3", "Board", "Model"):
        org.inodes[uid(name)].tag_ids = [uid("tag Prod")]
    org.embeds[uid("embed")] = Embed(uid("embed"), uid("Q3"), public=True)
    for name, owner in (("Q3", "ben"), ("Board", "dan")):
        key = uid(f"schedule {name}")
        org.schedules[key] = Schedule(key, uid(name), owner, "0 6 * * *", title=name)
    region = UserAttribute(uid("region"), "Region", default_value="EU", users={"cleo": "US"})
    region.teams[uid("team Finance")] = ("CH", 1)
    region.tenants[uid("tenant")] = "UK"
    org.user_attributes[region.user_attribute_id] = region
    org.recents += [
        Recent("ben", uid("Q3"), datetime(2026, 5, 1)),
        Recent("ben", uid("Peek"), datetime(2026, 5, 2)),
    ]
    org.favorites.add(("ben", uid("Q3")))
