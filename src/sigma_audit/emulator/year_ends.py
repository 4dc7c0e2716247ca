"""What else the scripted year holds, month by month: what ends for good, passes on, or is set anew.

`year.py` puts each behind the steps of its month. Must not touch what the months' own steps touch,
so that every change keeps one cause.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from sigma_audit.emulator.by_hand import Hand, catalogued_id, new_home_id
from sigma_audit.emulator.company_build import object_id
from sigma_audit.emulator.company_build import person_id as who
from sigma_audit.emulator.company_data import AUDIT_LOG, SAMPLE, SNOWFLAKE, path_id
from sigma_audit.emulator.quarter_stage import STAGING
from sigma_audit.emulator.quarter_step import (
    AccessChange,
    Call,
    Change,
    Step,
    given,
    parted,
)
from sigma_audit.emulator.story import inode, team
from sigma_audit.emulator.year_2026 import turned_member
from sigma_audit.emulator.year_winter import LEDGER, MART, POSTINGS, YEARLY

_PROD = path_id("snowflake", "PROD")
_LOADS = "SANDBOX/STAGING/LOADS"
_STAGED = catalogued_id(_LOADS)
_CLOSE, _READERS = team("quarter-close"), team("board-pack")
_PLANS, _VAULT, _SOUTH = inode("plans"), inode("vault"), inode("plans/south")
_CLERKS, _EMBEDDED = object_id("account-type/Data Entry"), object_id("account-type/Embed Reader")
_HENRIK, _HOME = who("henrik"), inode("home/henrik")


def _set(
    entity: Literal["inode", "connection"], inode_id: str, column: str, before: str, after: str
) -> Change:
    return Change(entity, "changed", {"inode_id": inode_id}, column, before, after)


def _turned_type(account_type_id: str, column: str, before: str, after: str) -> Change:
    ids = {"account_type_id": account_type_id}
    return Change("account_type_permission", "changed", ids, column, before, after)


OCTOBER = (
    Step(
        "scenario",
        "A workbook is made among next year's scenarios.",
        (
            Call(
                "POST",
                "/v2/files",
                {
                    "type": "workbook",
                    "name": "Scenario East",
                    "parentId": "$scenarios",
                    "ownerId": who("edith"),
                },
                {"east": "id"},
            ),
        ),
        (Change("inode", "added", {"inode_id": "$east"}),),
    ),
)

NOVEMBER = (
    Step(
        "writes-back",
        "Hélène Marchand, who queries PROD with her team, may write to its warehouse.",
        (),
        (given(SNOWFLAKE, "writeback", member_id=who("helene")),),
        by_hand=(Hand("write_back", SNOWFLAKE, who("helene")),),
    ),
)

DECEMBER = (
    Step(
        "clerks",
        "The account type Data Entry is called Data Clerk from now on.",
        (),
        (_turned_type(_CLERKS, "account_type_name", "Data Entry", "Data Clerk"),),
        by_hand=(Hand("rename_type", "Data Entry", "Data Clerk"),),
    ),
    Step(
        "loads",
        "A table of the staging schema is catalogued.",
        (),
        (Change("inode", "added", {"inode_id": _STAGED}),),
        by_hand=(Hand("catalogue", SNOWFLAKE, _LOADS),),
    ),
)

MARCH = (
    Step(
        "deeper",
        "The warehouse's tables turn out to be schemas: beneath the postings lies a table.",
        (),
        (
            Change("inode", "added", {"inode_id": catalogued_id(YEARLY)}),
            _set("inode", catalogued_id(LEDGER), "kind", "schema", "database"),
            _set("inode", catalogued_id(POSTINGS), "kind", "table", "schema"),
        ),
        by_hand=(Hand("catalogue", "$mart", YEARLY),),
    ),
)

APRIL = (
    Step(
        "folder-owner",
        "Edith Sommer hands the folder of closed plans to Lucía Ortega.",
        (Call("PATCH", f"/v2/files/{_VAULT}", {"ownerId": who("lucia")}),),
        (_set("inode", _VAULT, "owner_id", who("edith"), who("lucia")),),
    ),
    Step(
        "for-everyone",
        "The whole organisation may look at the scenario for the south.",
        (),
        (given(_SOUTH, "view"),),
        by_hand=(Hand("everyone", _SOUTH, "view"),),
    ),
    Step(
        "practice",
        "The practice data lie in another warehouse, of our own: with sign-on, and written to.",
        (
            Call(
                "PUT",
                f"/v2/connections/{SAMPLE}",
                {
                    "name": "Practice data",
                    "details": {
                        "type": "mysql",
                        "host": "practice.example",
                        "database": "practice",
                        "useOauth": True,
                        "writeAccess": True,
                    },
                },
            ),
        ),
        (
            _set("connection", SAMPLE, "type", "postgres", "mysql"),
            _set("connection", SAMPLE, "use_oauth", "false", "true"),
            _set("connection", SAMPLE, "write_access", "false", "true"),
            _set("connection", SAMPLE, "is_sample", "true", "false"),
        ),
        by_hand=(Hand("flag", SAMPLE, "is_sample", is_on=False),),
    ),
)

MAY = (
    Step(
        "folder-archived",
        "The folder of scenarios is thrown away with what lies in it.",
        (Call("DELETE", "/v2/files/$scenarios"),),
        (
            _set("inode", "$scenarios", "is_archived", "false", "true"),
            _set("inode", "$east", "is_archived", "false", "true"),
        ),
    ),
    Step(
        "table-gone",
        "The table in staging is dropped, and the catalogue follows.",
        (),
        (Change("inode", "removed", {"inode_id": _STAGED}),),
        by_hand=(Hand("erase", _STAGED),),
    ),
    Step(
        "new-home",
        "Henrik Lund's My Documents are made anew, empty.",
        (),
        (
            turned_member(_HENRIK, "home_folder_id", _HOME, new_home_id(_HENRIK)),
            Change("inode", "removed", {"inode_id": _HOME}),
            Change("inode", "added", {"inode_id": new_home_id(_HENRIK)}),
        ),
        by_hand=(Hand("new_home", _HENRIK),),
    ),
)

JUNE = (
    Step(
        "erased",
        "The account of Inês Duarte is erased: nothing lists her any more.",
        (),
        (
            Change("member", "removed", {"member_id": "$ines"}),
            Change("inode", "removed", {"inode_id": "$ines_home"}),
            parted(_READERS, "$ines"),
        ),
        by_hand=(Hand("erase", "$ines"),),
    ),
    Step(
        "document-deleted",
        "The scenario for the east is deleted from the bin, for good.",
        (),
        (Change("inode", "removed", {"inode_id": "$east"}),),
        by_hand=(Hand("erase", "$east"),),
    ),
    Step(
        "warehouse-gone",
        "The warehouse that was disconnected is listed no more.",
        (),
        (
            Change("connection", "removed", {"inode_id": "$mart"}),
            *(Change("inode", "removed", {"inode_id": catalogued_id(n)}) for n in MART),
        ),
        by_hand=(Hand("erase", "$mart"),),
    ),
    Step(
        "team-archived",
        "Close & Forecast is archived: its members stay on it, and it reaches nothing.",
        (),
        (Change("team", "changed", {"team_id": _CLOSE}, "is_archived", "false", "true"),),
        by_hand=(Hand("archive_team", _CLOSE),),
    ),
    Step(
        "team-admin-ends",
        "Priya Raman is admin of Payroll Office no longer.",
        (),
        (
            Change(
                "team_member",
                "changed",
                {"team_id": "$office", "member_id": who("priya")},
                "is_team_admin",
                "true",
                "false",
            ),
        ),
        by_hand=(Hand("team_admin", "$office", who("priya"), is_on=False),),
    ),
    Step(
        "settings",
        "Sigma takes an account type over as its own, and the audit log is kept elsewhere.",
        (),
        (
            _turned_type(_EMBEDDED, "is_custom", "true", "false"),
            _set("connection", AUDIT_LOG, "is_audit_log", "true", "false"),
        ),
        by_hand=(
            Hand("flag", "Embed Reader", "is_custom", is_on=False),
            Hand("flag", AUDIT_LOG, "is_audit_log", is_on=False),
        ),
    ),
)

ENDS: Mapping[str, tuple[tuple[Step, ...], tuple[AccessChange, ...]]] = {
    "october": (
        OCTOBER,
        (AccessChange(who("priya"), "$east", "gained", None, "explore", ("scenario",)),),
    ),
    "november": (
        NOVEMBER,
        (
            AccessChange(
                who("helene"), _PROD, "gained", None, "true", ("writes-back",), "can_write_back"
            ),
        ),
    ),
    "december": (
        DECEMBER,
        (AccessChange(who("edith"), _STAGED, "gained", None, "annotate", ("loads",)),),
    ),
    "march": (
        MARCH,
        (AccessChange(who("priya"), catalogued_id(YEARLY), "gained", None, "usage", ("deeper",)),),
    ),
    "april": (
        APRIL,
        (
            AccessChange(who("lucia"), _VAULT, "gained", None, "edit", ("folder-owner",)),
            AccessChange(who("marek"), _SOUTH, "gained", None, "view", ("for-everyone",)),
        ),
    ),
    "may": (
        MAY,
        (
            AccessChange(who("edith"), _STAGED, "lost", "annotate", None, ("table-gone",)),
            AccessChange(_HENRIK, new_home_id(_HENRIK), "gained", None, "edit", ("new-home",)),
            AccessChange(_HENRIK, _HOME, "lost", "edit", None, ("new-home",)),
        ),
    ),
    "june": (
        JUNE,
        (
            AccessChange("$ines", inode("board/pack"), "lost", "explore", None, ("erased",)),
            AccessChange(who("priya"), "$east", "lost", "explore", None, ("document-deleted",)),
            AccessChange(who("edith"), STAGING, "lost", "annotate", None, ("team-archived",)),
            AccessChange("$amara", _PLANS, "lost", "organize", None, ("team-archived",)),
        ),
    ),
}
