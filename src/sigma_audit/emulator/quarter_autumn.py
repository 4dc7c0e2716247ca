"""The second half of the scripted quarter: people leave, things move, access is taken away.

Must come after `quarter_summer`: it changes what was made there.
"""

from __future__ import annotations

from datetime import datetime

from sigma_audit.emulator.company_build import person_id as who
from sigma_audit.emulator.company_data import LAKEHOUSE, SAMPLE, SNOWFLAKE
from sigma_audit.emulator.quarter_stage import FORECASTING, STAGING
from sigma_audit.emulator.quarter_step import (
    AccessChange,
    Batch,
    Call,
    Change,
    Step,
    parted,
    taken,
    to_member,
    to_team,
    turned,
)
from sigma_audit.emulator.story import grant, inode, team

_CLOSE, _SUNSET, _READERS = team("quarter-close"), team("sunset"), team("board-pack")
_PLANNING, _PLANS, _VAULT, _BOARD = (inode(key) for key in ("planning", "plans", "vault", "board"))
_MOVED, _HANDED_OVER, _ARCHIVED = (
    inode(f"plans/{key}") for key in ("moved", "handed-over", "archived")
)
_NORTH, _SOUTH, _SHARED = (inode(f"plans/{key}") for key in ("north", "south", "shared"))
_PACK = inode("board/pack")


def _owner(inode_id: str, before: str, after: str) -> Change:
    return Change("inode", "changed", {"inode_id": inode_id}, "owner_id", before, after)


