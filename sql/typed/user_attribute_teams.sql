-- purpose:  Teams to which a user attribute is assigned, as served.
-- grain:    parent_id, reading, team_id
-- columns:
--   parent_id   attribute it was asked for
--   reading     which time of asking, from 1
--   team_id     the team
--   value       what it is set to
--   priority    which team settles it, of several: the smallest
--   seen_at     when the page it was last on arrived, UTC
--   seen_count  times it was served in this reading; more than one is a duplicate
with

pages as (
    select
        parent_id, reading, page_number, fetched_at,
        from_json(
            case when starts_with(ltrim(body), '[') then '{"entries":' || body || '}' else body end,
            '{"entries": [{
                "teamId": "VARCHAR", "value": {"val": "VARCHAR"}, "priority": "DOUBLE"
            }]}'
        ).entries as entries
    from raw.user_attribute_teams
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
        count(*) over (partition by parent_id, reading, entry."teamId") as seen_count
    from rows_served
    where entry."teamId" is not null
    qualify row_number() over (
        partition by parent_id, reading, entry."teamId" order by page_number desc, position desc
    ) = 1
)

select
    parent_id, reading,
    entry."teamId" as team_id,
    entry."value"."val" as value,
    entry."priority" as priority,
    fetched_at as seen_at, seen_count
from last_seen
