"""Grants: the generic reader and writer, and the typed ones of each kind of thing.

Must never tell the version tag of a grant, which the real one never does either (5.4).
"""

from __future__ import annotations

from sigma_audit.emulator import access, paging
from sigma_audit.emulator.api import shapes
from sigma_audit.emulator.api.consequences import end_grants, raise_grant
from sigma_audit.emulator.call import Call
from sigma_audit.emulator.org import Grant
from sigma_audit.emulator.refusal import invalid, not_found

_DATA_WORDS = ("admin", "annotate", "update", "usage", "writeback")
_CONTENT_WORDS = ("create", "annotate", "organize", "explore", "view", "edit", "apply")
_TAG_WORDS = ("view", "edit", "apply")


def _above(call: Call, text: str) -> list[str]:
    """Give the id and everything above it; 404 when nothing bears the id."""
    inode_id = call.inode_id(text)
    if call.index.place(inode_id) is None:
        raise not_found(f"Inode {text}")
    return call.index.upwards(inode_id)


def _require_share(call: Call, inode_id: str) -> None:
    """Let only those read or change grants who could share: edit, Can admin, Admin (R10, R27)."""
    if call.is_admin:
        return
    if inode_id in call.org.inodes:
        call.require(call.reach(call.org.inodes[inode_id]) == "edit")
    else:
        reached = access.data_access(call.org, call.index, call.caller)
        call.require(reached.get(inode_id) == "admin")


def list_grants(call: Call) -> object:
    """Answer listGrants for one inode, team or member; ancestors' rows unless directGrantsOnly."""
    asked = [name for name in ("inodeId", "teamId", "userId") if call.text(name) is not None]
    direct_only = call.flag("directGrantsOnly")
    if not asked and call.emulator.options.unfiltered_grants:
        call.require_admin()
        return _page(call, list(call.org.grants.values()))
    if len(asked) != 1:
        raise invalid("Specify exactly one of inodeId, teamId or userId")
    value = call.text(asked[0]) or ""
    if asked[0] == "teamId":
        team = call.team(value)
        call.require(call.caller.member_id in team.members)
        return _page(call, call.index.grants_to_team.get(team.team_id, []))
    if asked[0] == "userId":
        member = call.member(value)
        call.require(member is call.caller)
        return _page(call, call.index.grants_to_member.get(member.member_id, []))
    return _page(call, _on(call, value, direct_only=direct_only))


def _on(call: Call, text: str, *, direct_only: bool) -> list[Grant]:
    above = _above(call, text)
    _require_share(call, above[0])
    wanted = above[:1] if direct_only else above
    return [grant for inode_id in wanted for grant in call.index.grants_on.get(inode_id, ())]


def _page(
    call: Call, rows: list[Grant], *, is_typed: bool = False, total: bool = True
) -> paging.Entry:
    return paging.pages(
        call, rows, lambda one: shapes.grant(call, one, is_typed=is_typed), total=total
    )


def _grant(call: Call, under: list[str] | None = None) -> Grant:
    grant = call.org.grants.get(call.path["grantId"].lower())
    if grant is None or (under is not None and grant.inode_id not in under):
        raise not_found(f"Grant {call.path['grantId']}")
    _require_share(call, grant.inode_id)
    return grant


def get_grant(call: Call) -> object:
    """Answer getGrant."""
    return shapes.grant(call, _grant(call))


def delete_grant(call: Call) -> object:
    """Answer deleteGrant: the grant as it was."""
    grant = _grant(call)
    end_grants(call, lambda one: one is grant)
    return shapes.grant(call, grant)


def _wanted(call: Call, inode_id: str, entry: object, words: tuple[str, ...]) -> Grant:
    """Read one {grantee, permission, tagId?}; exactly one of member and team."""
    if not isinstance(entry, dict) or not isinstance(entry.get("grantee"), dict):
        raise invalid("Expecting object at 0.grantee but instead got: undefined")
    grantee, permission, tag_id = entry["grantee"], entry.get("permission"), entry.get("tagId")
    member_id, team_id = grantee.get("memberId"), grantee.get("teamId")
    if (member_id is None) == (team_id is None):
        raise invalid("Expecting either memberId or teamId at 0.grantee")
    if permission not in words:
        raise invalid(f"Expecting one of {', '.join(words)} at 0.permission")
    if tag_id is not None and tag_id not in call.org.tags:
        raise not_found(f"Version tag {tag_id}")
    return Grant(
        "",
        inode_id,
        permission,
        member_id=call.member(str(member_id)).member_id if member_id is not None else None,
        team_id=call.team(str(team_id)).team_id if team_id is not None else None,
        tag_id=tag_id,
    )


