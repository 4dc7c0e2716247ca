-- purpose:  Reports as served.
-- grain:    parent_id, reading, inode_ref
-- columns:
--   parent_id        always empty: one chain
--   reading          which time of asking, from 1
--   inode_ref        the report, UUID or slug as it came
--   name             its name
--   owner_id         member who owns it
--   owner_json       owner as newer answers nest it: an object, or text
--   path             names of its folders as the API joins them; not unique
--   url              its address
--   latest_version   number of its published version
--   is_archived      in the trash; left out by the API when false
--   tags             version tags as they came
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
                "reportId": "VARCHAR", "name": "VARCHAR", "ownerId": "VARCHAR",
                "owner": "JSON", "path": "VARCHAR", "url": "VARCHAR",
                "latestVersion": "BIGINT", "isArchived": "BOOLEAN", "tags": "JSON",
                "createdBy": "VARCHAR", "createdAt": "TIMESTAMP", "updatedBy": "VARCHAR",
                "updatedAt": "TIMESTAMP"
            }]}'
        ).entries as entries
    from raw.reports
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
        count(*) over (partition by parent_id, reading, entry."reportId") as seen_count
    from rows_served
    where entry."reportId" is not null
    qualify row_number() over (
        partition by parent_id, reading, entry."reportId" order by page_number desc, position desc
    ) = 1
)

-- The API leaves a flag out when it is false.
select
    parent_id, reading,
    entry."reportId" as inode_ref,
    entry."name" as name,
    entry."ownerId" as owner_id,
    entry."owner" as owner_json,
    entry."path" as path,
    entry."url" as url,
    entry."latestVersion" as latest_version,
    coalesce(entry."isArchived", false) as is_archived,
    entry."tags" as tags,
    entry."createdBy" as created_by,
    entry."createdAt" as created_at,
    entry."updatedBy" as updated_by,
    entry."updatedAt" as updated_at,
    fetched_at as seen_at, seen_count
from last_seen
