"""/v2/teams: teams and who is in them.

Must never let an inactive member in or out: that is only possible while they are active (7.1).
"""

from __future__ import annotations

from sigma_audit.emulator import access, paging
from sigma_audit.emulator.api import shapes
from sigma_audit.emulator.api.consequences import add_inode, delete_team, raise_grant
from sigma_audit.emulator.call import Call
from sigma_audit.emulator.org import Grant, Team, TeamMember
from sigma_audit.emulator.refusal import forbidden, invalid


def _may_see(call: Call, team: Team) -> bool:
    """Private teams are for their members and Admins; public ones for the organisation (R23)."""
    if call.is_admin or call.caller.member_id in team.members:
        return True
    return team.visibility != "private" and call.caller.user_kind == "internal"


def _seen(call: Call, team_id: str) -> Team:
    team = call.team(team_id)
    if not _may_see(call, team):
        raise forbidden()
    return team


def _run(call: Call, team_id: str) -> Team:
    """Find a team that the caller may change: an Admin or one of its team admins (R22)."""
    team = _seen(call, team_id)
    mine = team.members.get(call.caller.member_id)
    call.require(mine is not None and mine.is_team_admin)
    return team


def _listed(call: Call) -> list[Team]:
    name, description = call.text("name"), call.text("description")
    visibility = call.choice("visibility", "public", "private")
    return [
        team
        for team in call.org.teams.values()
        if _may_see(call, team)
        and (name or "").casefold() in team.name.casefold()
        and (description or "").casefold() in (team.description or "").casefold()
        and visibility in (None, team.visibility)
    ]


def list_teams(call: Call) -> object:
    """Answer listTeams."""
    return paging.legacy(call, _listed(call), shapes.team)


def list_teams_v2_1(call: Call) -> object:
    """Answer v2_1_listTeams: always paginated, with a total."""
    return paging.pages(call, _listed(call), shapes.team)


def get_team(call: Call) -> object:
    """Answer getTeam: the only shape with the member ids in it."""
    team = _seen(call, call.path["teamId"])
    return {**shapes.team(team), "members": list(team.members)}


def list_members(call: Call) -> object:
    """Answer getTeamMembers: `userId`, and whether a team admin."""
    team = _seen(call, call.path["teamId"])
    return paging.pages(call, list(team.members.values()), shapes.team_member)


def _active(call: Call, ids: list[object]) -> list[str]:
    members = [call.member(str(one)) for one in ids]
    for member in members:
        if not access.is_active(member):
            raise invalid(f"Inactive member {member.member_id} cannot be added or removed")
    return [member.member_id for member in members]


def _touch(call: Call, team: Team) -> None:
    team.updated_by, team.updated_at = call.caller.member_id, call.now


def create_team(call: Call) -> object:
    """Answer createTeam, where asked with a workspace that it may contribute to (R24)."""
    call.require(access.Allowance(call.org, call.caller).has("manage teams"))
    name = call.need("name", str)
    visibility = call.one_of("visibility", "public", "private") or "public"
    members = _active(call, call.take("members", list) or [])
    team = Team(
        call.emulator.new_id("team", call.org.teams),
        name,
        description=call.take("description", str),
        visibility=visibility,
        members={one: TeamMember(one, False, call.caller.member_id) for one in members},
        created_by=call.caller.member_id,
        updated_by=call.caller.member_id,
        created_at=call.now,
        updated_at=call.now,
    )
    call.org.teams[team.team_id] = team
    workspace_id = None
    if call.take("createTeamFolder", bool):
        workspace_id = add_inode(call, "workspace", name, None, None).inode_id
        wanted = Grant("", workspace_id, "organize", team_id=team.team_id)
        raise_grant(call, wanted, access.CONTENT)
    return {**shapes.team(team), "members": members, "workspaceId": workspace_id}


def update_team(call: Call) -> object:
    """Answer updateTeam."""
    team = _run(call, call.path["teamId"])
    name, description = call.take("name", str), call.take("description", str)
    visibility = call.one_of("visibility", "public", "private")
    team.name = name if name is not None else team.name
    team.description = description if description is not None else team.description
    team.visibility = visibility or team.visibility
    _touch(call, team)
    return shapes.team(team)


def update_members(call: Call) -> object:
    """Answer updateTeamMembers: all of the change, or none of it."""
    team = _run(call, call.path["teamId"])
    add = _active(call, call.take("add", list) or [])
    remove = _active(call, call.take("remove", list) or [])
    for member_id in add:
        team.members.setdefault(member_id, TeamMember(member_id, False, call.caller.member_id))
    for member_id in remove:
        team.members.pop(member_id, None)
    _touch(call, team)
    return {}


def delete(call: Call) -> object:
    """Answer deleteTeam: for good, with its grants."""
    delete_team(call, _run(call, call.path["teamId"]))
    return {}
