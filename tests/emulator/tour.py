"""One call of every endpoint, and the endpoints the API notes ask for, as facts of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from emulator.tiny import uid
from sigma_audit.emulator.org import Org
from sigma_audit.emulator.slug import slug

Stop = tuple[str, str, Callable[[Org], str], dict[str, Any], dict[str, Any] | None]


def _stop(
    operation: str, method: str, path: str, body: dict[str, Any] | None = None, **query: Any
) -> Stop:
    return operation, method, lambda org: path.replace("GRANT", _grant(org, path)), query, body


def _grant(org: Org, path: str) -> str:
    """Give the id of some grant on the thing that the path names."""
    wanted = path.split("/")[-3] if path.count("/") > 3 else uid("Rates")
    names = {slug(grant.inode_id): grant for grant in org.grants.values()}
    names |= {grant.inode_id: grant for grant in org.grants.values()}
    return names[wanted].grant_id if wanted in names else ""


Q3, BOARD, MODEL, RATES = (uid(name) for name in ("Q3", "Board", "Model", "Rates"))
BUDGET, SNOW, DB, TABLE = (uid(name) for name in ("Budget", "Snow", "DB", "DB.S.T1"))
FINANCE, TAG, REGION = uid("team Finance"), uid("tag Prod"), uid("region")
TO_KIM: dict[str, Any] = {"grantee": {"memberId": "kim"}}
KIM_VIEWS = {"grants": [{**TO_KIM, "permission": "view"}]}
KIM_USES = {"grants": [{**TO_KIM, "permission": "usage"}]}
WHEN = {"cronSpec": "0 1 * * *", "timezone": "UTC"}
EXPORT = {"target": [], "schedule": WHEN, "configV2": {"title": "x", "messageBody": ""}}
VALUE = {"type": "string", "val": "x"}
SNOWFLAKE = {"name": "New", "details": {"type": "snowflake"}}

READS: tuple[Stop, ...] = (
    _stop("whoami", "GET", "/v2/whoami"),
    _stop("listGrants", "GET", "/v2/grants", inodeId=Q3),
    _stop("getGrant", "GET", "/v2/grants/GRANT"),
    _stop("list", "GET", "/v2/files"),
    _stop("get", "GET", f"/v2/files/{Q3}"),
    _stop("listMembers", "GET", "/v2/members", includeArchived="true", includeInactive="true"),
    _stop("v2_1_listMembers", "GET", "/v2.1/members"),
    _stop("getMember", "GET", "/v2/members/dan"),
    _stop("listMemberTeams", "GET", "/v2/members/cleo/teams"),
    _stop("listMemberSchedules", "GET", "/v2/members/ben/schedules"),
    _stop("listAccessibleInodes", "GET", "/v2/members/ben/files"),
    _stop("listFavoriteInodes", "GET", "/v2/members/ada/files/favorites"),
    _stop("listRecentInodes", "GET", "/v2/members/ada/files/recents"),
    _stop("listTeams", "GET", "/v2/teams"),
    _stop("v2_1_listTeams", "GET", "/v2.1/teams"),
    _stop("getTeam", "GET", f"/v2/teams/{uid('team Gone')}"),
    _stop("getTeamMembers", "GET", f"/v2/teams/{FINANCE}/members"),
    _stop("getTeamUserAttributeAssignments", "GET", f"/v2/teams/{FINANCE}/user-attributes"),
    _stop("listWorkspaces", "GET", "/v2/workspaces"),
    _stop("v2_1_listWorkspaces", "GET", "/v2.1/workspaces"),
    _stop("getWorkspace", "GET", f"/v2/workspaces/{BUDGET}"),
    _stop("listWorkspaceGrants", "GET", f"/v2/workspaces/{BUDGET}/grants"),
    _stop("listConnections", "GET", "/v2/connections", includeArchived="true"),
    _stop("getConnection", "GET", f"/v2/connections/{SNOW}"),
    _stop("testConnection", "GET", f"/v2/connections/{SNOW}/test"),
    _stop("listConnectionGrants", "GET", f"/v2/connections/{SNOW}/grants"),
    _stop("listConnectionPaths", "GET", "/v2/connections/paths"),
    _stop("getInodeConnectionPath", "GET", f"/v2/connections/paths/{TABLE}"),
    _stop("listConnectionPathGrants", "GET", f"/v2/connections/paths/{slug(TABLE)}/grants"),
    _stop("listConnectionTableColumns", "GET", f"/v2/connections/tables/{TABLE}/columns"),
    _stop("listWorkbooks", "GET", "/v2/workbooks", skipPermissionCheck="true"),
    _stop("getWorkbook", "GET", f"/v2/workbooks/{Q3}"),
    _stop("getWorkbookSchema", "GET", f"/v2/workbooks/{Q3}/schema"),
    _stop("getWorkbookSources", "GET", f"/v2/workbooks/{Q3}/sources"),
    _stop("listLineageTree", "GET", f"/v2/workbooks/{Q3}/lineage"),
    _stop("getWorkbookTags", "GET", f"/v2/workbooks/{Q3}/tags"),
    _stop("listWorkbookEmbeds", "GET", f"/v2/workbooks/{Q3}/embeds"),
    _stop("listWorkbookSchedules", "GET", f"/v2/workbooks/{Q3}/schedules"),
    _stop("v2_1_listWorkbookSchedules", "GET", f"/v2.1/workbooks/{Q3}/schedules"),
    _stop("listMaterializationSchedules", "GET", f"/v2/workbooks/{Q3}/materialization-schedules"),
    _stop(
        "v2_1_listMaterializationSchedules",
        "GET",
        f"/v2.1/workbooks/{Q3}/materialization-schedules",
    ),
    _stop("listDataModels", "GET", "/v2/dataModels", skipPermissionCheck="true"),
    _stop("getDataModel", "GET", f"/v2/dataModels/{slug(MODEL)}"),
    _stop("/v2/dataModels/{dataModelId}/spec", "GET", f"/v2/dataModels/{MODEL}/spec"),
    _stop("listDataModelSources", "GET", f"/v2/dataModels/{MODEL}/sources"),
    _stop("listDataModelLineageTree", "GET", f"/v2/dataModels/{MODEL}/lineage"),
    _stop("listDataModelTags", "GET", f"/v2/dataModels/{MODEL}/tags"),
    _stop("listDatasets", "GET", "/v2/datasets", skipPermissionCheck="true"),
    _stop("getDataset", "GET", f"/v2/datasets/{RATES}"),
    _stop("getDatasetSources", "GET", f"/v2/datasets/{RATES}/sources"),
    _stop("listDatasetMaterializations", "GET", f"/v2/datasets/{RATES}/materialization"),
    _stop("listDatasetGrants", "GET", f"/v2/datasets/{RATES}/grants"),
    _stop("listReports", "GET", "/v2/reports", skipPermissionCheck="true"),
    _stop("getReport", "GET", f"/v2/reports/{BOARD}"),
    _stop("listReportSources", "GET", f"/v2/reports/{BOARD}/sources"),
    _stop("listReportLineageTree", "GET", f"/v2/reports/{BOARD}/lineage"),
    _stop("listReportTags", "GET", f"/v2/reports/{BOARD}/tags"),
    _stop("listReportSchedules", "GET", f"/v2/reports/{BOARD}/schedules"),
    _stop("listVersionTag", "GET", "/v2/tags"),
    _stop("listWorkbooksForTag", "GET", f"/v2/tags/{TAG}/workbooks"),
    _stop("listAccountTypes", "GET", "/v2/accountTypes"),
    _stop("listAccountTypePermissions", "GET", f"/v2/accountTypes/{uid('type View')}/permissions"),
    _stop("listUserAttributes", "GET", "/v2/user-attributes"),
    _stop("getUserAttribute", "GET", f"/v2/user-attributes/{REGION}"),
    _stop("getUserAttributeTeamAssignments", "GET", f"/v2/user-attributes/{REGION}/teams"),
    _stop("getUserAttributeUserAssignments", "GET", f"/v2/user-attributes/{REGION}/users"),
    _stop("getUserAttributeTenantAssignments", "GET", f"/v2/user-attributes/{REGION}/tenants"),
    _stop("listTenants", "GET", "/v2/tenants"),
    _stop("listDeployments", "GET", "/v2/deploymentPolicies"),
    _stop("listSamlServiceProviders", "GET", "/v2/saml/service-providers"),
    _stop("/v3alpha/allowedIps", "GET", "/v3alpha/allowedIps"),
    _stop("listTemplates", "GET", "/v2/templates"),
    _stop("listTemplatesSharedWithYou", "GET", "/v2/shared_templates/shared_with_you"),
)

WRITES: tuple[Stop, ...] = (
    _stop("createGrant", "POST", "/v2/grants", {**TO_KIM, "permission": "view", "inodeId": Q3}),
    _stop("deleteGrant", "DELETE", "/v2/grants/GRANT"),
    _stop("create", "POST", "/v2/files", {"type": "folder", "name": "New", "parentId": BUDGET}),
    _stop("update", "PATCH", f"/v2/files/{Q3}", {"name": "Q4"}),
    _stop("delete", "DELETE", f"/v2/files/{Q3}"),
    _stop(
        "createMember",
        "POST",
        "/v2/members",
        {"email": "new@tiny.test", "firstName": "N", "lastName": "W", "memberType": "view"},
    ),
    _stop("updateMember", "PATCH", "/v2/members/cleo", {"firstName": "C"}),
    _stop("deleteMember", "DELETE", "/v2/members/cleo"),
    _stop("revokeMemberTokens", "POST", "/v2/members/cleo/revoke", {}),
    _stop("createTeam", "POST", "/v2/teams", {"name": "New", "members": ["ben"]}),
    _stop("updateTeam", "PATCH", f"/v2/teams/{FINANCE}", {"visibility": "private"}),
    _stop("deleteTeam", "DELETE", f"/v2/teams/{FINANCE}"),
    _stop("updateTeamMembers", "PATCH", f"/v2/teams/{FINANCE}/members", {"add": ["kim"]}),
    _stop(
        "assignUserAttributesToTeam",
        "POST",
        f"/v2/teams/{FINANCE}/assignedUserAttributes",
        {"assignments": [{"userAttributeId": REGION, "value": VALUE}]},
    ),
    _stop("createWorkspace", "POST", "/v2/workspaces", {"name": "New"}),
    _stop("updateWorkspace", "PATCH", f"/v2/workspaces/{BUDGET}", {"name": "New"}),
    _stop("deleteWorkspace", "DELETE", f"/v2/workspaces/{BUDGET}"),
    _stop("createWorkspaceGrant", "POST", f"/v2/workspaces/{BUDGET}/grants", KIM_VIEWS),
    _stop("deleteWorkspaceGrant", "DELETE", f"/v2/workspaces/{BUDGET}/grants/GRANT"),
    _stop("createConnection", "POST", "/v2/connections", SNOWFLAKE),
    _stop("updateConnection", "PUT", f"/v2/connections/{uid('Shut')}", SNOWFLAKE),
    _stop("updateConnectionDeprecated", "PATCH", f"/v2/connections/{SNOW}", {"name": "New"}),
    _stop("deleteConnection", "DELETE", f"/v2/connections/{SNOW}"),
    _stop("syncConnectionPath", "POST", f"/v2/connections/{SNOW}/sync", {"path": ["DB"]}),
    _stop("lookupConnection", "POST", f"/v2/connection/{SNOW}/lookup", {"path": ["DB"]}),
    _stop("createConnectionGrant", "POST", f"/v2/connections/{SNOW}/grants", KIM_USES),
    _stop("deleteConnectionGrant", "DELETE", f"/v2/connections/{SNOW}/grants/GRANT"),
    _stop("createConnectionPathGrant", "POST", f"/v2/connections/paths/{DB}/grants", KIM_USES),
    _stop("deleteConnectionPathGrant", "DELETE", f"/v2/connections/paths/{DB}/grants/GRANT"),
    _stop("createWorkbookGrant", "POST", f"/v2/workbooks/{Q3}/grants", KIM_VIEWS),
    _stop("deleteWorkbookGrant", "DELETE", f"/v2/workbooks/{Q3}/grants/GRANT"),
    _stop("tagWorkbook", "POST", "/v2/workbooks/tag", {"workbookId": Q3, "tag": "Dev"}),
    _stop("deleteTaggedworkbook", "DELETE", f"/v2/workbooks/{Q3}/tags/{TAG}"),
    _stop(
        "createWorkbookEmbed",
        "POST",
        f"/v2/workbooks/{Q3}/embeds",
        {"embedType": "public", "sourceType": "workbook"},
    ),
    _stop("deleteWorkbookEmbeds", "DELETE", f"/v2/workbooks/{Q3}/embeds/{uid('embed')}"),
    _stop("postWorkbookSchedule", "POST", f"/v2/workbooks/{Q3}/schedules", EXPORT),
    _stop(
        "updateWorkbookSchedule",
        "PATCH",
        f"/v2/workbooks/{Q3}/schedules/{uid('schedule Q3')}",
        {"suspensionAction": "pause"},
    ),
    _stop("deleteWorkbookSchedule", "DELETE", f"/v2/workbooks/{Q3}/schedules/{uid('schedule Q3')}"),
    _stop("materializeDataset", "POST", f"/v2/datasets/{RATES}/materialization", {}),
    _stop("createDatasetGrant", "POST", f"/v2/datasets/{RATES}/grants", KIM_VIEWS),
    _stop("deleteDatasetGrant", "DELETE", f"/v2/datasets/{RATES}/grants/GRANT"),
    _stop("createReportGrant", "POST", f"/v2/reports/{BOARD}/grants", KIM_VIEWS),
    _stop("deleteReportGrant", "DELETE", f"/v2/reports/{BOARD}/grants/GRANT"),
    _stop("deleteTaggedReport", "DELETE", f"/v2/reports/{BOARD}/tags/{TAG}"),
    _stop("createReportSchedule", "POST", f"/v2/reports/{BOARD}/schedules", EXPORT),
    _stop(
        "updateReportSchedule",
        "PATCH",
        f"/v2/reports/{BOARD}/schedules/{uid('schedule Board')}",
        {"suspensionAction": "resume"},
    ),
    _stop(
        "deleteReportSchedule", "DELETE", f"/v2/reports/{BOARD}/schedules/{uid('schedule Board')}"
    ),
    _stop("createVersionTag", "POST", "/v2/tags", {"name": "New", "color": "plum"}),
    _stop("updateVersionTag", "PATCH", f"/v2/tags/{TAG}", {"description": "x"}),
    _stop("deleteVersionTag", "DELETE", f"/v2/tags/{TAG}"),
    _stop(
        "createAccountType",
        "POST",
        "/v2/accountTypes",
        {"name": "New", "description": "", "permissions": ["view-workbook"]},
    ),
    _stop(
        "deleteAccountType",
        "DELETE",
        f"/v2/accountTypes/{uid('type Kiosk')}",
        reassignToAccountTypeId=uid("type View"),
    ),
    _stop("createCredentials", "POST", "/v2/credentials", {"ownerId": "ben", "name": "x"}),
    _stop("deleteCredentials", "DELETE", "/v2/credentials/id-ben"),
    _stop("createUserAttribute", "POST", "/v2/user-attributes", {"name": "New"}),
    _stop("deleteUserAttribute", "DELETE", f"/v2/user-attributes/{REGION}"),
    _stop(
        "setUserAttributeForTeams",
        "POST",
        f"/v2/user-attributes/{REGION}/teams",
        {"assignments": [{"teamId": FINANCE, "value": VALUE}]},
    ),
    _stop(
        "updateUserAttributeForTeams",
        "PATCH",
        f"/v2/user-attributes/{REGION}/teams",
        {"delete": [{"teamId": FINANCE}]},
    ),
    _stop("deleteUserAttributeForTeam", "DELETE", f"/v2/user-attributes/{REGION}/teams/{FINANCE}"),
    _stop(
        "setUserAttributeForUsers",
        "POST",
        f"/v2/user-attributes/{REGION}/users",
        {"assignments": [{"userId": "ben", "value": VALUE}]},
    ),
    _stop(
        "updateUserAttributeForUsers",
        "PATCH",
        f"/v2/user-attributes/{REGION}/users",
        {"delete": [{"userId": "cleo"}]},
    ),
    _stop("deleteUserAttributeForUser", "DELETE", f"/v2/user-attributes/{REGION}/users/cleo"),
    _stop(
        "setUserAttributeForTenants",
        "POST",
        f"/v2/user-attributes/{REGION}/tenants",
        {"assignments": [{"tenantOrganizationId": uid("tenant"), "value": VALUE}]},
    ),
    _stop(
        "updateUserAttributeForTenants",
        "PATCH",
        f"/v2/user-attributes/{REGION}/tenants",
        {"delete": [{"tenantOrganizationId": uid("tenant")}]},
    ),
    _stop(
        "deleteUserAttributeForTenant",
        "DELETE",
        f"/v2/user-attributes/{REGION}/tenants/{uid('tenant')}",
    ),
)

# Every endpoint of the original API list, as the notes write it (section 11).
SECTION_11 = (
    "GET /v2/connections/{connectionId}",
    "PATCH /v2/connections/{connectionId}",
    "GET /v2/connections/paths",
    "POST /v2/connection/{connectionId}/lookup",
    "POST /v2/connections",
    "GET /v2/connections",
    "PUT /v2/connections/{connectionId}",
    "GET /v2/connections/{connectionId}/test",
    "DELETE /v2/connections/{connectionId}",
    "GET /v2/workbooks",
    "GET /v2/workbooks/{workbookId}",
    "GET /v2/workbooks/{workbookId}/schema",
    "POST /v2/workbooks/{workbookId}/export",
    "GET /v2/datasets",
    "GET /v2/datasets/{datasetId}",
    "GET /v2/datasets/{datasetId}/materialization",
    "POST /v2/datasets/{datasetId}/materialization",
    "GET /v2/query/{queryId}/download",
    "GET /v2/teams",
    "GET /v2/teams/{teamId}",
    "POST /v2/teams",
    "PATCH /v2/teams/{teamId}",
    "PATCH /v2/teams/{teamId}/members",
    "DELETE /v2/teams/{teamId}",
    "POST /v2/user-attributes/{userAttributeId}/teams",
    "GET /v2/members",
    "GET /v2/members/{memberId}",
    "POST /v2/members",
    "PATCH /v2/members/{memberId}",
    "DELETE /v2/members/{memberId}",
    "GET /v2/workspaces",
    "GET /v2/workspaces/{workspaceId}",
    "POST /v2/workspaces",
    "PATCH /v2/workspaces/{workspaceId}",
    "DELETE /v2/workspaces/{workspaceId}",
    "GET /v2/workspaces/{workspaceId}/grants",
    "POST /v2/workspaces/{workspaceId}/grants",
    "DELETE /v2/workspaces/{workspaceId}/grants/{grantId}",
    "GET /v2/whoami",
    "GET /v2/connections/{connectionId}/grants",
    "POST /v2/connections/{connectionId}/grants",
    "DELETE /v2/connections/{connectionId}/grants/{grantId}",
    "GET /v2/connections/paths/{connectionPathId}/grants",
    "POST /v2/connections/paths/{connectionPathId}/grants",
    "DELETE /v2/connections/paths/{connectionPathId}/grants/{grantId}",
    "GET /v2.1/teams",
    "GET /v2.1/members",
    "GET /v2.1/workspaces",
)

# The access-relevant ones that the original list does not have (section 12).
SECTION_12 = (
    "GET /v2/grants",
    "GET /v2/grants/{grantId}",
    "DELETE /v2/grants/{grantId}",
    "POST /v2/grants",
    "GET /v2/connections/paths/{inodeId}",
    "GET /v2/connections/tables/{tableId}/columns",
    "GET /v2/files",
    "GET /v2/files/{inodeId}",
    "POST /v2/files",
    "PATCH /v2/files/{inodeId}",
    "DELETE /v2/files/{inodeId}",
    "GET /v2/members/{memberId}/files",
    "GET /v2/members/{memberId}/files/favorites",
    "GET /v2/members/{memberId}/files/recents",
    "GET /v2/members/{memberId}/teams",
    "GET /v2/members/{memberId}/schedules",
    "POST /v2/members/{memberId}/revoke",
    "GET /v2/teams/{teamId}/members",
    "GET /v2/teams/{teamId}/user-attributes",
    "POST /v2/teams/{teamId}/assignedUserAttributes",
    "GET /v2/user-attributes",
    "POST /v2/user-attributes",
    "GET /v2/user-attributes/{userAttributeId}",
    "DELETE /v2/user-attributes/{userAttributeId}",
    *(
        f"{verb} /v2/user-attributes/{{userAttributeId}}/{kind}"
        for kind in ("teams", "users", "tenants")
        for verb in ("GET", "POST", "PATCH")
    ),
    "DELETE /v2/user-attributes/{userAttributeId}/teams/{teamId}",
    "DELETE /v2/user-attributes/{userAttributeId}/users/{userId}",
    "DELETE /v2/user-attributes/{userAttributeId}/tenants/{tenantOrganizationId}",
    "GET /v2/accountTypes",
    "GET /v2/accountTypes/{accountTypeId}/permissions",
    "POST /v2/accountTypes",
    "DELETE /v2/accountTypes/{accountTypeId}",
    "GET /v2/dataModels",
    "GET /v2/dataModels/{dataModelId}",
    "GET /v2/dataModels/{dataModelId}/spec",
    "GET /v2/dataModels/{dataModelId}/sources",
    "GET /v2/dataModels/{dataModelId}/tags",
    "GET /v2/reports",
    "GET /v2/reports/{reportId}",
    "GET /v2/reports/{reportId}/sources",
    "GET /v2/reports/{reportId}/lineage",
    "GET /v2/reports/{reportId}/tags",
    *(
        f"{verb} /v2/{kind}/grants{more}"
        for kind in (
            "workbooks/{workbookId}",
            "datasets/{datasetId}",
            "reports/{reportId}",
        )
        for verb, more in (("POST", ""), ("DELETE", "/{grantId}"))
    ),
    "GET /v2/datasets/{datasetId}/grants",
    "GET /v2/tags",
    "GET /v2/tags/{tagId}/workbooks",
    "GET /v2/workbooks/{workbookId}/tags",
    "GET /v2/workbooks/{workbookId}/embeds",
    "DELETE /v2/workbooks/{workbookId}/embeds/{embedId}",
    "GET /v2/workbooks/{workbookId}/schedules",
    "GET /v2.1/workbooks/{workbookId}/schedules",
    "PATCH /v2/workbooks/{workbookId}/schedules/{scheduleId}",
    "DELETE /v2/workbooks/{workbookId}/schedules/{scheduleId}",
    "GET /v2/reports/{reportId}/schedules",
    "PATCH /v2/reports/{reportId}/schedules/{scheduleId}",
    "DELETE /v2/reports/{reportId}/schedules/{scheduleId}",
    "GET /v2/workbooks/{workbookId}/lineage",
    "GET /v2/workbooks/{workbookId}/sources",
    "GET /v2/datasets/{datasetId}/sources",
    "GET /v2/dataModels/{dataModelId}/lineage",
    "POST /v2/credentials",
    "DELETE /v2/credentials/{clientId}",
    "GET /v2/tenants",
    "GET /v2/deploymentPolicies",
    "GET /v2/saml/service-providers",
    "GET /v3alpha/allowedIps",
    "GET /v2/templates",
    "GET /v2/shared_templates/shared_with_you",
)
