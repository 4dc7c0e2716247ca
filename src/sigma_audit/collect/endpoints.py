"""THE endpoint table: everything the collector may ask of Sigma, one line each.

A name here is the name of `raw.<name>` and of `sql/typed/<name>.sql`. Which parents one is
asked for is decided in `sql/model/planned_chains.sql`, never here. Must never hold anything but
GET.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Style = Literal["pages", "tokens", "array", "object"]
NO_QUERY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Endpoint:
    """One GET: `path` with `{parent}` filled in, `query` sent as is, and how it pages.

    `pages`: page/limit -> nextPage · `tokens`: pageToken/pageSize -> nextPageToken ·
    `array`: one bare array · `object`: one object (sources: sigma-api.md section 2).
    """

    name: str
    path: str
    style: Style
    why: str
    query: Mapping[str, str] = field(default_factory=lambda: NO_QUERY)

    @property
    def has_parent(self) -> bool:
        """Whether it is asked once for each of many parents."""
        return "{parent}" in self.path or "{parent}" in self.query.values()


_ALL = {"skipPermissionCheck": "true"}
_GONE = {"skipPermissionCheck": "true", "isArchived": "true"}

# What `--with` adds, by the word it is asked for with; none of it decides whether a run is whole.
EXTRAS: Mapping[str, tuple[Endpoint, ...]] = MappingProxyType(
    {
        "schedules": (
            Endpoint(
                "workbook_schedules",
                "/v2.1/workbooks/{parent}/schedules",
                "pages",
                "what is sent out, and with whose rights",
            ),
            Endpoint(
                "report_schedules",
                "/v2/reports/{parent}/schedules",
                "pages",
                "what is sent out, and with whose rights",
            ),
        ),
        "embeds": (
            Endpoint(
                "workbook_embeds", "/v2/workbooks/{parent}/embeds", "pages", "what is open to all"
            ),
        ),
        "tags": (Endpoint("version_tags", "/v2/tags", "pages", "what documents are tagged with"),),
        "user_attributes": (
            Endpoint("user_attributes", "/v2/user-attributes", "pages", "what rows are cut by"),
            Endpoint(
                "user_attribute_users", "/v2/user-attributes/{parent}/users", "pages", "for whom"
            ),
            Endpoint(
                "user_attribute_teams", "/v2/user-attributes/{parent}/teams", "pages", "for whom"
            ),
        ),
        # In no description: the path is that of the documented POST and DELETE (Q19).
        "api_credentials": (
            Endpoint("api_credentials", "/v2/credentials", "pages", "what acts as whom"),
        ),
        "recents": (
            Endpoint(
                "member_recents", "/v2/members/{parent}/files/recents", "pages", "signs of life"
            ),
        ),
        "sources": (
            Endpoint(
                "workbook_sources", "/v2/workbooks/{parent}/sources", "array", "the data behind it"
            ),
            Endpoint(
                "data_model_sources",
                "/v2/dataModels/{parent}/sources",
                "tokens",
                "the data behind it",
            ),
            Endpoint(
                "dataset_sources", "/v2/datasets/{parent}/sources", "array", "the data behind it"
            ),
            Endpoint(
                "report_sources", "/v2/reports/{parent}/sources", "array", "the data behind it"
            ),
        ),
    }
)
_OPTIONAL = tuple(endpoint for group in EXTRAS.values() for endpoint in group)

ENDPOINTS: Mapping[str, Endpoint] = MappingProxyType(
    {
        endpoint.name: endpoint
        for endpoint in (
            Endpoint("whoami", "/v2/whoami", "object", "as whom this was seen"),
            Endpoint(
                "members",
                "/v2/members",
                "pages",
                "everyone, leavers too",
                {"includeArchived": "true", "includeInactive": "true"},
            ),
            Endpoint("teams", "/v2/teams", "pages", "whom a team grant may reach"),
            Endpoint("workspaces", "/v2/workspaces", "pages", "the roots of the content tree"),
            Endpoint(
                "workbooks", "/v2/workbooks", "pages", "documents, whoever may see them", _ALL
            ),
            Endpoint(
                "workbooks_archived", "/v2/workbooks", "pages", "a restore revives access", _GONE
            ),
            Endpoint("data_models", "/v2/dataModels", "pages", "documents", _ALL),
            Endpoint("datasets", "/v2/datasets", "pages", "documents, until they are gone", _ALL),
            Endpoint("reports", "/v2/reports", "pages", "documents", _ALL),
            Endpoint("reports_archived", "/v2/reports", "pages", "a restore revives access", _GONE),
            Endpoint("files", "/v2/files", "pages", "folders, and where everything lies"),
            Endpoint(
                "file_nodes", "/v2/files/{parent}", "object", "what the file list did not show"
            ),
            Endpoint(
                "connections",
                "/v2/connections",
                "pages",
                "the roots of the data tree",
                {"includeArchived": "true"},
            ),
            Endpoint("paths", "/v2/connections/paths", "pages", "databases, schemas, tables"),
            Endpoint("account_types", "/v2/accountTypes", "tokens", "what caps a member"),
            Endpoint(
                "account_type_permissions",
                "/v2/accountTypes/{parent}/permissions",
                "array",
                "what an account type may do",
            ),
            Endpoint(
                "team_members", "/v2/teams/{parent}/members", "pages", "whom a team grant reaches"
            ),
            Endpoint(
                "team_grants",
                "/v2/grants",
                "pages",
                "what a team was given",
                {"teamId": "{parent}"},
            ),
            Endpoint(
                "member_grants",
                "/v2/grants",
                "pages",
                "what a member was given",
                {"userId": "{parent}"},
            ),
            Endpoint(
                "object_grants",
                "/v2/grants",
                "pages",
                "who was given an object, the organisation too",
                {"inodeId": "{parent}", "directGrantsOnly": "true"},
            ),
            Endpoint(
                "connection_grants",
                "/v2/connections/{parent}/grants",
                "pages",
                "who was given a connection",
            ),
            Endpoint(
                "path_grants",
                "/v2/connections/paths/{parent}/grants",
                "pages",
                "who was given a path",
            ),
            Endpoint("all_grants", "/v2/grants", "pages", "every grant at once, where that works"),
            *_OPTIONAL,
            Endpoint(
                "member_files",
                "/v2/members/{parent}/files",
                "pages",
                "Sigma's own answer, to compare",
            ),
        )
    }
)
