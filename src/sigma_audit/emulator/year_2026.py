"""The scripted year from October to December 2026: names, kinds, and Payroll is closed.

Must come after the quarter, and never be applied twice to one organisation.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sigma_audit.emulator.by_hand import Hand
from sigma_audit.emulator.company_build import person_id as who
from sigma_audit.emulator.quarter_step import (
    AccessChange,
    Batch,
    Call,
    Change,
    Step,
    given,
    joined,
    taken,
)
from sigma_audit.emulator.story import grant, inode

PLANNER = "Planner"
PLANNER_SLUGS = (
    "view-connection",
    "view-worksheet",
    "view-workbook",
    "full-explore",
    "contribute-shared-folder",
)
_HALCYON, _PAYROLL, _JUNE = inode("halcyon"), inode("payroll"), inode("payroll/june")
_PLANS, _SHARED = inode("plans"), inode("plans/shared")


def turned_member(member: str, column: str, before: str, after: str) -> Change:
    """Say that something about a member became another."""
    return Change("member", "changed", {"member_id": member}, column, before, after)


def allowed(change: Literal["added", "removed"], slug: str) -> Change:
    """Say that planners may do something, or no longer; without a slug, that there are planners."""
    ids = {"account_type_id": "$planner"} | ({"permission": slug} if slug else {})
    return Change("account_type_permission", change, ids)


OCTOBER = Batch(
    "october",
    datetime(2026, 10, 30, 17, 0),
    (
        Step(
            "marries",
            "Freya Østergård marries and is Freya Lindqvist from now on, in her address too.",
            (
                Call(
                    "PATCH",
                    f"/v2/members/{who('freya')}",
                    {"lastName": "Lindqvist", "email": "freya.lindqvist@halcyon.example"},
                ),
            ),
            (
                turned_member(who("freya"), "name", "Freya Østergård", "Freya Lindqvist"),
                turned_member(
                    who("freya"),
                    "email",
                    "freya.ostergard@halcyon.example",
                    "freya.lindqvist@halcyon.example",
                ),
            ),
        ),
        Step(
            "freelances",
            "Bastien Roux freelances from now on: his account becomes a guest's.",
            (Call("PATCH", f"/v2/members/{who('bastien')}", {"userKind": "guest"}),),
            (turned_member(who("bastien"), "user_kind", "internal", "guest"),),
        ),
        Step(
            "back",
            "The directory switches Marek Novotný on again.",
            (Call("PATCH", f"/v2/members/{who('marek')}", {"isInactive": False}),),
            (turned_member(who("marek"), "status", "inactive", "active"),),
        ),
        Step(
            "planners",
            "An account type for planners is made, and Amara Diallo gets it.",
            (
                Call(
                    "POST",
                    "/v2/accountTypes",
                    {
                        "name": PLANNER,
                        "description": "Explores plans and contributes",
                        "permissions": list(PLANNER_SLUGS),
                    },
                    {"planner": "accountTypeId"},
                ),
                Call("PATCH", "/v2/members/$amara", {"memberType": PLANNER}),
            ),
            (
                *(allowed("added", slug) for slug in ("", *PLANNER_SLUGS)),
                turned_member("$amara", "account_type", "Analyze", PLANNER),
            ),
        ),
    ),
    (
        # an organisation-wide grant reaches internal, active members only (D4)
        AccessChange(who("bastien"), _JUNE, "lost", "explore", None, ("freelances",)),
        AccessChange(who("marek"), _JUNE, "gained", None, "explore", ("back",)),
        AccessChange(
            "$amara", _PLANS, "raised", "explore", "organize", ("planners",), "effective_permission"
        ),
    ),
)

NOVEMBER = Batch(
    "november",
    datetime(2026, 11, 30, 17, 0),
    (
        Step(
            "closed",
            "The default workspace is no longer open to the whole organisation, nor is Payroll.",
            (Call("DELETE", f"/v2/grants/{grant('everyone-default')}"),),
            (taken(_HALCYON, "explore"),),
        ),
        Step(
            "payroll-office",
            "Payroll Office is founded with Priya Raman, and may explore Payroll 2026.",
            (
                Call(
                    "POST",
                    "/v2/teams",
                    {"name": "Payroll Office", "members": [who("priya")], "visibility": "private"},
                    {"office": "teamId"},
                ),
                Call(
                    "POST",
                    "/v2/grants",
                    {
                        "grantee": {"teamId": "$office"},
                        "permission": "explore",
                        "inodeId": _PAYROLL,
                    },
                ),
            ),
            (
                Change("team", "added", {"team_id": "$office"}),
                joined("$office", who("priya")),
                given(_PAYROLL, "explore", team_id="$office"),
            ),
        ),
        Step(
            "administers",
            "Priya Raman becomes an Admin for the turn of the year.",
            (Call("PATCH", f"/v2/members/{who('priya')}", {"memberType": "Admin"}),),
            (turned_member(who("priya"), "account_type", "Build", "Admin"),),
        ),
    ),
    (
        AccessChange(who("marek"), _JUNE, "lost", "explore", None, ("closed",)),
        AccessChange(who("dana"), _JUNE, "lost", "explore", None, ("closed",)),
        AccessChange(who("greta"), _JUNE, "lost", "explore", None, ("closed",)),
    ),
)

DECEMBER = Batch(
    "december",
    datetime(2026, 12, 31, 17, 0),
    (
        Step(
            "team-admin",
            "Priya Raman is made admin of Payroll Office.",
            (),
            (
                Change(
                    "team_member",
                    "changed",
                    {"team_id": "$office", "member_id": who("priya")},
                    "is_team_admin",
                    "false",
                    "true",
                ),
            ),
            by_hand=(Hand("team_admin", "$office", who("priya")),),
        ),
        Step(
            "clerk",
            "Chidi Okoro is put on Payroll Office.",
            (Call("PATCH", "/v2/teams/$office/members", {"add": [who("chidi")]}),),
            (joined("$office", who("chidi")),),
        ),
        Step(
            "planners-cut",
            "The account type for planners no longer explores.",
            (),
            (allowed("removed", "full-explore"),),
            by_hand=(Hand("permission", PLANNER, "full-explore", is_on=False),),
        ),
    ),
    (
        AccessChange(who("chidi"), _JUNE, "gained", None, "explore", ("clerk",)),
        AccessChange(
            "$amara",
            _SHARED,
            "lowered",
            "explore",
            "view",
            ("planners-cut",),
            "effective_permission",
        ),
    ),
)
