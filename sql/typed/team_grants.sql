-- purpose:  Grants as served when asked what a team was given.
-- grain:    parent_id, reading, grant_id
-- columns:
--   parent_id     team it was asked for
--   reading       which time of asking, from 1
--   grant_id      the grant
--   inode_ref     what it sits on, UUID or slug as it came
--   inode_type    the API's word for the kind; null from the typed endpoints
--   member_id     member it names, if any
--   team_id       team it names, if any
--   permission    the API's word, verbatim
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
                "grantId": "VARCHAR", "inodeId": "VARCHAR", "inodeType": "VARCHAR",
                "memberId": "VARCHAR", "teamId": "VARCHAR", "permission": "VARCHAR",
                "createdBy": "VARCHAR", "createdAt": "TIMESTAMP", "updatedBy": "VARCHAR",
                "updatedAt": "TIMESTAMP"
            }]}'
        ).entries as entries
    from raw.team_grants
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
        count(*) over (partition by parent_id, reading, entry."grantId") as seen_count
    from rows_served
    where entry."grantId" is not null
    qualify row_number() over (
        partition by parent_id, reading, entry."grantId" order by page_number desc, position desc
    ) = 1
)

select
    parent_id, reading,
    entry."grantId" as grant_id,
    entry."inodeId" as inode_ref,
    entry."inodeType" as inode_type,
    nullif(entry."memberId", '') as member_id,
    nullif(entry."teamId", '') as team_id,
    entry."permission" as permission,
    entry."createdBy" as created_by,
    entry."createdAt" as created_at,
    entry."updatedBy" as updated_by,
    entry."updatedAt" as updated_at,
    fetched_at as seen_at, seen_count
from last_seen
