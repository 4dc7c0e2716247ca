-- purpose:  What Sigma itself says that a member can open, and how, as served.
-- grain:    parent_id, reading, inode_ref
-- columns:
--   parent_id           member it was asked for
--   reading             which time of asking, from 1
--   inode_ref           the inode, UUID or slug as it came
--   type                the API's word for the kind
--   name                its name
--   parent_ref          folder, workspace or home folder it lies in, as it came
--   owner_id            member who owns it
--   path                names of its folders as the API joins them; not unique
--   permission          what the member may do with it, in the API's words
--   badge               endorsed, warning, deprecated or null
--   is_archived         in the trash
--   created_by          member who made it
--   created_at          when it was made, UTC
--   updated_by          member who changed it last
--   updated_at          when it was changed last, UTC
--   seen_at             when the page it was last on arrived, UTC
--   seen_count          times it was served in this reading; more than one is a duplicate
with

pages as (
    select
        parent_id, reading, page_number, fetched_at,
        from_json(
            case when starts_with(ltrim(body), '[') then '{"entries":' || body || '}' else body end,
            '{"entries": [{
                "id": "VARCHAR", "type": "VARCHAR", "name": "VARCHAR", "parentId": "VARCHAR",
                "ownerId": "VARCHAR", "path": "VARCHAR", "permission": "VARCHAR",
                "badge": "VARCHAR", "isArchived": "BOOLEAN", "createdBy": "VARCHAR",
                "createdAt": "TIMESTAMP", "updatedBy": "VARCHAR", "updatedAt": "TIMESTAMP"
            }]}'
        ).entries as entries
    from raw.member_files
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

-- The API leaves a flag out when it is false.
select
    parent_id, reading,
    entry."id" as inode_ref,
    entry."type" as type,
    entry."name" as name,
    entry."parentId" as parent_ref,
    entry."ownerId" as owner_id,
    entry."path" as path,
    entry."permission" as permission,
    entry."badge" as badge,
    coalesce(entry."isArchived", false) as is_archived,
    entry."createdBy" as created_by,
    entry."createdAt" as created_at,
    entry."updatedBy" as updated_by,
    entry."updatedAt" as updated_at,
    fetched_at as seen_at, seen_count
from last_seen