def _order(call: Call, inode_id: str) -> dict[str, int]:
    is_data = call.index.place(inode_id) in ("connection", "path")
    return access.DATA if is_data else access.CONTENT


def create_grant(call: Call) -> object:
    """Answer createGrant: an upsert that only raises."""
    inode_id = _above(call, call.need("inodeId", str))[0]
    _require_share(call, inode_id)
    place = call.index.place(inode_id)
    words = {"content": _CONTENT_WORDS, "tag": _TAG_WORDS}.get(str(place), _DATA_WORDS)
    wanted = _wanted(call, inode_id, call.body, words)
    return shapes.grant(call, raise_grant(call, wanted, _order(call, inode_id)))


# -- the typed ones: the same rows without inodeType, {} for an answer to a write -----------------


def _create_typed(call: Call, inode_id: str, *words: str) -> object:
    _require_share(call, inode_id)
    entries = call.need("grants", list)
    for wanted in [_wanted(call, inode_id, entry, words) for entry in entries]:
        raise_grant(call, wanted, _order(call, inode_id))
    return {}


def _delete_typed(call: Call, inode_id: str) -> object:
    grant = _grant(call, [inode_id])
    end_grants(call, lambda one: one is grant)
    return {}


def list_workspace_grants(call: Call) -> object:
    """Answer listWorkspaceGrants."""
    workspace = call.reachable(call.path["workspaceId"], "workspace")
    return _page(call, _on(call, workspace.inode_id, direct_only=False), is_typed=True)


def create_workspace_grant(call: Call) -> object:
    """Answer createWorkspaceGrant."""
    workspace = call.inode(call.path["workspaceId"], "workspace")
    return _create_typed(call, workspace.inode_id, "view", "explore", "organize", "edit")


def delete_workspace_grant(call: Call) -> object:
    """Answer deleteWorkspaceGrant."""
    return _delete_typed(call, call.inode(call.path["workspaceId"], "workspace").inode_id)


def create_workbook_grant(call: Call) -> object:
    """Answer createWorkbookGrant."""
    workbook = call.inode(call.path["workbookId"], "workbook")
    return _create_typed(call, workbook.inode_id, "view", "explore", "edit")


def delete_workbook_grant(call: Call) -> object:
    """Answer deleteWorkbookGrant."""
    return _delete_typed(call, call.inode(call.path["workbookId"], "workbook").inode_id)


def create_report_grant(call: Call) -> object:
    """Answer createReportGrant."""
    report = call.inode(call.path["reportId"], "report")
    return _create_typed(call, report.inode_id, "view", "edit")


def delete_report_grant(call: Call) -> object:
    """Answer deleteReportGrant."""
    return _delete_typed(call, call.inode(call.path["reportId"], "report").inode_id)


def list_dataset_grants(call: Call) -> object:
    """Answer listDatasetGrants, the inherited ones with it."""
    dataset = call.inode(call.path["datasetId"], "dataset")
    return _page(call, _on(call, dataset.inode_id, direct_only=False), is_typed=True)


def create_dataset_grant(call: Call) -> object:
    """Answer createDatasetGrant."""
    dataset = call.inode(call.path["datasetId"], "dataset")
    return _create_typed(call, dataset.inode_id, "view", "edit")


def delete_dataset_grant(call: Call) -> object:
    """Answer deleteDatasetGrant."""
    return _delete_typed(call, call.inode(call.path["datasetId"], "dataset").inode_id)


def list_connection_grants(call: Call) -> object:
    """Answer listConnectionGrants."""
    connection = call.connection(call.path["connectionId"])
    return _page(call, _on(call, connection.connection_id, direct_only=True), is_typed=True)


def create_connection_grant(call: Call) -> object:
    """Answer createConnectionGrant: Can use and Can use & annotate only."""
    connection = call.connection(call.path["connectionId"])
    return _create_typed(call, connection.connection_id, "usage", "annotate")


def delete_connection_grant(call: Call) -> object:
    """Answer deleteConnectionGrant."""
    return _delete_typed(call, call.connection(call.path["connectionId"]).connection_id)


def list_path_grants(call: Call) -> object:
    """Answer listConnectionPathGrants: rows of the path and of all above it, and no total."""
    path = call.data_path(call.path["connectionPathId"])
    rows = _on(call, path.inode_id, direct_only=False)
    return _page(call, rows, is_typed=True, total=False)


def create_path_grant(call: Call) -> object:
    """Answer createConnectionPathGrant."""
    path = call.data_path(call.path["connectionPathId"])
    return _create_typed(call, path.inode_id, "usage", "annotate")


def delete_path_grant(call: Call) -> object:
    """Answer deleteConnectionPathGrant."""
    return _delete_typed(call, call.data_path(call.path["connectionPathId"]).inode_id)
