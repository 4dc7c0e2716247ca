"""How each thing looks on the wire: one function an entry, fields as the description has them.

Flags are left out when false, as the real one does. Must never decide who may see what.
"""

from __future__ import annotations

import re
import uuid
import zlib
from datetime import datetime
from typing import Any, Protocol

from sigma_audit.emulator.call import Call
from sigma_audit.emulator.index import Index
from sigma_audit.emulator.org import (
    Connection,
    Embed,
    Grant,
    Inode,
    Member,
    Org,
    Path,
    Schedule,
    Team,
    TeamMember,
    VersionTag,
)
from sigma_audit.emulator.slug import slug

Entry = dict[str, Any]
ROBOT = "SigmaSchedulerRobot"  # who did what nobody is on record for
_FOUNDED = datetime(2023, 1, 1)

# The words of `inodeType` hold no workspace and no data model (5.4): these stand in for them.
_GRANT_WORDS = {"workspace": "folder", "data-model": "dataset"}


class _Stamped(Protocol):
    created_by: str
    updated_by: str
    created_at: datetime
    updated_at: datetime


def moment(at: datetime) -> str:
    """Write a time the API's way: UTC, milliseconds, Z."""
    return at.isoformat(timespec="milliseconds") + "Z"


def stamps(thing: _Stamped | None) -> Entry:
    """Give who made and changed a thing, and when; of what has no record, the founding."""
    return {
        "createdBy": (thing.created_by if thing else "") or ROBOT,
        "updatedBy": (thing.updated_by if thing else "") or ROBOT,
        "createdAt": moment(thing.created_at if thing else _FOUNDED),
        "updatedAt": moment(thing.updated_at if thing else _FOUNDED),
    }


def _flags(**flags: bool) -> Entry:
    return {name: True for name, value in flags.items() if value}


def member(org: Org, one: Member) -> Entry:
    """Shape a member (5.1)."""
    return {
        "organizationId": org.organization_id,
        "memberId": one.member_id,
        "memberType": one.account_type,
        "firstName": one.first_name,
        "lastName": one.last_name,
        "email": one.email,
        "profileImgUrl": None,
        "homeFolderId": one.home_folder_id,
        "userKind": one.user_kind,
        **_flags(isArchived=one.is_archived, isInactive=one.is_inactive),
        **stamps(one),
    }


def team(one: Team) -> Entry:
    """Shape a team as lists give it (5.2)."""
    return {
        "teamId": one.team_id,
        "name": one.name,
        "description": one.description,
        "visibility": one.visibility,
        **_flags(isArchived=one.is_archived),
        **stamps(one),
    }


def team_member(one: TeamMember) -> Entry:
    """Shape a membership: `userId`, not memberId."""
    return {
        "userId": one.member_id,
        "isTeamAdmin": one.is_team_admin,
        "addedBy": one.added_by or ROBOT,
    }


def workspace(one: Inode) -> Entry:
    """Shape a workspace (5.3)."""
    return {
        "workspaceId": one.inode_id,
        "workspaceUrlId": slug(one.inode_id),
        "name": one.name,
        **stamps(one),
    }


def grant(call: Call, one: Grant, *, is_typed: bool = False) -> Entry:
    """Shape a grant; typed endpoints leave `inodeType` out, and no endpoint tells the tag (5.4)."""
    # About half of the rows carry the urlId instead of the UUID, always the same half.
    is_slug = call.emulator.options.slug_ids and zlib.crc32(one.grant_id.encode()) % 2 == 0
    entry = {
        "grantId": one.grant_id,
        "inodeId": slug(one.inode_id) if is_slug else one.inode_id,
        "organizationId": call.org.organization_id,
        "memberId": one.member_id,
        "teamId": one.team_id,
        "permission": one.permission,
        **stamps(one),
    }
    return entry if is_typed else {**entry, "inodeType": grant_word(call.org, one.inode_id)}


def grant_word(org: Org, inode_id: str) -> str:
    """Give the `inodeType` of whatever an id names."""
    if inode := org.inodes.get(inode_id):
        return _GRANT_WORDS.get(inode.type, inode.type)
    if path := org.paths.get(inode_id):
        connection = org.connections.get(path.connection_id)
        return "table" if connection and len(path.names) == connection.depth else "scope"
    return "scope" if inode_id in org.connections else "versionTag"


