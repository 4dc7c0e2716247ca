-- purpose:  Connection paths as served: databases, schemas, tables.
-- grain:    parent_id, reading, inode_ref
-- columns:
--   parent_id        always empty: one chain
--   reading          which time of asking, from 1
--   inode_ref        the path's inode, slug or UUID as it came
--   connection_ref   its connection, as it came
--   path             names from the database down
--   seen_at          when the page it was last on arrived, UTC
--   seen_count       times it was served in this reading; more than one is a duplicate
with

pages as (
    select
        parent_id, reading, page_number, fetched_at,
        from_json(
            case when starts_with(ltrim(body), '[') then '{"entries":' || body || '}' else body end,
            '{"entries": [{
                "urlId": "VARCHAR", "connectionId": "VARCHAR", "path": ["VARCHAR"]
            }]}'
        ).entries as entries
    from raw.paths
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
        count(*) over (partition by parent_id, reading, entry."urlId") as seen_count
    from rows_served
    where entry."urlId" is not null
    qualify row_number() over (
        partition by parent_id, reading, entry."urlId" order by page_number desc, position desc
    ) = 1
)

select
    parent_id, reading,
    entry."urlId" as inode_ref,
    entry."connectionId" as connection_ref,
    entry."path" as path,
    fetched_at as seen_at, seen_count
from last_seen
