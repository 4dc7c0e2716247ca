"""The scripted year from January to March 2027: outsiders, a warehouse, and the board's folder.

Must come after `year_2026`: it changes what was made there.
"""

from __future__ import annotations

from datetime import datetime

from sigma_audit.emulator.by_hand import Hand, catalogued_id
from sigma_audit.emulator.company_build import person_id as who
from sigma_audit.emulator.quarter_step import (
    AccessChange,
    Batch,
    Call,
    Change,
    Step,
    given,
    joined,
    to_team,
)
from sigma_audit.emulator.story import grant, inode, team
from sigma_audit.emulator.year_2026 import turned_member

MART = LEDGER, POSTINGS, YEARLY = "ledger", "ledger/postings", "ledger/postings/yearly"
_READERS = team("board-pack")
_BOARD, _Q2, _PACK = inode("board"), inode("board/q2"), inode("board/pack")
_VAULT, _ARCHIVED, _SHARED = inode("vault"), inode("plans/archived"), inode("plans/shared")


def _moved(before: str, after: str) -> Step:
    return Step(
        "board-folder",
        "The folder with the board pack is moved: who may see it changes with its place.",
        (Call("PATCH", f"/v2/files/{_Q2}", {"parentId": after}),),
        (Change("inode", "changed", {"inode_id": _Q2}, "parent_id", before, after),),
    )


JANUARY = Batch(
    "january",
    datetime(2027, 1, 29, 17, 0),
    (
        Step(
            "guest",
            "Inês Duarte of Brightwork joins as a guest, straight onto Board Pack Readers.",
            (
                Call(
                    "POST",
                    "/v2/members",
                    {
                        "email": "ines.duarte@brightwork.test",
                        "firstName": "Inês",
                        "lastName": "Duarte",
                        "memberType": "Analyze",
                        "userKind": "guest",
                        "addToTeams": [{"teamId": _READERS, "isTeamAdmin": False}],
                    },
                    {"ines": "memberId", "ines_home": "homeFolderId"},
                ),
            ),
            (
                Change("member", "added", {"member_id": "$ines"}),
                Change("inode", "added", {"inode_id": "$ines_home"}),
                joined(_READERS, "$ines"),
            ),
        ),
        Step(
            "warehouse",
            "A warehouse is connected and catalogued, and Carbon Taskforce may use it.",
            (
                Call(
                    "POST",
                    "/v2/connections",
                    {
                        "name": "Freight Mart",
                        "details": {"type": "redshift", "host": "mart.example", "database": "mart"},
                    },
                    {"mart": "connectionId"},
                ),
                Call("POST", "/v2/connections/$mart/grants", to_team("$carbon", "usage")),
            ),
            (
                Change("connection", "added", {"inode_id": "$mart"}),
                given("$mart", "usage", team_id="$carbon"),
                Change("inode", "added", {"inode_id": catalogued_id(LEDGER)}),
                Change("inode", "added", {"inode_id": catalogued_id(POSTINGS)}),
            ),
            by_hand=(Hand("catalogue", "$mart", LEDGER), Hand("catalogue", "$mart", POSTINGS)),
        ),
        Step(
            "open-team",
            "Carbon Taskforce may be found by everyone.",
            (Call("PATCH", "/v2/teams/$carbon", {"visibility": "public"}),),
            (Change("team", "changed", {"team_id": "$carbon"}, "visibility", "private", "public"),),
        ),
        Step(
            "folder-name",
            "The board's folder is named the way the others are.",
            (Call("PATCH", f"/v2/files/{_Q2}", {"name": "2026 Q2"}),),
            (Change("inode", "changed", {"inode_id": _Q2}, "name", "Q2 2026", "2026 Q2"),),
        ),
    ),
    (
        AccessChange("$ines", _PACK, "gained", None, "explore", ("guest",)),
        AccessChange(
            who("priya"), catalogued_id(POSTINGS), "gained", None, "usage", ("warehouse",)
        ),
    ),
)

FEBRUARY = Batch(
    "february",
    datetime(2027, 2, 26, 17, 0),
    (
        Step(
            "restored",
            "The plan for Aden is taken out of the bin.",
            (Call("PATCH", f"/v2/files/{_ARCHIVED}", {"restore": True}),),
            (Change("inode", "changed", {"inode_id": _ARCHIVED}, "is_archived", "true", "false"),),
        ),
        Step(
            "administers-no-longer",
            "Priya Raman is no Admin any more.",
            (Call("PATCH", f"/v2/members/{who('priya')}", {"memberType": "Build"}),),
            (turned_member(who("priya"), "account_type", "Admin", "Build"),),
        ),
        _moved(_BOARD, _VAULT),
    ),
    (
        AccessChange("$ines", _PACK, "lost", "explore", None, ("board-folder",)),
        AccessChange(who("chidi"), _PACK, "gained", None, "view", ("board-folder",)),
        AccessChange(who("freya"), _PACK, "gained", None, "edit", ("board-folder",)),
    ),
)

MARCH = Batch(
    "march",
    datetime(2027, 3, 31, 17, 0),
    (
        _moved(_VAULT, _BOARD),
        Step(
            "given-anew",
            "Chidi Okoro's view of Closed plans is taken back and given anew: nothing changed.",
            (
                Call("DELETE", f"/v2/grants/{grant('vault-chidi')}"),
                Call(
                    "POST",
                    "/v2/grants",
                    {
                        "grantee": {"memberId": who("chidi")},
                        "permission": "view",
                        "inodeId": _VAULT,
                    },
                ),
            ),
            (),
        ),
    ),
    (
        AccessChange("$ines", _PACK, "gained", None, "explore", ("board-folder",)),
        AccessChange(who("chidi"), _PACK, "lost", "view", None, ("board-folder",)),
    ),
)
