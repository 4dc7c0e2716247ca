-- purpose:  Embeds of a workbook as served; the address is left in the raw page, it opens a public one.
-- grain:    parent_id, reading, embed_id
-- columns:
--   parent_id    workbook it was asked for, canonical
--   reading      which time of asking, from 1
--   embed_id     the embed
--   is_public    open to anyone who has its address
--   source_type  workbook, page or element
--   source_id    page or element; null for all of it
--   source_name  its name
--   seen_at      when the page it was last on arrived, UTC
--   seen_count   times it was served in this reading; more than one is a duplicate
with

pages as (
    select
        parent_id, reading, page_number, fetched_at,
        from_json(
            case when starts_with(ltrim(body), '[') then '{"entries":' || body || '}' else body end,
            '{"entries": [{
                "embedId": "VARCHAR", "public": "BOOLEAN", "sourceType": "VARCHAR",
                "sourceId": "VARCHAR", "sourceName": "VARCHAR"
            }]}'
        ).entries as entries
    from raw.workbook_embeds
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
        count(*) over (partition by parent_id, reading, entry."embedId") as seen_count
    from rows_served
    where entry."embedId" is not null
    qualify row_number() over (
        partition by parent_id, reading, entry."embedId" order by page_number desc, position desc
    ) = 1
)

select
    parent_id, reading,
    entry."embedId" as embed_id,
    entry."public" as is_public,
    entry."sourceType" as source_type,
    entry."sourceId" as source_id,
    entry."sourceName" as source_name,
    fetched_at as seen_at, seen_count
from last_seen
