"""THE table of what the embedded organisation answers: method, path, operation, purpose, handler.

Purpose letters as in sections 11 and 12 of the API notes: C collect, E explain, V verify,
R remediate, P posture, N for neither; what is known to exist and is not answered is in ABSENT.
Must never decide anything but who answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sigma_audit.emulator.api import (
    connections,
    documents,
    files,
    grants,
    lineage,
    members,
    organization,
    outlets,
    tags,
    teams,
    user_attributes,
    workspaces,
)
from sigma_audit.emulator.call import Call

Handler = Callable[[Call], object]


@dataclass(frozen=True)
class Route:
    """One endpoint; `operation` is its id in the API's description, empty where it is not in it."""

    method: str
    path: str
    operation: str
    purpose: str
    answer: Handler
    status: int = 200


# Asked for by the API notes, but at a path that nobody knows yet: these guesses answer 404.
ABSENT: Mapping[str, str] = MappingProxyType(
    {
        "GET /v2/credentials": "list API credentials (2026-09)",
        "GET /v2/organizations/settings": "organisation settings (2026-05 to 2026-09)",
        "PATCH /v2/teams/{teamId}/admins": "update team admins (2026-09)",
        "PATCH /v2/accountTypes/{accountTypeId}/permissions": "update permissions (2026-09)",
    }
)

_CONNECTION, _PATH = "/v2/connections/{connectionId}", "/v2/connections/paths/{connectionPathId}"
_WORKBOOK, _MODEL = "/v2/workbooks/{workbookId}", "/v2/dataModels/{dataModelId}"
_DATASET, _REPORT = "/v2/datasets/{datasetId}", "/v2/reports/{reportId}"
_MEMBER, _TEAM = "/v2/members/{memberId}", "/v2/teams/{teamId}"
_SPACE, _ATTRIBUTE = "/v2/workspaces/{workspaceId}", "/v2/user-attributes/{userAttributeId}"
_TENANTS = f"{_ATTRIBUTE}/tenants"

