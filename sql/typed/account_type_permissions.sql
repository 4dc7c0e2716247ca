-- purpose:  What an account type may do, as served.
-- grain:    parent_id, reading, permission
-- columns:
--   parent_id     account type it was asked for
--   reading       which time of asking, from 1
--   permission    the API's word, verbatim
--   description   the same in words, verbatim
--   seen_at       when the page it was last on arrived, UTC
--   seen_count    times it was served in this reading; more than one is a duplicate
with

pages as (
    select
        parent_id, reading, page_number, fetched_at,
        from_json(
            case when starts_with(ltrim(body), '[') then '{"entries":' || body || '}' else body end,
            '{"entries": [{
                "permission": "VARCHAR", "description": "VARCHAR"
            }]}'
        ).entries as entries
    from raw.account_type_permissions
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
        count(*) over (partition by parent_id, reading, entry."permission") as seen_count
    from rows_served
    where entry."permission" is not null
    qualify row_number() over (
        partition by parent_id, reading, entry."permission" order by page_number desc, position desc
    ) = 1
)

select
    parent_id, reading,
    entry."permission" as permission,
    entry."description" as description,
    fetched_at as seen_at, seen_count
from last_seen
