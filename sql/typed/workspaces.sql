-- purpose:  Workspaces as served: the roots of the content tree.
-- grain:    parent_id, reading, inode_ref
-- columns:
--   parent_id     always empty: one chain
--   reading       which time of asking, from 1
--   inode_ref     the workspace, UUID or slug as it came
--   name          its name
--   created_by    member who made it
--   created_at    when it was made, UTC
--   updated_by    member who changed it last
--   updated_at    when it was changed last, UTC
--   seen_at       when the page it was last on arrived, UTC
--   seen_count    times it was served in this reading; more than one is a duplicate
with

pages as (
    select
        parent_id, reading, page_number, fetched_at,
        from_json(
            case when starts_with(ltrim(body), '[') then '{"entries":' || body || '}' else body end,
            '{"entries": [{
                "workspaceId": "VARCHAR", "name": "VARCHAR", "createdBy": "VARCHAR",
                "createdAt": "TIMESTAMP", "updatedBy": "VARCHAR", "updatedAt": "TIMESTAMP"
            }]}'
        ).entries as entries
    from raw.workspaces
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
        count(*) over (partition by parent_id, reading, entry."workspaceId") as seen_count
    from rows_served
    where entry."workspaceId" is not null
    qualify row_number() over (
        partition by parent_id, reading, entry."workspaceId" order by page_number desc, position desc
    ) = 1
)

select
    parent_id, reading,
    entry."workspaceId" as inode_ref,
    entry."name" as name,
    entry."createdBy" as created_by,
    entry."createdAt" as created_at,
    entry."updatedBy" as updated_by,
    entry."updatedAt" as updated_at,
    fetched_at as seen_at, seen_count
from last_seen
