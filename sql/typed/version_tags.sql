-- purpose:  Version tags as served; whether one is protected is not told.
-- grain:    parent_id, reading, version_tag_id
-- columns:
--   parent_id       always empty: one chain
--   reading         which time of asking, from 1
--   version_tag_id  the tag
--   name            its name
--   description     what it is for
--   owner_id        member who owns it
--   is_archived     in the trash
--   created_at      when it was made, UTC
--   updated_at      when it was changed last, UTC
--   seen_at         when the page it was last on arrived, UTC
--   seen_count      times it was served in this reading; more than one is a duplicate
with

pages as (
    select
        parent_id, reading, page_number, fetched_at,
        from_json(
            case when starts_with(ltrim(body), '[') then '{"entries":' || body || '}' else body end,
            '{"entries": [{
                "versionTagId": "VARCHAR", "name": "VARCHAR", "description": "VARCHAR",
                "ownerId": "VARCHAR", "isArchived": "BOOLEAN", "createdAt": "TIMESTAMP",
                "updatedAt": "TIMESTAMP"
            }]}'
        ).entries as entries
    from raw.version_tags
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
        count(*) over (partition by parent_id, reading, entry."versionTagId") as seen_count
    from rows_served
    where entry."versionTagId" is not null
    qualify row_number() over (
        partition by parent_id, reading, entry."versionTagId" order by page_number desc, position desc
    ) = 1
)

-- The API leaves a flag out when it is false.
select
    parent_id, reading,
    entry."versionTagId" as version_tag_id,
    entry."name" as name,
    entry."description" as description,
    entry."ownerId" as owner_id,
    coalesce(entry."isArchived", false) as is_archived,
    entry."createdAt" as created_at,
    entry."updatedAt" as updated_at,
    fetched_at as seen_at, seen_count
from last_seen
