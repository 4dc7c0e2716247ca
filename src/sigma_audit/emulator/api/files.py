"""/v2/files: the content tree, as far as the one who looks can reach it.

An Admin's list is as short as anyone's; by id an Admin sees whatever exists. Must never walk a
place that the caller was not given.
"""

from __future__ import annotations

from sigma_audit.emulator import access, paging
from sigma_audit.emulator.api import shapes
from sigma_audit.emulator.api.consequences import (
    add_inode,
    delete_workspace,
    mark_changed,
    set_archived,
)
from sigma_audit.emulator.call import Call
from sigma_audit.emulator.org import Inode, Member
from sigma_audit.emulator.refusal import forbidden, invalid

DEFAULT_TYPES = ("workbook", "folder", "data-model", "dataset", "report")
TYPES = (
    "workspace", "folder", "workbook", "dataset", "data-model", "sql", "worksheet",
    "dashboard", "template", "table", "symlink", "report",
)  # fmt: skip


def _types(call: Call) -> tuple[str, ...]:
    """Read typeFilters; `workspace` counts only where it stands alone (5.7)."""
    asked = call.texts("typeFilters")
    if unknown := [one for one in asked if one not in TYPES]:
        raise invalid(f"Unknown type at 0.typeFilters: {unknown[0]}")
    if not asked:
        return DEFAULT_TYPES
    return tuple(asked) if len(set(asked)) == 1 else tuple(t for t in asked if t != "workspace")


def page_of_files(call: Call, looker: Member) -> object:
    """Answer the file lists: what `looker` reaches by name, with their own permission."""
    types, name = _types(call), (call.text("name") or "").casefold()
    permission = call.choice("permissionFilter", "view", "explore", "organize", "edit")
    parent, direct_only = call.text("parentId"), call.flag("directChildFilter")
    reached = access.content_access(call.org, call.index, looker)
    key = (looker.member_id, types, name, permission, parent, direct_only)
    rows = call.index.lists.get(key)
    if rows is None:
        rows = call.index.lists[key] = [
            inode
            for inode in _under(call, parent, direct_only)
            if inode.inode_id in reached
            and inode.type in types
            and not inode.is_archived
            and not inode.is_exploration
            and name in inode.name.casefold()
            and permission in (None, reached[inode.inode_id])
        ]
    return paging.pages(call, rows, lambda one: shapes.file(call.index, one, reached[one.inode_id]))


def _under(call: Call, parent: str | None, direct_only: bool) -> list[Inode]:
    if parent is None:
        return call.index.children[None] if direct_only else list(call.org.inodes.values())
    container = call.inode(parent, "folder", "workspace")
    if direct_only:
        return call.index.children.get(container.inode_id, [])
    return call.index.below(container.inode_id)


def _entry(call: Call, inode: Inode) -> object:
    permission = call.reach(inode)
    if permission is None:
        raise forbidden("You do not have access to this file.")
    return shapes.file(call.index, inode, permission)


def list_files(call: Call) -> object:
    """Answer list."""
    return page_of_files(call, call.caller)


def get_file(call: Call) -> object:
    """Answer get: anything for an Admin, home folders and archived ones too."""
    return _entry(call, call.inode(call.path["inodeId"]))


def create_file(call: Call) -> object:
    """Answer create: an empty workspace, folder, workbook or report."""
    kind = call.one_of("type", "workspace", "folder", "workbook", "report") or call.need(
        "type", str
    )
    name = call.need("name", str)
    if kind == "workspace":
        call.require(access.Allowance(call.org, call.caller).has("create new workspace"))
        return _created(call, add_inode(call, kind, name, None, None))
    owner = call.member(call.take("ownerId", str) or call.caller.member_id)
    call.require(owner is call.caller)
    parent_id = call.take("parentId", str)
    parent = call.reachable(parent_id, "folder", "workspace") if parent_id else None
    if parent is not None:
        call.require(call.reach(parent) in ("organize", "edit"))
    inode = add_inode(
        call,
        kind,
        name,
        parent.inode_id if parent else owner.home_folder_id,
        owner.member_id,
    )
    inode.description = call.take("description", str)
    return _created(call, inode)


def _created(call: Call, inode: Inode) -> object:
    # A write is visible to whoever made it, though an account type may reach nothing of it.
    call.emulator.touch()
    return shapes.file(call.index, inode, call.reach(inode) or "edit")


def update_file(call: Call) -> object:
    """Answer update: rename, move, hand over, restore."""
    inode = call.editable(call.path["inodeId"])
    name, description = call.take("name", str), call.take("description", str)
    owner_id, parent_id = call.take("ownerId", str), call.take("parentId", str)
    restore = bool(call.take("restore", bool))
    if owner_id is not None:
        call.require_admin()
        if inode.type == "workspace":
            raise invalid("A workspace has no owner")
        if not access.is_active(call.member(owner_id)):
            raise invalid("The new owner is not active")
    if parent_id is not None:
        parent_id = _new_parent(call, inode, parent_id)
    inode.name = name if name is not None else inode.name
    inode.description = description if description is not None else inode.description
    inode.owner_id = owner_id if owner_id is not None else inode.owner_id
    inode.parent_id = parent_id if parent_id is not None else inode.parent_id
    mark_changed(call, inode)
    if restore:
        set_archived(call, inode, False)
    call.emulator.touch()
    return shapes.file(call.index, inode, call.reach(inode) or "view")


def _new_parent(call: Call, inode: Inode, parent_id: str) -> str:
    parent = call.reachable(parent_id, "folder", "workspace")
    call.require(call.reach(parent) in ("organize", "edit"))
    homes = {member.home_folder_id for member in call.org.members.values()}
    if inode.type == "workspace" or inode.inode_id in homes:
        raise invalid("This cannot be moved")
    if inode.inode_id in call.index.upwards(parent.inode_id):
        raise invalid("A folder cannot be moved into itself")
    return parent.inode_id


def delete_file(call: Call) -> object:
    """Answer delete: archived with everything under it, restorable; a workspace goes for good."""
    inode = call.editable(call.path["inodeId"])
    if any(member.home_folder_id == inode.inode_id for member in call.org.members.values()):
        raise invalid("My Documents cannot be deleted")
    if inode.type == "workspace":
        delete_workspace(call, inode)
    else:
        set_archived(call, inode, True)
    return {}
