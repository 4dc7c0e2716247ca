"""The account types of the embedded organisation and the permissions each one enables.

The descriptions are the documented names (sigma-api.md, Appendix C); the slugs are invented, since
only `view-worksheet` is published and what it stands for is a guess. Must never cap anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sigma_audit.emulator.company_build import object_id
from sigma_audit.emulator.org import AccountType

# ASSUMPTION: slug -> documented name. `view-worksheet` is the one slug seen in the API's
# description; worksheet was the older word for a dataset, so it is taken as "View datasets".
# Every other slug here is made up in its manner.
PERMISSIONS: Mapping[str, str] = MappingProxyType(
    {
        "view-connection": "View connections",
        "manage-connection": "Manage connections",
        "annotate-table": "Annotate tables",
        "create-stored-procedure-action": "Create stored procedure actions",
        "call-stored-procedure-action": "Call stored procedure actions",
        "create-input-table": "Create input tables",
        "schedule-materialization": "Schedule materializations",
        "upload-csv": "Upload CSV",
        "create-warehouse-view": "Create warehouse views",
        "view-worksheet": "View datasets",
        "publish-worksheet": "Create, edit, and publish datasets",
        "write-python": "Write Python",
        "write-sql": "Write SQL",
        "view-workbook": "View workbooks",
        "comment-workbook": "Can comment on workbooks",
        "basic-explore": "Basic explore",
        "full-explore": "Full explore",
        "publish-workbook": "Create, edit, and publish workbooks",
        "refresh-workbook": "Set workbook data refresh",
        "apply-tag": "Apply tag",
        "manage-user": "Manage users",
        "manage-user-attribute": "Manage user attributes",
        "manage-team": "Manage teams",
        "view-usage": "View usage dashboard",
        "manage-export-integration": "Manage export integrations",
        "download": "Download",
        "export-email": "Export to email",
        "schedule-export": "Schedule export",
        "share-document": "Share documents",
        "export-cloud": "Export to cloud",
        "create-folder": "Create new folders",
        "contribute-shared-folder": "Contribute to shared folders",
        "create-workspace": "Create new workspace",
        "explain-chart": "Explain charts with AI",
        "ai-formula": "Use AI with formulas",
        "ask-sigma": "Use Ask Sigma (Assistant)",
        "create-api-key": "Create API key",
    }
)

_VIEW = ("view-connection", "view-worksheet", "view-workbook", "comment-workbook", "ask-sigma")
_ACT = (*_VIEW, "basic-explore", "call-stored-procedure-action", "explain-chart")
_ANALYZE = (*_ACT, "full-explore", "download", "export-email", "schedule-export", "ai-formula")
_BUILD = (
    *_ANALYZE,
    "annotate-table",
    "create-input-table",
    "upload-csv",
    "schedule-materialization",
    "create-warehouse-view",
    "publish-worksheet",
    "publish-workbook",
    "refresh-workbook",
    "write-sql",
    "apply-tag",
    "share-document",
    "create-folder",
    "contribute-shared-folder",
    "create-api-key",
)
_STEWARD = (
    *_BUILD,
    "manage-connection",
    "manage-user",
    "manage-team",
    "create-workspace",
    "manage-export-integration",
    "view-usage",
)
_DATA_ENTRY = (*_ANALYZE, "create-input-table", "upload-csv")
_EMBED_READER = ("view-workbook",)

# name, description, custom, slugs
_TYPES = (
    ("View", "Reads what is shared", False, _VIEW),
    ("Act", "Reads and works with controls", False, _ACT),
    ("Analyze", "Explores what is shared", False, _ANALYZE),
    ("Build", "Makes workbooks and models", False, _BUILD),
    ("Admin", "Administers the organisation", False, tuple(PERMISSIONS)),
    ("Platform Steward", "Runs the platform day to day", True, _STEWARD),
    ("Data Entry", "Analyze, and fills input tables", True, _DATA_ENTRY),
    ("Embed Reader", "Reads embedded workbooks only", True, _EMBED_READER),
)


def account_types(prefix: str = "") -> dict[str, AccountType]:
    """Make the eight account types, keyed by id."""
    return {
        identity: AccountType(
            account_type_id=identity,
            name=name,
            description=description,
            is_custom=is_custom,
            permissions={slug: PERMISSIONS[slug] for slug in slugs},
        )
        for name, description, is_custom, slugs in _TYPES
        for identity in (object_id(f"{prefix}account-type/{name}"),)
    }