def connection(org: Org, one: Connection) -> Entry:
    """Shape a connection; no secret is ever part of it (5.5)."""
    return {
        "organizationId": org.organization_id,
        "connectionId": one.connection_id,
        "isSample": one.is_sample,
        "isAuditLog": one.is_audit_log,
        "lastActiveAt": moment(one.updated_at),
        "name": one.name,
        "type": one.type,
        "useOauth": one.use_oauth,
        **_flags(isArchived=one.is_archived, writeAccess=one.write_access),
        **stamps(one),
    }


def path(one: Path) -> Entry:
    """Shape a connection path: no UUID, no parent, no kind (5.6)."""
    return {
        "connectionId": one.connection_id,
        "urlId": slug(one.inode_id),
        "path": list(one.names),
    }


def file(index: Index, one: Inode, permission: str) -> Entry:
    """Shape an inode of /v2/files; `permission` is what the one who looks can do (5.7).

    What lies at the top has no parent, and the two parent fields are empty text: they are required
    and not nullable.
    """
    entry = {
        "id": one.inode_id,
        "urlId": slug(one.inode_id),
        "name": one.name,
        "type": one.type,
        "parentId": one.parent_id or "",
        "parentUrlId": slug(one.parent_id) if one.parent_id else "",
        "permission": permission,
        "path": index.path_text(one),
        "badge": None,
        "isArchived": one.is_archived,
        "ownerId": one.owner_id,
        **stamps(one),
    }
    return {**entry, "description": one.description} if one.description is not None else entry


def url(kind: str, one: Inode) -> str:
    """Make the address a browser would open."""
    name = re.sub(r"[^0-9A-Za-z]+", "-", one.name).strip("-")
    return f"https://app.sigmacomputing.com/emulated/{kind}/{name}-{slug(one.inode_id)}"


def schedule(one: Schedule, parent_field: str) -> Entry:
    """Shape a scheduled export; recipients are never part of it (5.16)."""
    return {
        "scheduledNotificationId": one.schedule_id,
        parent_field: one.inode_id,
        "schedule": {"cronSpec": one.cron, "timezone": one.timezone},
        "configV2": {
            "title": one.title,
            "messageBody": "",
            "notificationAttachments": [{"formatOptions": {"type": "PDF"}}],
            "includeLink": True,
            "runAsRecipient": one.run_as_recipient,
        },
        "isSuspended": one.is_suspended,
        "ownerId": one.owner_id,
        "lastUpdatedByUser": one.owner_id,
        "disabledAt": None,
        "disabledBy": None,
        **stamps(None),
        "createdBy": one.owner_id,
        "updatedBy": one.owner_id,
    }


def embed(one: Embed) -> Entry:
    """Shape an embed (5.15)."""
    return {
        "embedId": one.embed_id,
        "embedUrl": f"https://app.sigmacomputing.com/embed/{one.embed_id}",
        "public": one.public,
        "sourceType": one.source_type,
        "sourceId": one.source_id,
        "sourceName": one.source_name,
    }


def version_tag(one: VersionTag) -> Entry:
    """Shape a version tag; whether it is protected is not told (5.14)."""
    return {
        "versionTagId": one.tag_id,
        "name": one.name,
        "ownerId": one.owner_id or ROBOT,
        **({"description": one.description} if one.description is not None else {}),
        **({"color": one.color} if one.color is not None else {}),
        **_flags(isArchived=one.is_archived),
        **stamps(None),
    }


def tag_entry(inode: Inode, tag: VersionTag) -> Entry:
    """Shape a tag on a document; each kind of document names the same four things its own way."""
    copy_id = str(uuid.uuid5(uuid.UUID(inode.inode_id), tag.tag_id))
    at = moment(inode.updated_at)
    if inode.type == "workbook":
        return {
            "versionTagId": tag.tag_id,
            "name": tag.name,
            "sourceWorkbookVersion": inode.latest_version,
            "taggedWorkbookId": copy_id,
            "workbookTaggedAt": at,
        }
    entry = {
        "versionTagId": tag.tag_id,
        "tagName": tag.name,
        "sourceVersion": inode.latest_version,
        "taggedAt": at,
    }
    return {**entry, "taggedReportId": copy_id} if inode.type == "report" else entry
