-- purpose:  What a member opened lately, as served.
-- grain:    parent_id, reading, inode_ref
-- columns:
--   parent_id            member it was asked for
--   reading              which time of asking, from 1
--   inode_ref            the inode, UUID or slug as it came
--   last_interaction_at  when they opened it last, UTC; null where it is not told
--   seen_at              when the page it was last on arrived, UTC
--   seen_count           times it was served in this reading; more than one is a duplicate
with

pages as (
    select
        parent_id, reading, page_number, fetched_at,
        from_json(
            case when starts_with(ltrim(body), '[') then '{"entries":' || body || '}' else body end,
            '{"entries": [{
                "id": "VARCHAR", "lastInteractionAt": "TIMESTAMP"
            }]}'
        ).entries as entries
    from raw.member_recents
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
        count(*) over (partition by parent_id, reading, entry."id") as seen_count
    from rows_served
    where entry."id" is not null
    qualify row_number() over (
        partition by parent_id, reading, entry."id" order by page_number desc, position desc
    ) = 1
)

select
    parent_id, reading,
    entry."id" as inode_ref,
    entry."lastInteractionAt" as last_interaction_at,
    fetched_at as seen_at, seen_count
from last_seen
