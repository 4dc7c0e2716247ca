"""/v2/members: who there is, and what each of them sees.

Must never show a leaver who was not asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sigma_audit.emulator import access, paging
from sigma_audit.emulator.api import files, shapes
from sigma_audit.emulator.api.consequences import deactivate
from sigma_audit.emulator.call import Call
from sigma_audit.emulator.org import Inode, Member, TeamMember
from sigma_audit.emulator.refusal import conflict, invalid, not_found

KINDS = ("internal", "guest", "embed")


def _listed(call: Call) -> list[Member]:
    email, search = call.text("email"), (call.text("search") or "").casefold()
    archived, inactive = call.flag("includeArchived"), call.flag("includeInactive")
    return [
        member
        for member in call.org.members.values()
        if (archived or not member.is_archived)
        and (inactive or member.is_archived or not member.is_inactive)
        and (email is None or member.email.casefold() == email.casefold())
        and search in f"{member.first_name} {member.last_name} {member.email}".casefold()
    ]


def list_members(call: Call) -> object:
    """Answer listMembers: archived and SCIM-inactive ones only where asked for."""
    return paging.legacy(call, _listed(call), lambda one: shapes.member(call.org, one))


def list_members_v2_1(call: Call) -> object:
    """Answer v2_1_listMembers: as above, always paginated, with a total."""
    return paging.pages(call, _listed(call), lambda one: shapes.member(call.org, one))


def get_member(call: Call) -> object:
    """Answer getMember, leavers too."""
    return shapes.member(call.org, call.member(call.path["memberId"]))


def _account_type(call: Call, name: str) -> str:
    for kind in call.org.account_types.values():
        if kind.name.casefold() == name.casefold():
            return kind.name
    raise not_found(f"Member type {name}")


def _refuse_taken(call: Call, email: str, member_id: str | None = None) -> None:
    for other in call.org.members.values():
        if other.email.casefold() == email.casefold() and other.member_id != member_id:
            raise conflict("already_exists", f"A member with email {email} already exists")


def create_member(call: Call) -> object:
    """Answer createMember: a new account with its home folder; 409 when the e-mail is taken."""
    call.require_admin()
    email = call.need("email", str)
    first, last = call.need("firstName", str), call.need("lastName", str)
    _refuse_taken(call, email)
    default = next((k.name for k in call.org.account_types.values() if not k.is_custom), "View")
    asked = call.take("memberType", str)
    kind = call.one_of("userKind", *KINDS)
    kind = kind or ("guest" if call.take("isGuest", bool) else "internal")
    teams = [
        (call.team(str(entry.get("teamId"))), bool(entry.get("isTeamAdmin")))
        for entry in call.take("addToTeams", list) or []
        if isinstance(entry, dict)
    ]
    member_id = call.emulator.new_member_id()
    home = Inode(
        call.emulator.new_id("home", call.org.inodes),
        "folder",
        "My Documents",
        None,
        owner_id=member_id,
        created_by=member_id,
        updated_by=member_id,
        created_at=call.now,
        updated_at=call.now,
    )
    member = Member(
        member_id,
        email,
        first,
        last,
        _account_type(call, asked) if asked else default,
        home.inode_id,
        user_kind=kind,
        created_by=call.caller.member_id,
        updated_by=call.caller.member_id,
        created_at=call.now,
        updated_at=call.now,
    )
    call.org.inodes[home.inode_id] = home
    call.org.members[member_id] = member
    for team, is_team_admin in teams:
        team.members[member_id] = TeamMember(member_id, is_team_admin, call.caller.member_id)
    return shapes.member(call.org, member)


def update_member(call: Call) -> object:
    """Answer updateMember: names, account type, kind; deactivation with what becomes of things."""
    call.require_admin()
    member = call.member(call.path["memberId"])
    archived, inactive = call.take("isArchived", bool), call.take("isInactive", bool)
    new_owner_id = call.take("newOwnerId", str)
    archive_documents = bool(call.take("archiveDocuments", bool))
    archive_exports = bool(call.take("archiveScheduledExports", bool))
    email, kind = call.take("email", str), call.one_of("userKind", *KINDS)
    first, last = call.take("firstName", str), call.take("lastName", str)
    asked = call.take("memberType", str)
    account_type = _account_type(call, asked) if asked else None
    if email is not None:
        _refuse_taken(call, email, member.member_id)
    has_flags = new_owner_id is not None or archive_documents or archive_exports
    if has_flags and not (archived or inactive):
        raise invalid(
            "newOwnerId, archiveDocuments and archiveScheduledExports require isArchived "
            "or isInactive to be true"
        )
    if archive_documents and new_owner_id is not None:
        raise invalid("archiveDocuments cannot be combined with newOwnerId")
    new_owner = None
    if new_owner_id is not None:
        new_owner = _heir(call, new_owner_id, member)
    member.first_name = first if first is not None else member.first_name
    member.last_name = last if last is not None else member.last_name
    member.email = email if email is not None else member.email
    member.user_kind = kind or member.user_kind
    member.account_type = account_type or member.account_type
    member.is_archived = member.is_archived if archived is None else archived
    member.is_inactive = member.is_inactive if inactive is None else inactive
    member.updated_by, member.updated_at = call.caller.member_id, call.now
    if archived or inactive:
        deactivate(call, member, new_owner, archive_documents, archive_exports)
    return shapes.member(call.org, member)


def _heir(call: Call, member_id: str, leaver: Member) -> Member:
    heir = call.member(member_id)
    allowance = access.Allowance(call.org, heir)
    if heir is leaver or not access.is_active(heir):
        raise invalid("newOwnerId must be another, active member")
    if not allowance.has("create, edit, and publish workbooks"):
        raise invalid("The new owner's account type cannot own documents")
    return heir


def delete_member(call: Call) -> object:
    """Answer deleteMember: archived at once, documents to the owner of the credential (7.1)."""
    call.require_admin()
    member = call.member(call.path["memberId"])
    if member is call.caller:
        raise invalid("You cannot deactivate yourself")
    if not member.is_archived:
        member.is_archived = True
        member.updated_by, member.updated_at = call.caller.member_id, call.now
        deactivate(call, member, call.caller, False, False)
    return {}


def revoke_tokens(call: Call) -> object:
    """Answer revokeMemberTokens: OAuth refresh tokens end; sessions and API tokens live on."""
    call.require_admin()
    member = call.member(call.path["memberId"])
    return {"memberId": member.member_id, "results": {"oauth": {"tokensRevoked": 0}}}


def list_teams(call: Call) -> object:
    """Answer listMemberTeams, for Admins."""
    call.require_admin()
    member = call.member(call.path["memberId"])
    teams = [team for team in call.org.teams.values() if member.member_id in team.members]
    return paging.pages(call, teams, shapes.team)


def list_schedules(call: Call) -> object:
    """Answer listMemberSchedules: one's own, or anyone's for an Admin."""
    member = _self_or_admin(call)
    rows = [one for one in call.org.schedules.values() if one.owner_id == member.member_id]

    def entry(one: Any) -> Mapping[str, Any]:
        inode = call.org.inodes.get(one.inode_id)
        is_report = inode is not None and inode.type == "report"
        return shapes.schedule(one, "reportId" if is_report else "workbookId")

    return paging.pages(call, rows, entry)


def _self_or_admin(call: Call) -> Member:
    member = call.member(call.path["memberId"])
    call.require(member is call.caller)
    return member


def list_files(call: Call) -> object:
    """Answer listAccessibleInodes: what the member reaches, with the member's own permission."""
    return files.page_of_files(call, _self_or_admin(call))


