"""The state of the embedded organisation: plain objects that the routes read and change.

Holds no seed data (that is `company.py`) and no HTTP. Must never import the client or the
collector: they have to be able to disagree with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class Member:
    """A person's account; `account_type` is the account type's name in whatever case."""

    member_id: str
    email: str
    first_name: str
    last_name: str
    account_type: str
    home_folder_id: str
    user_kind: str = "internal"
    is_archived: bool = False
    is_inactive: bool = False
    created_by: str = ""
    updated_by: str = ""
    created_at: datetime = datetime(2024, 1, 1)
    updated_at: datetime = datetime(2024, 1, 1)


@dataclass
class TeamMember:
    """One membership."""

    member_id: str
    is_team_admin: bool = False
    added_by: str = ""


@dataclass
class Team:
    """A team; `members` by member id."""

    team_id: str
    name: str
    description: str | None = None
    visibility: str | None = "public"
    is_archived: bool = False
    members: dict[str, TeamMember] = field(default_factory=dict)
    created_by: str = ""
    updated_by: str = ""
    created_at: datetime = datetime(2024, 1, 1)
    updated_at: datetime = datetime(2024, 1, 1)


@dataclass
class Inode:
    """A node of the content tree: a workspace, a folder, a document or a shortcut.

    `type` is the API's word. A workspace has no parent; a home folder is a folder whose parent is
    None and which some member's `home_folder_id` names.
    """

    inode_id: str
    type: str
    name: str
    parent_id: str | None
    owner_id: str | None = None
    is_archived: bool = False
    is_exploration: bool = False
    description: str | None = None
    latest_version: int = 1
    tag_ids: list[str] = field(default_factory=list)
    source_inode_ids: list[str] = field(default_factory=list)
    created_by: str = ""
    updated_by: str = ""
    created_at: datetime = datetime(2024, 1, 1)
    updated_at: datetime = datetime(2024, 1, 1)


@dataclass
class Connection:
    """A warehouse link; its id is the inode id of its root."""

    connection_id: str
    name: str
    type: str
    depth: int = 3
    use_oauth: bool = False
    write_access: bool = False
    is_sample: bool = False
    is_audit_log: bool = False
    is_archived: bool = False
    created_by: str = ""
    updated_by: str = ""
    created_at: datetime = datetime(2024, 1, 1)
    updated_at: datetime = datetime(2024, 1, 1)


@dataclass
class Path:
    """A database, schema or table: `names` has 1 to `depth` entries."""

    inode_id: str
    connection_id: str
    names: tuple[str, ...]


@dataclass
class Grant:
    """Principal holds permission on an inode; both ids None means the whole organisation."""

    grant_id: str
    inode_id: str
    permission: str
    member_id: str | None = None
    team_id: str | None = None
    tag_id: str | None = None
    created_by: str = ""
    updated_by: str = ""
    created_at: datetime = datetime(2024, 1, 1)
    updated_at: datetime = datetime(2024, 1, 1)


@dataclass
class AccountType:
    """A named set of permissions: slug -> description."""

    account_type_id: str
    name: str
    description: str = ""
    is_custom: bool = False
    permissions: dict[str, str] = field(default_factory=dict)


@dataclass
class UserAttribute:
    """A user attribute with its assignments (values are text)."""

    user_attribute_id: str
    name: str
    description: str | None = None
    default_value: str | None = None
    users: dict[str, str] = field(default_factory=dict)
    teams: dict[str, tuple[str, int]] = field(default_factory=dict)
    tenants: dict[str, str] = field(default_factory=dict)


@dataclass
class VersionTag:
    """A version tag; protected ones may be applied by few."""

    tag_id: str
    name: str
    description: str | None = None
    color: str | None = None
    owner_id: str = ""
    is_archived: bool = False


@dataclass
class Embed:
    """A workbook's embed; `public` ones are open to anyone with the URL."""

    embed_id: str
    workbook_id: str
    public: bool = False
    source_type: str = "workbook"
    source_id: str | None = None
    source_name: str | None = None


@dataclass
class Schedule:
    """A scheduled export of a workbook or report."""

    schedule_id: str
    inode_id: str
    owner_id: str
    cron: str
    timezone: str = "UTC"
    title: str = ""
    run_as_recipient: bool = False
    is_suspended: bool = False


@dataclass
class Credential:
    """An API client credential of a member; `scopes` among api, embed."""

    client_id: str
    client_secret: str
    owner_id: str
    name: str
    scopes: tuple[str, ...] = ("api",)


@dataclass
class Recent:
    """What a member opened last, and when."""

    member_id: str
    inode_id: str
    last_interaction_at: datetime


@dataclass
class Org:
    """One organisation. Every mapping is in creation order; ids are keys."""

    organization_id: str
    now: datetime
    members: dict[str, Member] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    inodes: dict[str, Inode] = field(default_factory=dict)
    connections: dict[str, Connection] = field(default_factory=dict)
    paths: dict[str, Path] = field(default_factory=dict)
    grants: dict[str, Grant] = field(default_factory=dict)
    account_types: dict[str, AccountType] = field(default_factory=dict)
    user_attributes: dict[str, UserAttribute] = field(default_factory=dict)
    tags: dict[str, VersionTag] = field(default_factory=dict)
    embeds: dict[str, Embed] = field(default_factory=dict)
    schedules: dict[str, Schedule] = field(default_factory=dict)
    credentials: dict[str, Credential] = field(default_factory=dict)
    recents: list[Recent] = field(default_factory=list)
    favorites: set[tuple[str, str]] = field(default_factory=set)
