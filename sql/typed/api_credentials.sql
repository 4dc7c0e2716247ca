-- purpose:  API credentials as served, by whatever names; no description of this list is known (Q19).
-- grain:    parent_id, reading, client_id
-- columns:
--   parent_id    always empty: one chain
--   reading      which time of asking, from 1
--   client_id    the credential; no secret
--   name         its name
--   description  what it is for
--   owner_id     member it acts as, where the answer says so
--   created_by   member who made it
--   created_at   when it was made, UTC
--   seen_at      when the page it was last on arrived, UTC
--   seen_count   times it was served in this reading; more than one is a duplicate
with

pages as (
    select
        parent_id, reading, page_number, fetched_at,
        from_json(
            case when starts_with(ltrim(body), '[') then '{"entries":' || body || '}' else body end,
            '{"entries": [{
                "clientId": "VARCHAR", "name": "VARCHAR", "description": "VARCHAR",
                "ownerId": "VARCHAR", "memberId": "VARCHAR", "userId": "VARCHAR",
                "createdBy": "VARCHAR", "createdAt": "TIMESTAMP"
            }]}'
        ).entries as entries
    from raw.api_credentials
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
        count(*) over (partition by parent_id, reading, entry."clientId") as seen_count
    from rows_served
    where entry."clientId" is not null
    qualify row_number() over (
        partition by parent_id, reading, entry."clientId" order by page_number desc, position desc
    ) = 1
)

select
    parent_id, reading,
    entry."clientId" as client_id,
    entry."name" as name,
    entry."description" as description,
    coalesce(entry."ownerId", entry."memberId", entry."userId") as owner_id,
    entry."createdBy" as created_by,
    entry."createdAt" as created_at,
    fetched_at as seen_at, seen_count
from last_seen