def list_favorites(call: Call) -> object:
    """Answer listFavoriteInodes."""
    member = _self_or_admin(call)
    reached = access.content_access(call.org, call.index, member)
    rows = [
        inode
        for inode in call.org.inodes.values()
        if (member.member_id, inode.inode_id) in call.org.favorites and inode.inode_id in reached
    ]
    return paging.pages(call, rows, lambda one: shapes.file(call.index, one, reached[one.inode_id]))


def list_recents(call: Call) -> object:
    """Answer listRecentInodes: latest first; explorations only where asked for."""
    member = _self_or_admin(call)
    wants_explorations = call.choice("includeExplorations", "true", "false") == "true"
    reached = access.content_access(call.org, call.index, member)
    rows = [
        (call.org.inodes[recent.inode_id], recent.last_interaction_at)
        for recent in sorted(call.org.recents, key=lambda r: r.last_interaction_at, reverse=True)
        if recent.member_id == member.member_id
        and recent.inode_id in reached
        and (wants_explorations or not call.org.inodes[recent.inode_id].is_exploration)
    ]
    return paging.pages(
        call,
        rows,
        lambda row: {
            **shapes.file(call.index, row[0], reached[row[0].inode_id]),
            "lastInteractionAt": shapes.moment(row[1]),
        },
    )