AUTUMN = Batch(
    "autumn",
    datetime(2026, 9, 30, 17, 0),
    (
        Step(
            "dana",
            "Dana Okafor is taken off Board Pack Readers.",
            (Call("PATCH", f"/v2/teams/{_READERS}/members", {"remove": [who("dana")]}),),
            (parted(_READERS, who("dana")),),
        ),
        Step(
            "leaver",
            "Henrik Lund leaves; what he owned goes to Priya Raman.",
            (
                Call(
                    "PATCH",
                    f"/v2/members/{who('henrik')}",
                    {"isArchived": True, "newOwnerId": who("priya")},
                ),
            ),
            (
                Change(
                    "member",
                    "changed",
                    {"member_id": who("henrik")},
                    "status",
                    "active",
                    "archived",
                ),
                _owner(_NORTH, who("henrik"), who("priya")),
                _owner(_SOUTH, who("henrik"), who("priya")),
            ),
        ),
        Step(
            "move",
            "The plan for Rotterdam is closed: who may see it changes with its folder.",
            (Call("PATCH", f"/v2/files/{_MOVED}", {"parentId": _VAULT}),),
            (Change("inode", "changed", {"inode_id": _MOVED}, "parent_id", _PLANS, _VAULT),),
        ),
        Step(
            "transfer",
            "Freya Østergård hands the plan for Pusan to Priya Raman.",
            (Call("PATCH", f"/v2/files/{_HANDED_OVER}", {"ownerId": who("priya")}),),
            (_owner(_HANDED_OVER, who("freya"), who("priya")),),
        ),
        Step(
            "archive",
            "The plan for Aden is thrown away.",
            (Call("DELETE", f"/v2/files/{_ARCHIVED}"),),
            (Change("inode", "changed", {"inode_id": _ARCHIVED}, "is_archived", "false", "true"),),
        ),
        Step(
            "team-ends",
            "Sunset Project is deleted, and its grants end with it.",
            (Call("DELETE", f"/v2/teams/{_SUNSET}"),),
            (
                Change("team", "removed", {"team_id": _SUNSET}),
                parted(_SUNSET, who("freya")),
                parted(_SUNSET, who("lucia")),
                taken(_PLANS, "view", team_id=_SUNSET),
                taken(LAKEHOUSE, "usage", team_id=_SUNSET),
            ),
        ),
        Step(
            "grants-end",
            "Five grants are taken back, one on each kind of object.",
            (
                Call("DELETE", f"/v2/workspaces/{_PLANNING}/grants/{grant('planning-lucia')}"),
                Call("DELETE", f"/v2/grants/{grant('board-bastien')}"),
                Call("DELETE", f"/v2/workbooks/{_SHARED}/grants/{grant('shared-marek')}"),
                Call("DELETE", f"/v2/connections/{SNOWFLAKE}/grants/{grant('snowflake-henrik')}"),
                Call(
                    "DELETE",
                    f"/v2/connections/paths/{FORECASTING}/grants/{grant('forecasting-freya')}",
                ),
            ),
            (
                taken(_PLANNING, "view", member_id=who("lucia")),
                taken(_BOARD, "view", member_id=who("bastien")),
                taken(_SHARED, "explore", member_id=who("marek")),
                taken(SNOWFLAKE, "usage", member_id=who("henrik")),
                taken(FORECASTING, "usage", member_id=who("freya")),
            ),
        ),
        Step(
            "raised",
            "Quarter Close may contribute to Plans and annotate its tables: deleted and given "
            "anew. Carbon Taskforce's view of the workspace is raised in place.",
            (
                Call("DELETE", f"/v2/grants/{grant('plans-close')}"),
                Call(
                    "POST",
                    "/v2/grants",
                    {"grantee": {"teamId": _CLOSE}, "permission": "organize", "inodeId": _PLANS},
                ),
                Call("DELETE", f"/v2/connections/paths/{STAGING}/grants/{grant('staging-close')}"),
                Call(
                    "POST", f"/v2/connections/paths/{STAGING}/grants", to_team(_CLOSE, "annotate")
                ),
                Call(
                    "POST",
                    "/v2/grants",
                    {
                        "grantee": {"teamId": "$carbon"},
                        "permission": "explore",
                        "inodeId": _PLANNING,
                    },
                ),
            ),
            (
                turned(_PLANS, "explore", "organize", team_id=_CLOSE),
                turned(STAGING, "usage", "annotate", team_id=_CLOSE),
                turned(_PLANNING, "view", "explore", team_id="$carbon"),
            ),
            (
                # her account type explores, and what the team may do now is more
                ("latent_grants", "Amara Diallo"),
                # the taskforce's view of the workspace is now as much as her own grant
                ("redundant_direct_grants", "Priya Raman on Corporate Planning/Closed plans"),
            ),
        ),
        Step(
            "lowered",
            "Bastien Roux may only look at the plan for Callao from now on.",
            (
                Call("DELETE", "/v2/grants/$bastien_shared"),
                Call("POST", f"/v2/workbooks/{_SHARED}/grants", to_member(who("bastien"), "view")),
            ),
            (turned(_SHARED, "edit", "view", member_id=who("bastien")),),
        ),
        Step(
            "names",
            "A connection, a workspace and a team get better names.",
            (
                Call(
                    "PUT",
                    f"/v2/connections/{SAMPLE}",
                    {
                        "name": "Practice data",
                        "details": {
                            "type": "postgres",
                            "host": "sample.example",
                            "database": "sample",
                        },
                    },
                ),
                Call("PATCH", "/v2/workspaces/$carbon_space", {"name": "Carbon & Climate"}),
                Call("PATCH", f"/v2/teams/{_CLOSE}", {"name": "Close & Forecast"}),
            ),
            (
                Change(
                    "connection",
                    "changed",
                    {"inode_id": SAMPLE},
                    "name",
                    "Sigma Sample Database",
                    "Practice data",
                ),
                Change(
                    "workspace",
                    "changed",
                    {"inode_id": "$carbon_space"},
                    "name",
                    "Carbon Accounting",
                    "Carbon & Climate",
                ),
                Change(
                    "team",
                    "changed",
                    {"team_id": _CLOSE},
                    "name",
                    "Quarter Close",
                    "Close & Forecast",
                ),
            ),
        ),
    ),
    (
        AccessChange(who("dana"), _PACK, "lost", "explore", None, ("dana",)),
        AccessChange(who("bastien"), _PACK, "lost", "view", None, ("grants-end",)),
        AccessChange(who("henrik"), _NORTH, "lost", "edit", None, ("leaver",)),
        AccessChange(who("priya"), _NORTH, "raised", "explore", "edit", ("leaver",)),
        AccessChange(who("priya"), _HANDED_OVER, "raised", "explore", "edit", ("transfer",)),
        AccessChange(who("freya"), _HANDED_OVER, "lost", "edit", None, ("transfer",)),
        AccessChange(who("chidi"), _MOVED, "lowered", "explore", "view", ("move",)),
        AccessChange(
            who("freya"),
            _MOVED,
            "raised",
            "view",
            "edit",
            ("move", "team-ends"),
        ),
        AccessChange(who("chidi"), _PLANS, "raised", "explore", "organize", ("raised",)),
        AccessChange(who("lucia"), _PLANNING, "lost", "view", None, ("grants-end",)),
        AccessChange(who("bastien"), _SHARED, "lowered", "edit", "view", ("lowered",)),
        AccessChange(who("edith"), STAGING, "raised", "usage", "annotate", ("raised",)),
        AccessChange(
            who("freya"),
            FORECASTING,
            "lost",
            "usage",
            None,
            ("team-ends", "grants-end"),
        ),
    ),
)
