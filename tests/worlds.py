"""Writes a tiny organisation in a few lines, as the pages the API would have given.

A world is what is; sealing it asks every question of its plan and saves the answers through the
working file, so that the entire path from raw pages to relations is exercised. Must never compute
access: that is what is under test.
"""

from __future__ import annotations

import copy
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sigma_audit.collect.endpoints import ENDPOINTS, EXTRAS
from sigma_audit.emulator.slug import slug
from sigma_audit.library import Library
from sigma_audit.snapshot.partial import Run
from sigma_audit.snapshot.saving import Chain, Page
from sigma_audit.snapshot.shape import SCHEMA_VERSION
from sigma_audit.snapshot.working import Working

ORGANIZATION_ID = "0a0a0a0a-0000-4000-8000-000000000001"
NAMESPACE = uuid.UUID("7d3f6f0e-5a50-4c0b-9a5e-3b9b7a5d9c11")
STAMP = "2024-01-01T00:00:00.000Z"
LISTS = {
    "workbook": "workbooks",
    "data_model": "data_models",
    "dataset": "datasets",
    "report": "reports",
}
ID_KEY = {
    "workbooks": "workbookId",
    "data_models": "dataModelId",
    "datasets": "datasetId",
    "reports": "reportId",
}
VIEW = ("View connections", "View datasets", "View workbooks")
ANALYZE = (*VIEW, "Basic explore", "Full explore", "Download")
BUILD = (
    *ANALYZE,
    "Annotate tables",
    "Create input tables",
    "Create, edit, and publish datasets",
    "Create, edit, and publish workbooks",
    "Create new folders",
    "Contribute to shared folders",
    "Share documents",
)
ADMIN = (
    *BUILD,
    "Manage connections",
    "Upload CSV",
    "Schedule materializations",
    "Create warehouse views",
    "Manage users",
    "Manage teams",
)
DEFAULT_ACCOUNT_TYPES = {"View": VIEW, "Analyze": ANALYZE, "Build": BUILD, "Admin": ADMIN}
Entry = dict[str, Any]


@dataclass
class Failure:
    """A chain that does not end complete; its rows are left out."""

    status: str
    http_status: int | None
    detail: str


def inode_uuid(*names: str) -> str:
    """Give the UUID that a world uses for the inode of these names: the same in every world."""
    return str(uuid.uuid5(NAMESPACE, "/".join(names)))


