-- purpose:  Members to whom a user attribute is assigned, as served.
-- grain:    parent_id, reading, member_id
-- columns:
--   parent_id   attribute it was asked for
--   reading     which time of asking, from 1
--   member_id   the member; the API says userId here
--   value       what it is set to
--   seen_at     when the page it was last on arrived, UTC
--   seen_count  times it was served in this reading; more than one is a duplicate
with

pages as (
    select
        parent_id, reading, page_number, fetched_at,
        from_json(
            case when starts_with(ltrim(body), '[') then '{"entries":' || body || '}' else body end,
            '{"entries": [{
                "userId": "VARCHAR", "value": {"val": "VARCHAR"}
            }]}'
        ).entries as entries
    from raw.user_attribute_users
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
        count(*) over (partition by parent_id, reading, entry."userId") as seen_count
    from rows_served
    where entry."userId" is not null
    qualify row_number() over (
        partition by parent_id, reading, entry."userId" order by page_number desc, position desc
    ) = 1
)

select
    parent_id, reading,
    entry."userId" as member_id,
    entry."value"."val" as value,
    fetched_at as seen_at, seen_count
from last_seen
