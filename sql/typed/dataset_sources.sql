-- purpose:  Sources of a dataset as served: what its data comes from.
-- grain:    parent_id, reading, source_ref
-- columns:
--   parent_id       dataset it was asked for, canonical
--   reading         which time of asking, from 1
--   source_ref      table, dataset or data model, UUID or slug as it came; of SQL, its id
--   source_type     the API's word: data-model, dataset, table, custom-sql
--   connection_ref  connection that a piece of SQL runs on
--   version_tag_id  tagged version of a data model that is used
--   seen_at         when the page it was last on arrived, UTC
--   seen_count      times it was served in this reading; more than one is a duplicate
with

pages as (
    select
        parent_id, reading, page_number, fetched_at,
        from_json(
            case when starts_with(ltrim(body), '[') then '{"entries":' || body || '}' else body end,
            '{"entries": [{
                "type": "VARCHAR", "inodeId": "VARCHAR"
            }]}'
        ).entries as entries
    from raw.dataset_sources
),

rows_served as (
    select
        parent_id, reading, page_number, fetched_at,
        unnest(entries) as entry,
        generate_subscripts(entries, 1) as position
    from pages
),

keyed as (
    select *,
        entry."inodeId" as source_ref
    from rows_served
),

last_seen as (
    select
        *,
        count(*) over (partition by parent_id, reading, source_ref) as seen_count
    from keyed
    where source_ref is not null
    qualify row_number() over (
        partition by parent_id, reading, source_ref order by page_number desc, position desc
    ) = 1
)

select
    parent_id, reading,
    source_ref,
    entry."type" as source_type,
    null::varchar as connection_ref,
    null::varchar as version_tag_id,
    fetched_at as seen_at, seen_count
from last_seen
