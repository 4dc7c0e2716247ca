-- purpose:  Members as served, leavers included.
-- grain:    parent_id, reading, member_id
-- columns:
--   parent_id         always empty: one chain
--   reading           which time of asking, from 1
--   member_id         the member
--   email             e-mail address
--   first_name        given name
--   last_name         family name
--   account_type      the account type's name, in whatever case
--   user_kind         internal, guest or embed
--   home_folder_ref   root of My Documents, UUID or slug as it came
--   is_archived       deactivated in Sigma
--   is_inactive       archived through SCIM
--   created_by        member who made it
--   created_at        when it was made, UTC
--   updated_by        member who changed it last
--   updated_at        when it was changed last, UTC
--   seen_at           when the page it was last on arrived, UTC
--   seen_count        times it was served in this reading; more than one is a duplicate
with

pages as (
    select
        parent_id, reading, page_number, fetched_at,
        from_json(
            case when starts_with(ltrim(body), '[') then '{"entries":' || body || '}' else body end,
            '{"entries": [{
                "memberId": "VARCHAR", "email": "VARCHAR", "firstName": "VARCHAR",
                "lastName": "VARCHAR", "memberType": "VARCHAR", "userKind": "VARCHAR",
                "homeFolderId": "VARCHAR", "isArchived": "BOOLEAN", "isInactive": "BOOLEAN",
                "createdBy": "VARCHAR", "createdAt": "TIMESTAMP", "updatedBy": "VARCHAR",
                "updatedAt": "TIMESTAMP"
            }]}'
        ).entries as entries
    from raw.members
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
        count(*) over (partition by parent_id, reading, entry."memberId") as seen_count
    from rows_served
    where entry."memberId" is not null
    qualify row_number() over (
        partition by parent_id, reading, entry."memberId" order by page_number desc, position desc
    ) = 1
)

-- The API leaves a flag out when it is false.
select
    parent_id, reading,
    entry."memberId" as member_id,
    entry."email" as email,
    entry."firstName" as first_name,
    entry."lastName" as last_name,
    entry."memberType" as account_type,
    entry."userKind" as user_kind,
    entry."homeFolderId" as home_folder_ref,
    coalesce(entry."isArchived", false) as is_archived,
    coalesce(entry."isInactive", false) as is_inactive,
    entry."createdBy" as created_by,
    entry."createdAt" as created_at,
    entry."updatedBy" as updated_by,
    entry."updatedAt" as updated_at,
    fetched_at as seen_at, seen_count
from last_seen
