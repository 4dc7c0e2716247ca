"""The scripted year from April to June 2027: things end, and Payroll's circle changes.

Must come after `year_winter`: it changes what was made there.
"""

from __future__ import annotations

from datetime import datetime

from sigma_audit.emulator.by_hand import catalogued_id
from sigma_audit.emulator.company_build import object_id
from sigma_audit.emulator.company_build import person_id as who
from sigma_audit.emulator.quarter_step import (
    AccessChange,
    Batch,
    Call,
    Change,
    Step,
    given,
    joined,
    parted,
    taken,
    turned,
)
from sigma_audit.emulator.story import inode, team
from sigma_audit.emulator.year_2026 import PLANNER, PLANNER_SLUGS, allowed, turned_member
from sigma_audit.emulator.year_winter import MART

_READERS, _BOARD = team("board-pack"), inode("board")
_PAYROLL, _JUNE = inode("payroll"), inode("payroll/june")
_SHARED = inode("plans/shared")

APRIL = Batch(
    "april",
    datetime(2027, 4, 30, 17, 0),
    (
        Step(
            "warehouse-ends",
            "The warehouse is disconnected, and its grants end with it.",
            (Call("DELETE", "/v2/connections/$mart"),),
            (
                Change(
                    "connection", "changed", {"inode_id": "$mart"}, "is_archived", "false", "true"
                ),
                *(
                    Change(
                        "inode",
                        "changed",
                        {"inode_id": catalogued_id(names)},
                        "is_archived",
                        "false",
                        "true",
                    )
                    for names in MART
                ),
                taken("$mart", "usage", team_id="$carbon"),
            ),
        ),
        Step(
            "workspace-ends",
            "The workspace Carbon & Climate is deleted, empty as it was.",
            (Call("DELETE", "/v2/workspaces/$carbon_space"),),
            (
                Change("workspace", "removed", {"inode_id": "$carbon_space"}),
                taken("$carbon_space", "edit", team_id="$carbon"),
            ),
        ),
        Step(
            "dana-back",
            "Dana Okafor is put back on Board Pack Readers.",
            (Call("PATCH", f"/v2/teams/{_READERS}/members", {"add": [who("dana")]}),),
            (joined(_READERS, who("dana")),),
        ),
        Step(
            "dana-direct",
            "Dana Okafor may also look at the board's folder herself.",
            (
                Call(
                    "POST",
                    "/v2/grants",
                    {"grantee": {"memberId": who("dana")}, "permission": "view", "inodeId": _BOARD},
                    {"dana_board": "grantId"},
                ),
            ),
            (given(_BOARD, "view", member_id=who("dana")),),
        ),
        Step(
            "planners-end",
            "The account type for planners is deleted; its holders build.",
            (
                Call(
                    "DELETE",
                    "/v2/accountTypes/$planner?reassignToAccountTypeId="
                    + object_id("account-type/Build"),
                ),
            ),
            (
                *(
                    allowed("removed", slug)
                    for slug in ("", *PLANNER_SLUGS)
                    if slug != "full-explore"
                ),
                turned_member("$amara", "account_type", PLANNER, "Build"),
            ),
        ),
        Step(
            "stand-in",
            "Lucía Ortega stands in at Payroll Office for a few weeks.",
            (Call("PATCH", "/v2/teams/$office/members", {"add": [who("lucia")]}),),
            (joined("$office", who("lucia")),),
        ),
    ),
    (
        AccessChange(who("priya"), "$mart", "lost", "usage", None, ("warehouse-ends",)),
        AccessChange(who("priya"), "$carbon_space", "lost", "edit", None, ("workspace-ends",)),
        # her team gives more than her own grant: without the team she would still look
        AccessChange(who("dana"), _BOARD, "gained", None, "explore", ("dana-back", "dana-direct")),
        AccessChange(
            "$amara",
            _SHARED,
            "raised",
            "view",
            "explore",
            ("planners-end",),
            "effective_permission",
        ),
        AccessChange(who("lucia"), _JUNE, "gained", None, "explore", ("stand-in",)),
    ),
)

MAY = Batch(
    "may",
    datetime(2027, 5, 31, 17, 0),
    (
        Step(
            "stand-in-ends",
            "Lucía Ortega leaves Payroll Office again.",
            (Call("PATCH", "/v2/teams/$office/members", {"remove": [who("lucia")]}),),
            (parted("$office", who("lucia")),),
        ),
        Step(
            "leaves",
            "Chidi Okoro leaves; what is granted to him stays, and he can use none of it.",
            (Call("PATCH", f"/v2/members/{who('chidi')}", {"isArchived": True}),),
            (turned_member(who("chidi"), "status", "active", "archived"),),
        ),
        Step(
            "returns",
            "Henrik Lund is hired again: his account is taken out of the archive.",
            (Call("PATCH", f"/v2/members/{who('henrik')}", {"isArchived": False}),),
            (turned_member(who("henrik"), "status", "archived", "active"),),
        ),
        Step(
            "new-document",
            "A payroll workbook for May is made where the others lie.",
            (
                Call(
                    "POST",
                    "/v2/files",
                    {
                        "type": "workbook",
                        "name": "Payroll May 2027",
                        "parentId": _PAYROLL,
                        "ownerId": who("edith"),
                    },
                    {"payroll_may": "id"},
                ),
            ),
            (Change("inode", "added", {"inode_id": "$payroll_may"}),),
        ),
    ),
    (
        AccessChange(who("lucia"), _JUNE, "lost", "explore", None, ("stand-in-ends",)),
        AccessChange(
            who("chidi"), _JUNE, "lost", "explore", None, ("leaves",), "effective_permission"
        ),
        AccessChange(who("priya"), "$payroll_may", "gained", None, "explore", ("new-document",)),
    ),
)

JUNE = Batch(
    "june",
    datetime(2027, 6, 30, 17, 0),
    (
        Step(
            "office-edits",
            "Payroll Office may edit Payroll 2026: its grant is raised in place.",
            (
                Call(
                    "POST",
                    "/v2/grants",
                    {"grantee": {"teamId": "$office"}, "permission": "edit", "inodeId": _PAYROLL},
                ),
            ),
            (turned(_PAYROLL, "explore", "edit", team_id="$office"),),
        ),
        Step(
            "handed-on",
            "Edith Sommer hands the payroll of June 2026 to Miriam Adler.",
            (Call("PATCH", f"/v2/files/{_JUNE}", {"ownerId": who("miriam")}),),
            (
                Change(
                    "inode",
                    "changed",
                    {"inode_id": _JUNE},
                    "owner_id",
                    who("edith"),
                    who("miriam"),
                ),
            ),
        ),
    ),
    (
        AccessChange(who("priya"), _JUNE, "raised", "explore", "edit", ("office-edits",)),
        AccessChange(who("miriam"), _JUNE, "gained", None, "edit", ("handed-on",)),
    ),
)
