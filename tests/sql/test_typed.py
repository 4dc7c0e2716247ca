"""One record of each endpoint's shape in, one typed row out (reference, section 5.19)."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import duckdb
import pytest

from sigma_audit.collect.endpoints import ENDPOINTS
from sigma_audit.library import Library
from sigma_audit.snapshot.shape import raw_table

T = "2024-03-01T10:20:30.456Z"
WHEN = datetime(2024, 3, 1, 10, 20, 30, 456000)
SEEN = datetime(2024, 6, 1, 12, 0)
U = "8891fd40-5470-4ff2-a74f-6e61ee44d3fc"
B = "49HFLTr6xytgrPly3PFsNC"
S = "CPbEdA26abcdefghijklmnopqrstu"
STAMPS = {"createdBy": S, "updatedBy": S, "createdAt": T, "updatedAt": T}
STAMPED = {"created_by": S, "updated_by": S, "created_at": WHEN, "updated_at": WHEN}
Record = dict[str, Any]


def document(prefix: str) -> tuple[Record, Record]:
    """A document of a list: as served, as typed."""
    return (
        {
            f"{prefix}Id": U,
            f"{prefix}UrlId": B,
            "name": "Q1",
            "url": "https://app.example.test/q1",
            "path": "Finance/Reports",
            "latestVersion": 3,
            "ownerId": S,
            "tags": [{"name": "prod"}],
            **STAMPS,
        },
        {
            "inode_ref": U,
            "name": "Q1",
            "owner_id": S,
            "owner_json": None,
            "path": "Finance/Reports",
            "url": "https://app.example.test/q1",
            "latest_version": 3,
            "is_archived": False,
            "tags": '[{"name":"prod"}]',
            **STAMPED,
        },
    )


GRANT = (
    {
        "grantId": "g1",
        "inodeId": B,
        "organizationId": U,
        "memberId": None,
        "teamId": "t1",
        "permission": "organize",
        "inodeType": "folder",
        **STAMPS,
    },
    {
        "grant_id": "g1",
        "inode_ref": B,
        "inode_type": "folder",
        "member_id": None,
        "team_id": "t1",
        "permission": "organize",
        **STAMPED,
    },
)
FILE = (
    {
        "id": U,
        "urlId": B,
        "name": "Q1",
        "type": "data-model",
        "parentId": U,
        "parentUrlId": B,
        "permission": "view",
        "path": "Finance/Reports",
        "badge": None,
        "isArchived": True,
        "ownerId": S,
        **STAMPS,
    },
    {
        "inode_ref": U,
        "type": "data-model",
        "name": "Q1",
        "parent_ref": U,
        "owner_id": S,
        "path": "Finance/Reports",
        "caller_permission": "view",
        "badge": None,
        "is_archived": True,
        **STAMPED,
    },
)
RECORDS: dict[str, tuple[Record, Record]] = {
    "whoami": (
        {"userId": S, "organizationId": U},
        {"member_id": S, "organization_id": U},
    ),
    "members": (
        {
            "organizationId": U,
            "memberId": S,
            "memberType": "Build",
            "firstName": "A",
            "lastName": "B",
            "email": "a@x.test",
            "profileImgUrl": None,
            "homeFolderId": U,
            "userKind": "internal",
            "isInactive": True,
            **STAMPS,
        },
        {
            "member_id": S,
            "email": "a@x.test",
            "first_name": "A",
            "last_name": "B",
            "account_type": "Build",
            "user_kind": "internal",
            "home_folder_ref": U,
            "is_archived": False,
            "is_inactive": True,
            **STAMPED,
        },
    ),
    "teams": (
        {"teamId": "t1", "name": "T", "description": None, "visibility": "private", **STAMPS},
        {
            "team_id": "t1",
            "name": "T",
            "description": None,
            "visibility": "private",
            "is_archived": False,
            **STAMPED,
        },
    ),
    "workspaces": (
        {"workspaceId": U, "workspaceUrlId": B, "name": "Finance", **STAMPS},
        {"inode_ref": U, "name": "Finance", **STAMPED},
    ),
    "workbooks": document("workbook"),
    "workbooks_archived": document("workbook"),
    "data_models": document("dataModel"),
    "datasets": document("dataset"),
    "reports": document("report"),
    "reports_archived": document("report"),
    "files": FILE,
    "file_nodes": FILE,
    "connections": (
        {
            "organizationId": U,
            "connectionId": U,
            "isSample": False,
            "isAuditLog": True,
            "lastActiveAt": T,
            "name": "Snowflake",
            "type": "snowflake",
            "useOauth": True,
            "timeout": {"default": 120},
            **STAMPS,
        },
        {
            "connection_ref": U,
            "name": "Snowflake",
            "type": "snowflake",
            "use_oauth": True,
            "write_access": False,
            "is_sample": False,
            "is_audit_log": True,
            "is_archived": False,
            "last_active_at": WHEN,
            **STAMPED,
        },
    ),
    "paths": (
        {"connectionId": U, "urlId": B, "path": ["DB", "SCHEMA", "TABLE"]},
        {"inode_ref": B, "connection_ref": U, "path": ["DB", "SCHEMA", "TABLE"]},
    ),
    "account_types": (
        {
            "accountTypeId": "a1",
            "accountTypeName": "Build",
            "description": "makes things",
            "isCustom": True,
        },
        {
            "account_type_id": "a1",
            "name": "Build",
            "description": "makes things",
            "is_custom": True,
        },
    ),
    "account_type_permissions": (
        {"permission": "view-worksheet", "description": "View worksheets"},
        {"permission": "view-worksheet", "description": "View worksheets"},
    ),
    "team_members": (
        {"userId": S, "isTeamAdmin": True, "addedBy": "x"},
        {"member_id": S, "is_team_admin": True, "added_by": "x"},
    ),
    **dict.fromkeys(
        (
            "team_grants",
            "member_grants",
            "object_grants",
            "connection_grants",
            "path_grants",
            "all_grants",
        ),
        GRANT,
    ),
}
SCHEDULE = (
    {
        "scheduledNotificationId": "n1",
        "workbookId": U,
        "schedule": {"cronSpec": "0 9 * * 1", "timezone": "UTC"},
        "configV2": {"title": "Weekly", "messageBody": "", "runAsRecipient": False},
        "isSuspended": False,
        "ownerId": S,
        "lastUpdatedByUser": S,
        "disabledAt": None,
        "disabledBy": None,
        **STAMPS,
    },
    {
        "schedule_id": "n1",
        "owner_id": S,
        "title": "Weekly",
        "cron": "0 9 * * 1",
        "timezone": "UTC",
        "is_run_as_recipient": False,
        "is_suspended": False,
        "disabled_at": None,
        "created_at": WHEN,
        "updated_by": S,
        "updated_at": WHEN,
    },
)
SOURCE: Record = {"connection_ref": None, "version_tag_id": None}
RECORDS |= {
    "workbook_schedules": SCHEDULE,
    "report_schedules": SCHEDULE,
    "workbook_embeds": (
        {
            "embedId": "e1",
            "embedUrl": "https://app.example.test/embed/e1",
            "public": True,
            "sourceType": "page",
            "sourceId": "p1",
            "sourceName": "Page 1",
        },
        {
            "embed_id": "e1",
            "is_public": True,
            "source_type": "page",
            "source_id": "p1",
            "source_name": "Page 1",
        },
    ),
    "version_tags": (
        {"versionTagId": U, "name": "prod", "ownerId": S, "color": "plum", **STAMPS},
        {
            "version_tag_id": U,
            "name": "prod",
            "description": None,
            "owner_id": S,
            "is_archived": False,
            "created_at": WHEN,
            "updated_at": WHEN,
        },
    ),
    "user_attributes": (
        {
            "userAttributeId": U,
            "name": "Region",
            "description": None,
            "defaultValue": {"type": "string", "val": "none"},
            **STAMPS,
        },
        {
            "user_attribute_id": U,
            "name": "Region",
            "description": None,
            "default_value": "none",
            "created_at": WHEN,
            "updated_at": WHEN,
        },
    ),
    "user_attribute_users": (
        {"userId": S, "value": {"type": "string", "val": "EU"}, **STAMPS},
        {"member_id": S, "value": "EU"},
    ),
    "user_attribute_teams": (
        {"teamId": "t1", "value": {"type": "string", "val": "EU"}, "priority": 2, **STAMPS},
        {"team_id": "t1", "value": "EU", "priority": 2.0},
    ),
    "api_credentials": (
        {"clientId": "c1", "name": "ci", "ownerId": S, "createdAt": T},
        {
            "client_id": "c1",
            "name": "ci",
            "description": None,
            "owner_id": S,
            "created_by": None,
            "created_at": WHEN,
        },
    ),
    "member_recents": (
        {**FILE[0], "lastInteractionAt": T},
        {"inode_ref": U, "last_interaction_at": WHEN},
    ),
    "workbook_sources": (
        {"type": "data-model", "dataModelId": U, "elementIds": ["x"], "versionTagId": "v1"},
        {"source_ref": U, "source_type": "data-model", **SOURCE, "version_tag_id": "v1"},
    ),
    "report_sources": (
        {"type": "table", "inodeId": U},
        {"source_ref": U, "source_type": "table", **SOURCE},
    ),
    "data_model_sources": (
        {"type": "custom-sql", "connectionId": U, "definition": "select 1", "customSqlId": "q1"},
        {"source_ref": "q1", "source_type": "custom-sql", **SOURCE, "connection_ref": U},
    ),
    "dataset_sources": (
        {"type": "dataset", "inodeId": U},
        {"source_ref": U, "source_type": "dataset", **SOURCE},
    ),
}
RECORDS["member_files"] = (
    FILE[0],
    {key: value for key, value in FILE[1].items() if key != "caller_permission"}
    | {"permission": "view"},
)
ERROR = {"code": 404, "message": "not found", "requestId": "r"}


def typed(endpoint: str, *pages: tuple[str, int, int, str]) -> list[Record]:
    """Typed rows of pages (parent_id, reading, page_number, body), in the order of the pages."""
    connection = duckdb.connect()
    connection.execute("create schema raw")
    connection.execute(raw_table(endpoint))
    for parent_id, reading, page_number, body in pages:
        connection.execute(
            f"insert into raw.{endpoint} values (?, ?, ?, ?, ?)",
            [parent_id, reading, page_number, SEEN, body],
        )
    cursor = connection.execute(Library().query("typed", endpoint).sql)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def bodies(endpoint: str, *records: Record) -> list[str]:
    """Every shape in which the API has been seen to serve these records."""
    if ENDPOINTS[endpoint].style == "object":
        return [json.dumps(record) for record in records]
    return [
        json.dumps({"entries": records, "nextPage": None, "total": 1, "hasMore": False}),
        json.dumps({"entries": records}),
        " " + json.dumps(records),
    ]


def test_every_endpoint_is_typed() -> None:
    assert set(RECORDS) == set(ENDPOINTS)
    assert {query.name for query in Library().queries("typed")} == set(ENDPOINTS)


@pytest.mark.parametrize("endpoint", RECORDS)
def test_one_record(endpoint: str) -> None:
    record, expected = RECORDS[endpoint]
    for body in bodies(endpoint, record):
        (row,) = typed(endpoint, ("p", 2, 1, body))
        extra = {"parent_id": "p", "reading": 2, "seen_at": SEEN, "seen_count": 1}
        assert row == {**expected, **extra}


@pytest.mark.parametrize("endpoint", [name for name in RECORDS if name != "whoami"])
def test_errors_among_the_entries_are_not_rows(endpoint: str) -> None:
    record, _ = RECORDS[endpoint]
    if ENDPOINTS[endpoint].style == "object":
        assert typed(endpoint, ("p", 1, 1, json.dumps(ERROR))) == []
    else:
        for body in bodies(endpoint, ERROR, record):
            assert len(typed(endpoint, ("", 1, 1, body))) == 1


@pytest.mark.parametrize(
    ("endpoint", "key", "column"),
    [
        ("members", "memberId", "email"),
        ("team_members", "userId", "addedBy"),
        ("paths", "urlId", ""),
    ],
)
def test_the_last_of_a_key_within_a_reading_stays(endpoint: str, key: str, column: str) -> None:
    record, _ = RECORDS[endpoint]
    older = {**record, column: "older"}
    first = json.dumps({"entries": [older, {**record, key: "another"}], "nextPage": "2"})
    second = json.dumps({"entries": [{**record, column: "newer"}], "nextPage": None})
    rows = typed(endpoint, ("p", 1, 2, second), ("p", 1, 1, first), ("p", 2, 1, first))
    counted = sorted((row["reading"], row["seen_count"]) for row in rows)
    assert counted == [(1, 1), (1, 2), (2, 1), (2, 1)]
    if column:
        name = {"email": "email", "addedBy": "added_by"}[column]
        assert {row[name] for row in rows if row["seen_count"] == 2} == {"newer"}


def test_two_parents_are_two_chains() -> None:
    body = bodies("team_members", RECORDS["team_members"][0])[0]
    rows = typed("team_members", ("t1", 1, 1, body), ("t2", 1, 1, body))
    assert {row["parent_id"] for row in rows} == {"t1", "t2"}


def test_an_empty_page_is_no_row() -> None:
    for body in ("[]", '{"entries":[]}', '{"entries":[],"nextPage":null}'):
        assert typed("members", ("", 1, 1, body)) == []


def test_an_unknown_field_or_type_does_no_harm() -> None:
    record = {**RECORDS["members"][0], "newField": {"a": [1]}, "isArchived": "perhaps"}
    (row,) = typed("members", ("", 1, 1, json.dumps({"entries": [record]})))
    assert (row["member_id"], row["is_archived"]) == (S, False)
