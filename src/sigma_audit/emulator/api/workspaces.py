"""/v2/workspaces: the roots of the content tree.

Must never hide one from the list: the real list has them all, whoever asks (5.3).
"""

from __future__ import annotations

from sigma_audit.emulator import access, paging
from sigma_audit.emulator.api import shapes
from sigma_audit.emulator.api.consequences import add_inode, delete_workspace, mark_changed
from sigma_audit.emulator.call import Call
from sigma_audit.emulator.org import Inode
from sigma_audit.emulator.refusal import conflict
from sigma_audit.emulator.slug import slug


def _listed(call: Call) -> list[Inode]:
    name, exact = call.text("name"), call.text("exactName")
    found = [one for one in call.org.inodes.values() if one.type == "workspace"]
    if exact is not None:
        return [one for one in found if one.name.casefold() == exact.casefold()]
    return [one for one in found if (name or "").casefold() in one.name.casefold()]


def list_workspaces(call: Call) -> object:
    """Answer listWorkspaces."""
    return paging.legacy(call, _listed(call), shapes.workspace)


def list_workspaces_v2_1(call: Call) -> object:
    """Answer v2_1_listWorkspaces: always paginated, with a total."""
    return paging.pages(call, _listed(call), shapes.workspace)


def get_workspace(call: Call) -> object:
    """Answer getWorkspace; 403 where the caller cannot reach it."""
    return shapes.workspace(call.reachable(call.path["workspaceId"], "workspace"))


def _same_name(call: Call, name: str) -> list[Inode]:
    return [
        one
        for one in call.org.inodes.values()
        if one.type == "workspace" and one.name.casefold() == name.casefold()
    ]


def create_workspace(call: Call) -> object:
    """Answer createWorkspace; with noDuplicates it names those of the same name instead."""
    call.require(access.Allowance(call.org, call.caller).has("create new workspace"))
    name, same = call.need("name", str), []
    if call.take("noDuplicates", bool):
        same = _same_name(call, name)
    if same:
        ids = [one.inode_id for one in same]
        return {"workspaceIds": ids, "workspaceUrlIds": [slug(one) for one in ids]}
    return shapes.workspace(add_inode(call, "workspace", name, None, None))


def update_workspace(call: Call) -> object:
    """Answer updateWorkspace: its name."""
    workspace = call.editable(call.path["workspaceId"], "workspace")
    name = call.need("name", str)
    if call.take("noDuplicates", bool) and any(
        one is not workspace for one in _same_name(call, name)
    ):
        raise conflict("already_exists", f"A workspace named {name} already exists")
    workspace.name = name
    mark_changed(call, workspace)
    return shapes.workspace(workspace)


def delete(call: Call) -> object:
    """Answer deleteWorkspace: for good; what lay in it moves to the caller's My Documents."""
    delete_workspace(call, call.editable(call.path["workspaceId"], "workspace"))
    return {}
