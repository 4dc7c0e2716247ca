"""The tables a run writes into before SQL gives them meaning: `raw.*` and `meta.*`.

Raw pages are the evidence: the body byte for byte, never rewritten. Must never hold a secret.
"""

from __future__ import annotations

from collections.abc import Iterable

SCHEMA_VERSION = 3
PARTIAL = ".partial"  # how the file of a run that is not sealed ends
STORAGE_VERSION = "v1.2.0"
# Small blocks: a hundred small relations in blocks of 256 KiB are 25 MB of air in every snapshot.
STORAGE: dict[str, str | bool | int | float | list[str]] = {
    "storage_compatibility_version": STORAGE_VERSION,
    "default_block_size": "16384",
}

META = """
create schema raw;
create schema typed;
create schema meta;
create table meta.run (
    snapshot_id varchar not null, organization_id varchar, base_url varchar not null,
    source varchar not null, collected_by varchar, plan varchar not null,
    started_at timestamp not null, taken_at timestamp, tool_version varchar not null,
    schema_version integer not null, sql_digest varchar not null
);
create table meta.chains (
    endpoint varchar not null, parent_id varchar not null, reading integer not null,
    status varchar not null, pages bigint not null, rows_served bigint not null,
    declared_total bigint, retries bigint not null, http_status integer, detail varchar not null,
    next_cursor varchar, started_at timestamp not null, ended_at timestamp,
    primary key (endpoint, parent_id, reading)
);
create table meta.probes (
    question varchar primary key, answer varchar not null, detail varchar not null
);
create table meta.settings (name varchar primary key, value varchar not null);
create table meta.verified_access (
    member_id varchar not null, inode_id varchar not null, effective_permission varchar,
    certainty varchar, cap_certainty varchar
);
"""


def raw_table(name: str) -> str:
    """DDL of one raw table: a row is one page of one reading of one chain ('' = no parent)."""
    return (
        f"create table raw.{name} (parent_id varchar not null, reading integer not null, "
        "page_number integer not null, fetched_at timestamp not null, body varchar not null)"
    )


def statements(endpoint_names: Iterable[str]) -> list[str]:
    """Every statement that makes an empty working file."""
    meta = [part.strip() for part in META.split(";") if part.strip()]
    return [*meta, *(raw_table(name) for name in endpoint_names)]
