"""What follows from a write: whose things go where, which grants end (sigma-api.md 7.1, 7.2).

Must never refuse: whoever calls has been heard already.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sigma_audit.emulator.access import CONTAINERS
from sigma_audit.emulator.call import Call
from sigma_audit.emulator.org import Connection, Grant, Inode, Member, Team

ARCHIVED_USERS = "Archived Users"


def deactivate(
    call: Call,
    leaver: Member,
    new_owner: Member | None,
    archive_documents: bool,
    archive_exports: bool,
) -> None:
    """Hand a leaver's things on, or archive them; without either they stay with the leaver.

    Grants and memberships stay as they are, dormant: they revive on reactivation (R14).
    """
    owned = [
        inode
        for inode in call.org.inodes.values()
        if inode.owner_id == leaver.member_id and inode.inode_id != leaver.home_folder_id
    ]
    if archive_documents:
        for inode in owned:
            if inode.type not in CONTAINERS:
                inode.is_archived = True
                mark_changed(call, inode)
    if archive_documents or archive_exports:
        for schedule in call.org.schedules.values():
            if schedule.owner_id == leaver.member_id:
                schedule.is_suspended = True
    if new_owner is None:
        return
    for inode in owned:
        inode.owner_id = new_owner.member_id
        mark_changed(call, inode)
    _move_home(call, leaver, new_owner)
    if not archive_exports:
        for schedule in call.org.schedules.values():
            if schedule.owner_id == leaver.member_id:
                schedule.owner_id = new_owner.member_id


def _move_home(call: Call, leaver: Member, new_owner: Member) -> None:
    """Move My Documents to the new owner's, under Archived Users and the leaver's name."""
    things = list(call.index.children.get(leaver.home_folder_id, ()))
    if not things:
        return
    shelf = next(
        (
            inode
            for inode in call.index.children.get(new_owner.home_folder_id, ())
            if inode.type == "folder" and inode.name == ARCHIVED_USERS
        ),
        None,
    ) or add_inode(call, "folder", ARCHIVED_USERS, new_owner.home_folder_id, new_owner.member_id)
    name = f"{leaver.first_name} {leaver.last_name}".strip()
    folder = add_inode(call, "folder", name, shelf.inode_id, new_owner.member_id)
    for inode in things:
        inode.parent_id = folder.inode_id
        mark_changed(call, inode)


def add_inode(
    call: Call, kind: str, name: str, parent_id: str | None, owner_id: str | None
) -> Inode:
    """Put a new node into the content tree."""
    inode = Inode(
        call.emulator.new_id(kind, call.org.inodes),
        kind,
        name,
        parent_id,
        owner_id=owner_id,
        created_by=call.caller.member_id,
        updated_by=call.caller.member_id,
        created_at=call.now,
        updated_at=call.now,
    )
    call.org.inodes[inode.inode_id] = inode
    return inode


def mark_changed(call: Call, inode: Inode) -> None:
    """Stamp an inode with who changed it and when."""
    inode.updated_by, inode.updated_at = call.caller.member_id, call.now


def end_grants(call: Call, ends: Callable[[Grant], bool]) -> None:
    """Remove every grant of which `ends` says so."""
    for grant_id in [key for key, grant in call.org.grants.items() if ends(grant)]:
        del call.org.grants[grant_id]


def delete_team(call: Call, team: Team) -> None:
    """Remove a team for good; its grants end, the workspace made with it stays."""
    del call.org.teams[team.team_id]
    end_grants(call, lambda grant: grant.team_id == team.team_id)
    for attribute in call.org.user_attributes.values():
        attribute.teams.pop(team.team_id, None)


def delete_workspace(call: Call, workspace: Inode) -> None:
    """Remove a workspace for good; what lay in it moves to the deleter's My Documents."""
    for inode in call.index.children.get(workspace.inode_id, ()):
        inode.parent_id = call.caller.home_folder_id
        mark_changed(call, inode)
    del call.org.inodes[workspace.inode_id]
    end_grants(call, lambda grant: grant.inode_id == workspace.inode_id)


def set_archived(call: Call, inode: Inode, is_archived: bool) -> None:
    """Archive or restore a file with everything under it."""
    for one in (inode, *call.index.below(inode.inode_id)):
        one.is_archived = is_archived
        mark_changed(call, one)


def delete_connection(call: Call, connection: Connection) -> None:
    """Archive a connection; every data grant on it and beneath it ends."""
    connection.is_archived = True
    connection.updated_by, connection.updated_at = call.caller.member_id, call.now
    beneath = {
        path.inode_id
        for path in call.org.paths.values()
        if path.connection_id == connection.connection_id
    } | {connection.connection_id}
    end_grants(call, lambda grant: grant.inode_id in beneath)


def remove_tag(call: Call, inode: Inode, tag_id: str) -> None:
    """Take a version tag off a document; who had the tagged version only has nothing now (R18)."""
    inode.tag_ids = [one for one in inode.tag_ids if one != tag_id]
    mark_changed(call, inode)
    end_grants(call, lambda g: g.tag_id == tag_id and g.inode_id == inode.inode_id)


def delete_tag(call: Call, tag_id: str) -> None:
    """Remove a version tag everywhere."""
    for inode in call.org.inodes.values():
        if tag_id in inode.tag_ids:
            remove_tag(call, inode, tag_id)
    end_grants(call, lambda grant: grant.inode_id == tag_id)
    del call.org.tags[tag_id]


def raise_grant(call: Call, wanted: Grant, order: dict[str, int]) -> Grant:
    """Grant, or raise what is granted already; a lower wish changes nothing (7.1).

    `order` ranks what may be compared; other words stand beside.
    """
    same_place = [
        grant
        for grant in call.index.grants_on.get(wanted.inode_id, ())
        if (grant.member_id, grant.team_id, grant.tag_id)
        == (wanted.member_id, wanted.team_id, wanted.tag_id)
    ]
    for grant in same_place:
        if grant.permission == wanted.permission:
            return grant
    if wanted.permission in order:
        ranked = [grant for grant in same_place if grant.permission in order]
        if ranked:
            best = max(ranked, key=lambda grant: order[grant.permission])
            if order[best.permission] < order[wanted.permission]:
                best.permission = wanted.permission
                best.updated_by, best.updated_at = call.caller.member_id, call.now
            return best
    made = replace(
        wanted,
        grant_id=call.emulator.new_id("grant", call.org.grants),
        created_by=call.caller.member_id,
        updated_by=call.caller.member_id,
        created_at=call.now,
        updated_at=call.now,
    )
    call.org.grants[made.grant_id] = made
    return made
