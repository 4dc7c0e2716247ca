-- purpose:  User attributes as served: values that row-level security reads.
-- grain:    parent_id, reading, user_attribute_id
-- columns:
--   parent_id          always empty: one chain
--   reading            which time of asking, from 1
--   user_attribute_id  the attribute
--   name               its name
--   description        what it is for
--   default_value      value of everybody without another; null: none
--   created_at         when it was made, UTC
--   updated_at         when it was changed last, UTC
--   seen_at            when the page it was last on arrived, UTC
--   seen_count         times it was served in this reading; more than one is a duplicate
with

pages as (
    select
        parent_id, reading, page_number, fetched_at,
        from_json(
            case when starts_with(ltrim(body), '[') then '{"entries":' || body || '}' else body end,
            '{"entries": [{
                "userAttributeId": "VARCHAR", "name": "VARCHAR", "description": "VARCHAR",
                "defaultValue": {"val": "VARCHAR"}, "createdAt": "TIMESTAMP",
                "updatedAt": "TIMESTAMP"
            }]}'
        ).entries as entries
    from raw.user_attributes
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
        count(*) over (partition by parent_id, reading, entry."userAttributeId") as seen_count
    from rows_served
    where entry."userAttributeId" is not null
    qualify row_number() over (
        partition by parent_id, reading, entry."userAttributeId" order by page_number desc, position desc
    ) = 1
)

select
    parent_id, reading,
    entry."userAttributeId" as user_attribute_id,
    entry."name" as name,
    entry."description" as description,
    entry."defaultValue"."val" as default_value,
    entry."createdAt" as created_at,
    entry."updatedAt" as updated_at,
    fetched_at as seen_at, seen_count
from last_seen