@dataclass
class World:
    """One tiny organisation; every method that makes something gives its id."""

    plan: str = "full"
    taken_at: datetime = datetime(2024, 6, 1, 12, 0)
    name: str = "world"
    with_auditor: bool = True
    """Add an Admin called Auditor, who owns the credential, when no member is an Admin."""
    members: dict[str, Entry] = field(default_factory=dict)
    teams: dict[str, Entry] = field(default_factory=dict)
    team_members: dict[str, list[Entry]] = field(default_factory=dict)
    inodes: dict[str, Entry] = field(default_factory=dict)
    connections: dict[str, Entry] = field(default_factory=dict)
    paths: dict[str, Entry] = field(default_factory=dict)
    grants: dict[str, Entry] = field(default_factory=dict)
    account_types: dict[str, Entry] = field(default_factory=dict)
    failures: dict[tuple[str, str], Failure] = field(default_factory=dict)
    not_asked: set[tuple[str, str]] = field(default_factory=set)
    extras: tuple[str, ...] = ()
    """What --with asked for; what `answer` adds is served, every other such list is empty."""
    answers: dict[tuple[str, str], list[Entry]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, permissions in DEFAULT_ACCOUNT_TYPES.items():
            self.account_type(name, *permissions)

    def copy(self) -> World:
        """Give an independent copy, to change into what the organisation was later."""
        return copy.deepcopy(self)

    def account_type(self, name: str, *permissions: str) -> str:
        """Add an account type, or replace the one of that name; permissions by documented name."""
        account_type_id = inode_uuid("account type", name)
        self.account_types[account_type_id] = {
            "name": name,
            "permissions": {
                text.lower().replace(",", "").replace(" ", "-"): text for text in permissions
            },
        }
        return account_type_id

    def member(
        self,
        name: str,
        account_type: str = "Build",
        kind: str = "internal",
        *,
        archived: bool = False,
        inactive: bool = False,
        member_id: str | None = None,
        home_folder_id: str | None = None,
    ) -> str:
        """Add a member; `account_type` may be in any case or unknown."""
        member_id = member_id or f"Member{name.replace(' ', '')}"
        self.members[member_id] = {
            "organizationId": ORGANIZATION_ID,
            "memberId": member_id,
            "memberType": account_type,
            "firstName": name,
            "lastName": "Test",
            "email": f"{name.lower().replace(' ', '.')}@example.test",
            "profileImgUrl": None,
            "homeFolderId": home_folder_id or inode_uuid("home", member_id),
            "userKind": kind,
            **_stamps(),
            **({"isArchived": True} if archived else {}),
            **({"isInactive": True} if inactive else {}),
        }
        return member_id

    def home(self, member: str) -> str:
        """Home folder of a member."""
        return str(self.members[member]["homeFolderId"])

    def team(
        self, name: str, *members: str, archived: bool = False, admins: tuple[str, ...] = ()
    ) -> str:
        """Add a team of members; `admins` are members of it too."""
        team_id = inode_uuid("team", name)
        self.teams[team_id] = {
            "teamId": team_id,
            "name": name,
            "description": None,
            "visibility": "public",
            **_stamps(),
            **({"isArchived": True} if archived else {}),
        }
        self.team_members[team_id] = [
            {"userId": member, "isTeamAdmin": member in admins, "addedBy": "MemberAuditor"}
            for member in dict.fromkeys([*members, *admins])
        ]
        return team_id

    def workspace(self, name: str) -> str:
        """Add a workspace."""
        return self._inode("workspace", name, None, None, False, False)

    def folder(
        self,
        name: str,
        parent: str | None,
        owner: str | None = None,
        *,
        archived: bool = False,
        hidden: bool = False,
    ) -> str:
        """Add a folder; `hidden` ones are missing from the file list and asked one by one."""
        return self._inode("folder", name, parent, owner, archived, hidden)

    def document(
        self,
        kind: str,
        name: str,
        parent: str | None,
        owner: str | None = None,
        archived: bool = False,
        hidden: bool = False,
    ) -> str:
        """Add a workbook, data_model, dataset or report, or a kind that only the file list has."""
        return self._inode(kind, name, parent, owner, archived, hidden)

    def connection(self, name: str, type: str = "snowflake", **flags: bool) -> str:  # noqa: A002
        """Add a connection; flags as the API names them: useOauth, writeAccess, isArchived …"""
        connection_id = inode_uuid("connection", name)
        self.connections[connection_id] = {
            "organizationId": ORGANIZATION_ID,
            "connectionId": connection_id,
            "name": name,
            "type": type,
            "isSample": False,
            "isAuditLog": False,
            "useOauth": False,
            "lastActiveAt": STAMP,
            **_stamps(),
            **flags,
        }
        return connection_id

    def path(self, connection: str, *names: str) -> str:
        """Add a database, schema or table: its names from the top."""
        path_id = inode_uuid("path", connection, *names)
        self.paths[path_id] = {
            "connectionId": connection,
            "urlId": slug(path_id),
            "path": list(names),
        }
        return path_id

    def grant(
        self,
        inode: str,
        permission: str,
        member: str | None = None,
        team: str | None = None,
        grant_id: str | None = None,
    ) -> str:
        """Add a grant; with neither member nor team it is the whole organisation's."""
        number = str(len(self.grants))
        grant_id = grant_id or inode_uuid(
            "grant", inode, permission, str(member), str(team), number
        )
        self.grants[grant_id] = {
            "grantId": grant_id,
            "inodeId": inode,
            "organizationId": ORGANIZATION_ID,
            "memberId": member,
            "teamId": team,
            "permission": permission,
            "inodeType": "folder",
            **_stamps(),
        }
        return grant_id

    def answer(self, endpoint: str, parent: str, *entries: Entry) -> None:
        """Let an optional endpoint serve these entries, as the API writes them."""
        self.answers[endpoint, parent] = list(entries)

    def fail(
        self,
        endpoint: str,
        parent: str = "",
        status: str = "failed",
        http_status: int | None = None,
        detail: str = "",
    ) -> None:
        """Let one chain end failed, forbidden, vanished or not at all (`not_asked`)."""
        if parent in self.paths:
            parent = str(self.paths[parent]["urlId"])
        if status == "not_asked":
            self.not_asked.add((endpoint, parent))
        else:
            codes = {"failed": 500, "forbidden": 403, "vanished": 404}
            self.failures[endpoint, parent] = Failure(
                status, http_status or codes.get(status), detail
            )

    def seal(self, folder: Path, library: Library | None = None) -> Path:
        """Ask everything the plan asks, save the answers, and seal; gives the file."""
        working = self.working(folder, library or Library())
        return working.seal()

    def working(self, folder: Path, library: Library) -> Working:
        """Save the answers into an open working file of a fresh name."""
        world = self.copy()
        collected_by = next(
            (m for m, entry in world.members.items() if entry["memberType"].lower() == "admin"),
            None,
        )
        if collected_by is None and self.with_auditor:
            collected_by = world.member("Auditor", "Admin")
        started_at = self.taken_at - timedelta(minutes=10)
        run = Run(
            snapshot_id=str(uuid.uuid5(NAMESPACE, f"{self.name}/{self.taken_at}")),
            organization_id=ORGANIZATION_ID,
            base_url="https://aws-api.sigmacomputing.com",
            source="sigma",
            collected_by=collected_by,
            plan=self.plan,
            started_at=started_at,
            taken_at=self.taken_at,
            tool_version="test",
            schema_version=SCHEMA_VERSION,
            sql_digest="test",
        )
        number = len(list(folder.glob("*.duckdb*"))) if folder.is_dir() else 0
        final = folder / f"{self.name}-{number}.duckdb"
        settings = {"extras": ",".join(self.extras)} if self.extras else {}
        working = Working.create(final, run, ENDPOINTS, library, settings)
        pages, chains = [], []
        for endpoint, parent, body, count in _answers(world, collected_by):
            if (endpoint, parent) in world.not_asked:
                continue
            failure = world.failures.get((endpoint, parent))
            if failure is None:
                pages.append(Page(endpoint, parent, 1, 1, self.taken_at, body))
            chains.append(
                Chain(
                    endpoint=endpoint,
                    parent_id=parent,
                    reading=1,
                    status=failure.status if failure else "complete",
                    pages=0 if failure else 1,
                    rows_served=0 if failure else count,
                    declared_total=None,
                    retries=0,
                    http_status=failure.http_status if failure else 200,
                    detail=failure.detail if failure else "",
                    next_cursor=None,
                    started_at=started_at,
                    ended_at=self.taken_at,
                )
            )
        working.save(pages, chains)
        return working

    def _inode(
        self,
        kind: str,
        name: str,
        parent: str | None,
        owner: str | None,
        archived: bool,
        hidden: bool,
    ) -> str:
        inode_id = inode_uuid(kind, name, str(parent))
        self.inodes[inode_id] = {
            "kind": kind,
            "name": name,
            "parent": parent,
            "owner": owner,
            "is_archived": archived,
            "is_hidden": hidden,
        }
        return inode_id


def _stamps() -> Entry:
    return {
        "createdBy": "MemberAuditor",
        "updatedBy": "MemberAuditor",
        "createdAt": STAMP,
        "updatedAt": STAMP,
    }


def _file(inode_id: str, inode: Entry) -> Entry:
    return {
        "id": inode_id,
        "urlId": slug(inode_id),
        "name": inode["name"],
        "type": inode["kind"].replace("_", "-"),
        "parentId": inode["parent"],
        "parentUrlId": slug(inode["parent"]) if inode["parent"] else None,
        "permission": "view",
        "path": "Somewhere",
        "badge": None,
        "ownerId": inode["owner"],
        "isArchived": inode["is_archived"],
        **_stamps(),
    }


def _grant(world: World, grant: Entry) -> Entry:
    """Give the grant as the API does: now a UUID, now a slug."""
    inode_id = grant["inodeId"]
    known = inode_id in world.inodes or inode_id in world.paths or inode_id in world.connections
    if known and int(grant["grantId"][:1], 36) % 2:
        inode_id = slug(inode_id)
    return {**grant, "inodeId": inode_id}


def _answers(world: World, collected_by: str | None) -> Iterator[tuple[str, str, str, int]]:
    """Every chain of the plan: endpoint, parent, body, number of rows."""
    for endpoint, parent, entries in _lists(world, collected_by):
        if ENDPOINTS[endpoint].style == "object":
            yield endpoint, parent, json.dumps(entries[0]), 1
        elif ENDPOINTS[endpoint].style == "array":
            yield endpoint, parent, json.dumps(entries), len(entries)
        elif ENDPOINTS[endpoint].style == "tokens":
            yield endpoint, parent, json.dumps({"entries": entries}), len(entries)
        else:
            body = {"entries": entries, "nextPage": None}
            yield endpoint, parent, json.dumps(body), len(entries)


def _lists(world: World, collected_by: str | None) -> Iterator[tuple[str, str, list[Entry]]]:
    yield "whoami", "", [{"userId": collected_by, "organizationId": ORGANIZATION_ID}]
    yield "members", "", list(world.members.values())
    yield "teams", "", list(world.teams.values())
    workspaces = {i: n for i, n in world.inodes.items() if n["kind"] == "workspace"}
    yield (
        "workspaces",
        "",
        [
            {"workspaceId": i, "workspaceUrlId": slug(i), "name": n["name"], **_stamps()}
            for i, n in workspaces.items()
        ],
    )
    for kind, endpoint in LISTS.items():
        documents = {i: n for i, n in world.inodes.items() if n["kind"] == kind}
        has_archive = f"{endpoint}_archived" in ENDPOINTS
        for name, is_archived in ((endpoint, False), (f"{endpoint}_archived", True)):
            if name in ENDPOINTS:
                shown = [
                    _document(ID_KEY[endpoint], i, n)
                    for i, n in documents.items()
                    if not has_archive or n["is_archived"] == is_archived
                ]
                yield name, "", shown
    files = {i: n for i, n in world.inodes.items() if n["kind"] != "workspace"}
    yield "files", "", [_file(i, n) for i, n in files.items() if not n["is_hidden"]]
    for i, n in files.items():
        if n["is_hidden"]:
            yield "file_nodes", i, [_file(i, n)]
    yield "connections", "", list(world.connections.values())
    yield "paths", "", list(world.paths.values())
    yield from _account_types(world)
    for team_id, members in world.team_members.items():
        yield "team_members", team_id, members
    yield from _grant_answers(world)
    for extra in world.extras:
        for one in EXTRAS[extra]:
            kind = one.name.rpartition("_")[0]
            parents = [i for i, n in world.inodes.items() if n["kind"] == kind]
            parents += list(world.members) if kind == "member" else []
            if kind == "user_attribute":
                listed = world.answers.get(("user_attributes", ""), [])
                parents += [entry["userAttributeId"] for entry in listed]
            for parent in parents if one.has_parent else [""]:
                yield one.name, parent, world.answers.get((one.name, parent), [])


def _document(key: str, inode_id: str, inode: Entry) -> Entry:
    return {
        key: inode_id,
        key.replace("Id", "UrlId"): slug(inode_id),
        "name": inode["name"],
        "url": f"https://app.example.test/{slug(inode_id)}",
        "path": "Somewhere",
        "latestVersion": 1,
        "ownerId": inode["owner"],
        **_stamps(),
        **({"isArchived": True} if inode["is_archived"] else {}),
    }


def _account_types(world: World) -> Iterator[tuple[str, str, list[Entry]]]:
    yield (
        "account_types",
        "",
        [
            {
                "accountTypeId": i,
                "accountTypeName": entry["name"],
                "description": "",
                "isCustom": entry["name"] not in DEFAULT_ACCOUNT_TYPES,
            }
            for i, entry in world.account_types.items()
        ],
    )
    for i, entry in world.account_types.items():
        permissions = entry["permissions"].items()
        yield (
            "account_type_permissions",
            i,
            [{"permission": word, "description": text} for word, text in permissions],
        )


def _grant_answers(world: World) -> Iterator[tuple[str, str, list[Entry]]]:
    """Answers about grants: which are asked depends on the plan (reference, section 6.8)."""

    by_inode: dict[str, list[Entry]] = {}
    by_principal: dict[tuple[str, str], list[Entry]] = {}
    for grant in world.grants.values():
        by_inode.setdefault(grant["inodeId"], []).append(_grant(world, grant))
        for key in ("teamId", "memberId"):
            by_principal.setdefault((key, str(grant[key])), []).append(grant)

    def on(inode_id: str) -> list[Entry]:
        return by_inode.get(inode_id, [])

    depths: dict[str, int] = {}
    for path in world.paths.values():
        known = depths.get(path["connectionId"], 0)
        depths[path["connectionId"]] = max(known, len(path["path"]))
    swept: set[str] = set()
    if world.plan != "objects":
        for endpoint, key, principals in (
            ("team_grants", "teamId", world.teams),
            ("member_grants", "memberId", world.members),
        ):
            for principal in principals:
                given = by_principal.get((key, principal), [])
                asked = {*world.failures, *world.not_asked}
                if (endpoint, principal) not in asked:
                    swept |= {g["inodeId"] for g in given}
                yield endpoint, principal, [_grant(world, g) for g in given]
    if world.plan == "principals":
        return
    for inode_id in world.inodes:
        yield "object_grants", inode_id, on(inode_id)
    for connection_id in world.connections:
        yield "connection_grants", connection_id, on(connection_id)
    for path_id, path in world.paths.items():
        depth = depths[path["connectionId"]]
        is_leaf = len(path["path"]) == depth and depth > 1
        if not is_leaf or world.plan == "full" or (world.plan == "standard" and path_id in swept):
            inherited = on(path["connectionId"])
            yield "path_grants", path["urlId"], [*inherited, *on(path_id)]
