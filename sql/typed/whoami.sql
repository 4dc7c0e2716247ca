-- purpose:  As whom this organisation was seen: the owner of the credential.
-- grain:    parent_id, reading, member_id
-- columns:
--   parent_id         always empty: one chain
--   reading           which time of asking, from 1
--   member_id         member who owns the credential
--   organization_id   the organisation
--   seen_at           when the page it was last on arrived, UTC
--   seen_count        times it was served in this reading; more than one is a duplicate
with

rows_served as (
    select
        parent_id, reading, page_number, fetched_at,
        from_json(
            body,
            '{
                "userId": "VARCHAR", "organizationId": "VARCHAR"
            }'
        ) as entry
    from raw.whoami
),

last_seen as (
    select
        *,
        count(*) over (partition by parent_id, reading, entry."userId") as seen_count
    from rows_served
    where entry."userId" is not null
    qualify row_number() over (
        partition by parent_id, reading, entry."userId" order by page_number desc
    ) = 1
)

select
    parent_id, reading,
    entry."userId" as member_id,
    entry."organizationId" as organization_id,
    fetched_at as seen_at, seen_count
from last_seen