# fmt: off
ROUTES: tuple[Route, ...] = (
    Route("GET", "/v2/whoami", "whoami", "C", organization.whoami),
    # grants
    Route("GET", "/v2/grants", "listGrants", "CER", grants.list_grants),
    Route("POST", "/v2/grants", "createGrant", "R", grants.create_grant),
    Route("GET", "/v2/grants/{grantId}", "getGrant", "E", grants.get_grant),
    Route("DELETE", "/v2/grants/{grantId}", "deleteGrant", "R", grants.delete_grant),
    # files
    Route("GET", "/v2/files", "list", "C", files.list_files),
    Route("POST", "/v2/files", "create", "R", files.create_file),
    Route("GET", "/v2/files/{inodeId}", "get", "C", files.get_file),
    Route("PATCH", "/v2/files/{inodeId}", "update", "R", files.update_file),
    Route("DELETE", "/v2/files/{inodeId}", "delete", "R", files.delete_file),
    # members
    Route("GET", "/v2/members", "listMembers", "C", members.list_members),
    Route("GET", "/v2.1/members", "v2_1_listMembers", "C", members.list_members_v2_1),
    Route("POST", "/v2/members", "createMember", "RN", members.create_member),
    Route("GET", _MEMBER, "getMember", "V", members.get_member),
    Route("PATCH", _MEMBER, "updateMember", "R", members.update_member),
    Route("DELETE", _MEMBER, "deleteMember", "R", members.delete_member),
    Route("POST", f"{_MEMBER}/revoke", "revokeMemberTokens", "R", members.revoke_tokens),
    Route("GET", f"{_MEMBER}/teams", "listMemberTeams", "V", members.list_teams),
    Route("GET", f"{_MEMBER}/schedules", "listMemberSchedules", "C", members.list_schedules),
    Route("GET", f"{_MEMBER}/files", "listAccessibleInodes", "V", members.list_files),
    Route("GET", f"{_MEMBER}/files/favorites", "listFavoriteInodes", "V", members.list_favorites),
    Route("GET", f"{_MEMBER}/files/recents", "listRecentInodes", "V", members.list_recents),
    # teams
    Route("GET", "/v2/teams", "listTeams", "C", teams.list_teams),
    Route("GET", "/v2.1/teams", "v2_1_listTeams", "C", teams.list_teams_v2_1),
    Route("POST", "/v2/teams", "createTeam", "R", teams.create_team),
    Route("GET", _TEAM, "getTeam", "EV", teams.get_team),
    Route("PATCH", _TEAM, "updateTeam", "R", teams.update_team),
    Route("DELETE", _TEAM, "deleteTeam", "R", teams.delete),
    Route("GET", f"{_TEAM}/members", "getTeamMembers", "C", teams.list_members),
    Route("PATCH", f"{_TEAM}/members", "updateTeamMembers", "R", teams.update_members),
    Route("GET", f"{_TEAM}/user-attributes", "getTeamUserAttributeAssignments", "C",
          user_attributes.list_of_team),
    Route("POST", f"{_TEAM}/assignedUserAttributes", "assignUserAttributesToTeam", "R",
          user_attributes.assign_to_team),
    # workspaces
    Route("GET", "/v2/workspaces", "listWorkspaces", "C", workspaces.list_workspaces),
    Route("GET", "/v2.1/workspaces", "v2_1_listWorkspaces", "C", workspaces.list_workspaces_v2_1),
    Route("POST", "/v2/workspaces", "createWorkspace", "N", workspaces.create_workspace),
    Route("GET", _SPACE, "getWorkspace", "V", workspaces.get_workspace),
    Route("PATCH", _SPACE, "updateWorkspace", "N", workspaces.update_workspace),
    Route("DELETE", _SPACE, "deleteWorkspace", "R", workspaces.delete),
    Route("GET", f"{_SPACE}/grants", "listWorkspaceGrants", "CV", grants.list_workspace_grants),
    Route("POST", f"{_SPACE}/grants", "createWorkspaceGrant", "R", grants.create_workspace_grant),
    Route("DELETE", f"{_SPACE}/grants/{{grantId}}", "deleteWorkspaceGrant", "R",
          grants.delete_workspace_grant),
    # connections
    Route("GET", "/v2/connections", "listConnections", "C", connections.list_connections),
    Route("POST", "/v2/connections", "createConnection", "N", connections.create_connection, 201),
    Route("GET", "/v2/connections/paths", "listConnectionPaths", "C", connections.list_paths),
    Route("GET", "/v2/connections/paths/{inodeId}", "getInodeConnectionPath", "E",
          connections.get_path),
    Route("GET", f"{_PATH}/grants", "listConnectionPathGrants", "C", grants.list_path_grants),
    Route("POST", f"{_PATH}/grants", "createConnectionPathGrant", "R", grants.create_path_grant),
    Route("DELETE", f"{_PATH}/grants/{{grantId}}", "deleteConnectionPathGrant", "R",
          grants.delete_path_grant),
    Route("GET", "/v2/connections/tables/{tableId}/columns", "listConnectionTableColumns", "N",
          connections.list_columns),
    Route("POST", "/v2/connection/{connectionId}/lookup", "lookupConnection", "E",
          connections.lookup),
    Route("GET", _CONNECTION, "getConnection", "EV", connections.get_connection),
    Route("PUT", _CONNECTION, "updateConnection", "N", connections.update_connection),
    Route("PATCH", _CONNECTION, "updateConnectionDeprecated", "N",
          connections.update_connection_deprecated),
    Route("DELETE", _CONNECTION, "deleteConnection", "R", connections.delete),
    Route("GET", f"{_CONNECTION}/test", "testConnection", "N", connections.test),
    Route("POST", f"{_CONNECTION}/sync", "syncConnectionPath", "N", connections.sync),
    Route("GET", f"{_CONNECTION}/grants", "listConnectionGrants", "CR",
          grants.list_connection_grants),
    Route("POST", f"{_CONNECTION}/grants", "createConnectionGrant", "R",
          grants.create_connection_grant),
    Route("DELETE", f"{_CONNECTION}/grants/{{grantId}}", "deleteConnectionGrant", "R",
          grants.delete_connection_grant),
    # workbooks
    Route("GET", "/v2/workbooks", "listWorkbooks", "C", documents.list_workbooks),
    Route("GET", _WORKBOOK, "getWorkbook", "V", documents.get_workbook),
    Route("GET", f"{_WORKBOOK}/schema", "getWorkbookSchema", "N", documents.get_workbook_schema),
    Route("POST", f"{_WORKBOOK}/export", "exportWorkbook", "N", documents.export_workbook),
    Route("GET", "/v2/query/{queryId}/download", "downloadQuery", "N", documents.download_query),
    Route("POST", f"{_WORKBOOK}/grants", "createWorkbookGrant", "R", grants.create_workbook_grant),
    Route("DELETE", f"{_WORKBOOK}/grants/{{grantId}}", "deleteWorkbookGrant", "R",
          grants.delete_workbook_grant),
    Route("GET", f"{_WORKBOOK}/sources", "getWorkbookSources", "E", lineage.workbook_sources),
    Route("GET", f"{_WORKBOOK}/lineage", "listLineageTree", "E", lineage.workbook_lineage),
    Route("GET", f"{_WORKBOOK}/tags", "getWorkbookTags", "C", tags.list_of_workbook),
    Route("POST", "/v2/workbooks/tag", "tagWorkbook", "N", tags.tag_workbook),
    Route("DELETE", f"{_WORKBOOK}/tags/{{tagId}}", "deleteTaggedworkbook", "R",
          tags.untag_workbook),
    Route("GET", f"{_WORKBOOK}/embeds", "listWorkbookEmbeds", "C", outlets.list_embeds),
    Route("POST", f"{_WORKBOOK}/embeds", "createWorkbookEmbed", "N", outlets.create_embed),
    Route("DELETE", f"{_WORKBOOK}/embeds/{{embedId}}", "deleteWorkbookEmbeds", "R",
          outlets.delete_embed),
    Route("GET", f"{_WORKBOOK}/schedules", "listWorkbookSchedules", "C",
          outlets.list_workbook_schedules),
    Route("GET", "/v2.1/workbooks/{workbookId}/schedules", "v2_1_listWorkbookSchedules", "C",
          outlets.list_workbook_schedules_v2_1),
    Route("POST", f"{_WORKBOOK}/schedules", "postWorkbookSchedule", "R",
          outlets.create_workbook_schedule),
    Route("PATCH", f"{_WORKBOOK}/schedules/{{scheduleId}}", "updateWorkbookSchedule", "R",
          outlets.update_workbook_schedule),
    Route("DELETE", f"{_WORKBOOK}/schedules/{{scheduleId}}", "deleteWorkbookSchedule", "R",
          outlets.delete_workbook_schedule),
    Route("GET", f"{_WORKBOOK}/materialization-schedules", "listMaterializationSchedules", "N",
          documents.list_materialization_schedules),
    Route("GET", "/v2.1/workbooks/{workbookId}/materialization-schedules",
          "v2_1_listMaterializationSchedules", "N", documents.list_materialization_schedules_v2_1),
    # data models, datasets, reports
    Route("GET", "/v2/dataModels", "listDataModels", "C", documents.list_data_models),
    Route("GET", _MODEL, "getDataModel", "CE", documents.get_data_model),
    Route("GET", f"{_MODEL}/spec", "", "CE", documents.get_data_model_spec),
    Route("GET", f"{_MODEL}/sources", "listDataModelSources", "E", lineage.data_model_sources),
    Route("GET", f"{_MODEL}/lineage", "listDataModelLineageTree", "E", lineage.data_model_lineage),
    Route("GET", f"{_MODEL}/tags", "listDataModelTags", "CE", tags.list_of_data_model),
    Route("GET", "/v2/datasets", "listDatasets", "C", documents.list_datasets),
    Route("GET", _DATASET, "getDataset", "V", documents.get_dataset),
    Route("GET", f"{_DATASET}/sources", "getDatasetSources", "E", lineage.dataset_sources),
    Route("GET", f"{_DATASET}/materialization", "listDatasetMaterializations", "N",
          documents.list_materializations),
    Route("POST", f"{_DATASET}/materialization", "materializeDataset", "N",
          documents.materialize_dataset),
    Route("GET", f"{_DATASET}/grants", "listDatasetGrants", "C", grants.list_dataset_grants),
    Route("POST", f"{_DATASET}/grants", "createDatasetGrant", "R", grants.create_dataset_grant),
    Route("DELETE", f"{_DATASET}/grants/{{grantId}}", "deleteDatasetGrant", "R",
          grants.delete_dataset_grant),
    Route("GET", "/v2/reports", "listReports", "C", documents.list_reports),
    Route("GET", _REPORT, "getReport", "C", documents.get_report),
    Route("GET", f"{_REPORT}/sources", "listReportSources", "E", lineage.report_sources),
    Route("GET", f"{_REPORT}/lineage", "listReportLineageTree", "E", lineage.report_lineage),
    Route("GET", f"{_REPORT}/tags", "listReportTags", "C", tags.list_of_report),
    Route("DELETE", f"{_REPORT}/tags/{{tagId}}", "deleteTaggedReport", "R", tags.untag_report),
    Route("GET", f"{_REPORT}/schedules", "listReportSchedules", "C",
          outlets.list_report_schedules),
    Route("POST", f"{_REPORT}/schedules", "createReportSchedule", "R",
          outlets.create_report_schedule),
    Route("PATCH", f"{_REPORT}/schedules/{{scheduleId}}", "updateReportSchedule", "R",
          outlets.update_report_schedule),
    Route("DELETE", f"{_REPORT}/schedules/{{scheduleId}}", "deleteReportSchedule", "R",
          outlets.delete_report_schedule),
    Route("POST", f"{_REPORT}/grants", "createReportGrant", "R", grants.create_report_grant),
    Route("DELETE", f"{_REPORT}/grants/{{grantId}}", "deleteReportGrant", "R",
          grants.delete_report_grant),
    # tags
    Route("GET", "/v2/tags", "listVersionTag", "C", tags.list_tags),
    Route("POST", "/v2/tags", "createVersionTag", "N", tags.create_tag),
    Route("PATCH", "/v2/tags/{tagId}", "updateVersionTag", "N", tags.update_tag),
    Route("DELETE", "/v2/tags/{tagId}", "deleteVersionTag", "R", tags.delete),
    Route("GET", "/v2/tags/{tagId}/workbooks", "listWorkbooksForTag", "C",
          tags.list_tagged_workbooks),
    # account types and credentials
    Route("GET", "/v2/accountTypes", "listAccountTypes", "C", organization.list_account_types),
    Route("POST", "/v2/accountTypes", "createAccountType", "R",
          organization.create_account_type, 201),
    Route("DELETE", "/v2/accountTypes/{accountTypeId}", "deleteAccountType", "R",
          organization.delete_account_type),
    Route("GET", "/v2/accountTypes/{accountTypeId}/permissions", "listAccountTypePermissions", "C",
          organization.list_permissions),
    Route("POST", "/v2/credentials", "createCredentials", "R", organization.create_credential),
    Route("DELETE", "/v2/credentials/{clientId}", "deleteCredentials", "R",
          organization.delete_credential),
    # user attributes
    Route("GET", "/v2/user-attributes", "listUserAttributes", "C",
          user_attributes.list_attributes),
    Route("POST", "/v2/user-attributes", "createUserAttribute", "R",
          user_attributes.create_attribute),
    Route("GET", _ATTRIBUTE, "getUserAttribute", "C", user_attributes.get_attribute),
    Route("DELETE", _ATTRIBUTE, "deleteUserAttribute", "R", user_attributes.delete_attribute),
    Route("GET", f"{_ATTRIBUTE}/teams", "getUserAttributeTeamAssignments", "C",
          user_attributes.list_teams),
    Route("POST", f"{_ATTRIBUTE}/teams", "setUserAttributeForTeams", "R",
          user_attributes.set_teams),
    Route("PATCH", f"{_ATTRIBUTE}/teams", "updateUserAttributeForTeams", "R",
          user_attributes.remove_teams),
    Route("DELETE", f"{_ATTRIBUTE}/teams/{{teamId}}", "deleteUserAttributeForTeam", "R",
          user_attributes.remove_team),
    Route("GET", f"{_ATTRIBUTE}/users", "getUserAttributeUserAssignments", "C",
          user_attributes.list_users),
    Route("POST", f"{_ATTRIBUTE}/users", "setUserAttributeForUsers", "R",
          user_attributes.set_users),
    Route("PATCH", f"{_ATTRIBUTE}/users", "updateUserAttributeForUsers", "R",
          user_attributes.remove_users),
    Route("DELETE", f"{_ATTRIBUTE}/users/{{userId}}", "deleteUserAttributeForUser", "R",
          user_attributes.remove_user),
    Route("GET", _TENANTS, "getUserAttributeTenantAssignments", "C", user_attributes.list_tenants),
    Route("POST", _TENANTS, "setUserAttributeForTenants", "R", user_attributes.set_tenants),
    Route("PATCH", _TENANTS, "updateUserAttributeForTenants", "R", user_attributes.remove_tenants),
    Route("DELETE", f"{_TENANTS}/{{tenantOrganizationId}}", "deleteUserAttributeForTenant", "R",
          user_attributes.remove_tenant),
    # what this organisation has none of
    Route("GET", "/v2/tenants", "listTenants", "P", organization.no_tokens),
    Route("GET", "/v2/deploymentPolicies", "listDeployments", "P", organization.no_tokens),
    Route("GET", "/v2/saml/service-providers", "listSamlServiceProviders", "P",
          organization.no_tokens),
    Route("GET", "/v3alpha/allowedIps", "", "P", organization.no_tokens),
    Route("GET", "/v2/templates", "listTemplates", "P", organization.no_pages),
    Route("GET", "/v2/shared_templates/shared_with_you", "listTemplatesSharedWithYou", "P",
          organization.no_pages),
)
# fmt: on

TOKEN_PATH, TOKEN_OPERATION = "/v2/auth/token", "postToken"
_Pattern = tuple[re.Pattern[str], Route]


def _by_shape() -> Mapping[tuple[str, int], list[_Pattern]]:
    """Sort the routes by verb and number of slashes: a look-up tries a few, not all."""
    found: dict[tuple[str, int], list[_Pattern]] = {}
    for route in ROUTES:
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", route.path.replace(".", r"\."))
        shape = (route.method, route.path.count("/"))
        found.setdefault(shape, []).append((re.compile(pattern), route))
    return found


_BY_SHAPE = _by_shape()


def find(method: str, path: str) -> tuple[Route, dict[str, str]] | None:
    """Find who answers, and the ids in the path; the first route in the table wins."""
    for pattern, route in _BY_SHAPE.get((method, path.count("/")), ()):
        if match := pattern.fullmatch(path):
            return route, match.groupdict()
    return None


def operation_of(method: str, path: str) -> str:
    """Name the operation that a request asks for, empty when there is none."""
    if path == TOKEN_PATH:
        return TOKEN_OPERATION
    found = find(method, path)
    return (found[0].operation or found[0].path) if found else ""
