"""The company's connections and what Sigma has catalogued beneath them.

Three-level warehouses, a two-level sample, the audit log. Must never add a grant.
"""

from __future__ import annotations

from dataclasses import dataclass

from sigma_audit.emulator.company_build import Builder, object_id
from sigma_audit.emulator.names import SCHEMAS, TABLES
from sigma_audit.emulator.org import Connection

PATHS_WANTED = 1500
SNOWFLAKE = object_id("connection/snowflake")
LAKEHOUSE = object_id("connection/lakehouse")
SAMPLE = object_id("connection/sample")
AUDIT_LOG = object_id("connection/audit-log")

# Catalogued only through what lies beneath it: the API names deeper paths, never this one.
UNLISTED_DATABASE = "RAW"
_LAKE_SCHEMAS = ("finance", "telemetry", "forecasting", "reference")


@dataclass(frozen=True)
class Data:
    """The connections, for grants to be laid upon."""

    snowflake: Connection
    lakehouse: Connection
    sample: Connection
    audit_log: Connection


def path_id(connection_key: str, *names: str) -> str:
    """Give the UUID of a catalogued path, without building anything."""
    return object_id(f"path/{connection_key}/{'/'.join(names)}")


def data(build: Builder) -> Data:
    """Add four connections and 1,500 paths."""
    found = Data(
        build.connection("snowflake", "Snowflake", "snowflake", write_access=True),
        build.connection("lakehouse", "Lakehouse", "databricks", use_oauth=True),
        build.connection("sample", "Sigma Sample Database", "postgres", depth=2, is_sample=True),
        build.connection("audit-log", "Sigma Audit Logs", "snowflake", is_audit_log=True),
    )
    _audit_log(build, found.audit_log)
    _sample(build, found.sample)
    _lakehouse(build, found.lakehouse)
    _snowflake(build, found.snowflake)
    return found


def _tables(count: int) -> list[str]:
    """Name `count` tables: the plain ones first, then their histories and versions."""
    suffixes = ("", "_HIST", "_V2", "_STG", "_2025")
    return [table + suffix for suffix in suffixes for table in TABLES][:count]


def _audit_log(build: Builder, connection: Connection) -> None:
    database = "SIGMA_AUDIT"
    build.path(connection, "audit-log", database)
    for schema, tables in (
        ("PUBLIC", ("AUDIT_LOGS",)),
        ("SIGMA_SHARED", ("CONNECTIONS", "DOCUMENTS", "SCHEDULED_NOTIFICATIONS", "TEAMS", "USERS")),
    ):
        build.path(connection, "audit-log", database, schema)
        for table in tables:
            build.path(connection, "audit-log", database, schema, table)


def _sample(build: Builder, connection: Connection) -> None:
    for schema in ("RETAIL", "BIKES", "FLIGHTS"):
        build.path(connection, "sample", schema)
        for table in _tables(30):
            build.path(connection, "sample", schema, table)
    build.path(connection, "sample", "RETAIL", 'odd "name", with/slash.and.dots')


def _lakehouse(build: Builder, connection: Connection) -> None:
    for catalog in ("main", "lab"):
        build.path(connection, "lakehouse", catalog)
        for schema in _LAKE_SCHEMAS:
            build.path(connection, "lakehouse", catalog, schema)
            for table in _tables(46):
                build.path(connection, "lakehouse", catalog, schema, table.lower())
    build.path(connection, "lakehouse", "main", "finance", "bonus_pool")
    build.path(connection, "lakehouse", "main", "reference", "Länder_und_Währungen")


def _snowflake(build: Builder, connection: Connection) -> None:
    places = [
        (database, schema)
        for database in ("PROD", "SANDBOX", UNLISTED_DATABASE)
        for schema in SCHEMAS
    ]
    for database in ("PROD", "SANDBOX"):
        build.path(connection, "snowflake", database)
    for place in places:
        build.path(connection, "snowflake", *place)
    left = PATHS_WANTED - len(build.org.paths)
    share, over = divmod(left, len(places))
    for number, place in enumerate(places):
        for table in _tables(share + (number < over)):
            build.path(connection, "snowflake", *place, table)
