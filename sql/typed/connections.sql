-- purpose:  Connections as served: the roots of the data tree.
-- grain:    parent_id, reading, connection_ref
-- columns:
--   parent_id        always empty: one chain
--   reading          which time of asking, from 1
--   connection_ref   the connection, also the inode of its root, as it came
--   name             its name
--   type             which warehouse
--   use_oauth        each person's own warehouse rights apply
--   write_access     Sigma may write to the warehouse
--   is_sample        Sigma's sample data
--   is_audit_log     Sigma's own audit log
--   is_archived      archived
--   last_active_at   when it was last used, UTC
--   created_by       member who made it
--   created_at       when it was made, UTC
--   updated_by       member who changed it last
--   updated_at       when it was changed last, UTC
--   seen_at          when the page it was last on arrived, UTC
--   seen_count       times it was served in this reading; more than one is a duplicate
with

pages as (
    select
        parent_id, reading, page_number, fetched_at,
        from_json(
            case when starts_with(ltrim(body), '[') then '{"entries":' || body || '}' else body end,
            '{"entries": [{
                "connectionId": "VARCHAR", "name": "VARCHAR", "type": "VARCHAR",
                "useOauth": "BOOLEAN", "writeAccess": "BOOLEAN", "isSample": "BOOLEAN",
                "isAuditLog": "BOOLEAN", "isArchived": "BOOLEAN",
                "lastActiveAt": "TIMESTAMP", "createdBy": "VARCHAR",
                "createdAt": "TIMESTAMP", "updatedBy": "VARCHAR", "updatedAt": "TIMESTAMP"
            }]}'
        ).entries as entries
    from raw.connections
),

rows_served as (
    select
        parent_id, reading, page_number, fetched_at,
        unnest(entries) as entry,
        generate_subscripts(entries, 1) as position
    from pages
),

last_seen as (
    select
        *,
        count(*) over (partition by parent_id, reading, entry."connectionId") as seen_count
    from rows_served
    where entry."connectionId" is not null
    qualify row_number() over (
        partition by parent_id, reading, entry."connectionId" order by page_number desc, position desc
    ) = 1
)

-- The API leaves a flag out when it is false.
select
    parent_id, reading,
    entry."connectionId" as connection_ref,
    entry."name" as name,
    entry."type" as type,
    coalesce(entry."useOauth", false) as use_oauth,
    coalesce(entry."writeAccess", false) as write_access,
    coalesce(entry."isSample", false) as is_sample,
    coalesce(entry."isAuditLog", false) as is_audit_log,
    coalesce(entry."isArchived", false) as is_archived,
    entry."lastActiveAt" as last_active_at,
    entry."createdBy" as created_by,
    entry."createdAt" as created_at,
    entry."updatedBy" as updated_by,
    entry."updatedAt" as updated_at,
    fetched_at as seen_at, seen_count
from last_seen
