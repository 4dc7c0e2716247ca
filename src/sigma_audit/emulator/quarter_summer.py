"""The first half of the scripted quarter: people arrive, things are made, access is given.

Must never be applied twice to one organisation.
"""

from __future__ import annotations

from datetime import datetime

from sigma_audit.emulator.company_build import person_id as who
from sigma_audit.emulator.company_data import LAKEHOUSE
from sigma_audit.emulator.quarter_stage import STAGING
from sigma_audit.emulator.quarter_step import (
    AccessChange,
    Batch,
    Call,
    Change,
    Step,
    given,
    joined,
    to_member,
    to_team,
)
from sigma_audit.emulator.story import inode, team

_CLOSE = team("quarter-close")
_PLANNING, _PLANS, _VAULT = inode("planning"), inode("plans"), inode("vault")
_SHARED, _RENAMED = inode("plans/shared"), inode("plans/renamed")

SUMMER = Batch(
    "summer",
    datetime(2026, 8, 14, 9, 0),
    (
        Step(
            "hire",
            "Amara Diallo joins, straight into Quarter Close.",
            (
                Call(
                    "POST",
                    "/v2/members",
                    {
                        "email": "amara.diallo@halcyon.example",
                        "firstName": "Amara",
                        "lastName": "Diallo",
                        "memberType": "Analyze",
                        "userKind": "internal",
                        "addToTeams": [{"teamId": _CLOSE, "isTeamAdmin": False}],
                    },
                    {"amara": "memberId", "amara_home": "homeFolderId"},
                ),
            ),
            (
                Change("member", "added", {"member_id": "$amara"}),
                Change("inode", "added", {"inode_id": "$amara_home"}),
                joined(_CLOSE, "$amara"),
            ),
        ),
        Step(
            "licence",
            "Lucía Ortega moves from View to Analyze.",
            (Call("PATCH", f"/v2/members/{who('lucia')}", {"memberType": "Analyze"}),),
            (
                Change(
                    "member",
                    "changed",
                    {"member_id": who("lucia")},
                    "account_type",
                    "View",
                    "Analyze",
                ),
            ),
        ),
        Step(
            "directory",
            "The directory switches Marek Novotný off.",
            (Call("PATCH", f"/v2/members/{who('marek')}", {"isInactive": True}),),
            (
                Change(
                    "member",
                    "changed",
                    {"member_id": who("marek")},
                    "status",
                    "active",
                    "inactive",
                ),
            ),
        ),
        Step(
            "onto-the-team",
            "Chidi Okoro is put on Quarter Close.",
            (Call("PATCH", f"/v2/teams/{_CLOSE}/members", {"add": [who("chidi")]}),),
            (joined(_CLOSE, who("chidi")),),
        ),
        Step(
            "new-team",
            "Carbon Taskforce is founded with Priya Raman.",
            (
                Call(
                    "POST",
                    "/v2/teams",
                    {
                        "name": "Carbon Taskforce",
                        "description": "Counts what we burn",
                        "members": [who("priya")],
                        "visibility": "private",
                    },
                    {"carbon": "teamId"},
                ),
            ),
            (
                Change("team", "added", {"team_id": "$carbon"}),
                joined("$carbon", who("priya")),
            ),
        ),
        Step(
            "new-workspace",
            "The taskforce gets a workspace of its own, which it manages.",
            (
                Call(
                    "POST",
                    "/v2/workspaces",
                    {"name": "Carbon Accounting"},
                    {"carbon_space": "workspaceId"},
                ),
                Call("POST", "/v2/workspaces/$carbon_space/grants", to_team("$carbon", "edit")),
            ),
            (
                Change("workspace", "added", {"inode_id": "$carbon_space"}),
                given("$carbon_space", "edit", team_id="$carbon"),
            ),
        ),
        Step(
            "new-folder",
            "A folder for next year's scenarios appears, and the taskforce may contribute to it.",
            (
                Call(
                    "POST",
                    "/v2/files",
                    {
                        "type": "folder",
                        "name": "Scenarios 2027",
                        "parentId": _PLANNING,
                        "ownerId": who("edith"),
                    },
                    {"scenarios": "id"},
                ),
                # an empty folder without a grant is one that no collection plan need ever see
                Call(
                    "POST",
                    "/v2/grants",
                    {
                        "grantee": {"teamId": "$carbon"},
                        "permission": "organize",
                        "inodeId": "$scenarios",
                    },
                ),
            ),
            (
                Change("inode", "added", {"inode_id": "$scenarios"}),
                given("$scenarios", "organize", team_id="$carbon"),
            ),
        ),
        Step(
            "grants",
            "The taskforce and two people are given access, one object of each kind.",
            (
                Call("POST", f"/v2/workspaces/{_PLANNING}/grants", to_team("$carbon", "view")),
                Call(
                    "POST",
                    "/v2/grants",
                    {
                        "grantee": {"memberId": who("priya")},
                        "permission": "explore",
                        "inodeId": _VAULT,
                    },
                ),
                Call(
                    "POST",
                    "/v2/grants",
                    {
                        "grantee": {"memberId": who("bastien")},
                        "permission": "edit",
                        "inodeId": _SHARED,
                    },
                    {"bastien_shared": "grantId"},
                ),
                Call("POST", f"/v2/workbooks/{_RENAMED}/grants", to_member(who("bastien"), "view")),
                Call("POST", f"/v2/connections/{LAKEHOUSE}/grants", to_team("$carbon", "usage")),
                Call(
                    "POST",
                    f"/v2/connections/paths/{STAGING}/grants",
                    to_member(who("bastien"), "annotate"),
                ),
            ),
            (
                given(_PLANNING, "view", team_id="$carbon"),
                given(_VAULT, "explore", member_id=who("priya")),
                given(_SHARED, "edit", member_id=who("bastien")),
                given(_RENAMED, "view", member_id=who("bastien")),
                given(LAKEHOUSE, "usage", team_id="$carbon"),
                given(STAGING, "annotate", member_id=who("bastien")),
            ),
            (("wide_data_grants", "Carbon Taskforce on Lakehouse"),),
        ),
        Step(
            "rename",
            "The plan for Durban is no longer a draft.",
            (Call("PATCH", f"/v2/files/{_RENAMED}", {"name": "Plan for Durban"}),),
            (
                Change(
                    "inode",
                    "changed",
                    {"inode_id": _RENAMED},
                    "name",
                    "Plan for Durban (draft)",
                    "Plan for Durban",
                ),
            ),
        ),
    ),
    (
        AccessChange("$amara", _SHARED, "gained", None, "explore", ("hire",)),
        AccessChange("$amara", STAGING, "gained", None, "usage", ("hire",)),
        AccessChange(who("chidi"), _PLANS, "gained", None, "explore", ("onto-the-team",)),
        AccessChange(
            who("priya"),
            _VAULT,
            "gained",
            None,
            "explore",
            (
                "new-team",
                "grants",
            ),
        ),
        AccessChange(who("bastien"), _SHARED, "gained", None, "edit", ("grants",)),
        AccessChange(who("bastien"), STAGING, "gained", None, "annotate", ("grants",)),
        # an organisation-wide grant reaches active members only (D4)
        AccessChange(who("marek"), inode("payroll/june"), "lost", "explore", None, ("directory",)),
    ),
)
