-- purpose:  Fields of entries that this tool has not heard of: told one by one, and never a reason to
--           call an answer incomplete. Fields within fields are not looked at.
-- grain:    endpoint, field
-- by:       endpoint
-- columns:
--   endpoint    where it was served
--   field       its name, as served
--   row_count   entries that have it
--   page_count  answers with such an entry
--   parent_id   of what the first of them was asked; empty when of nothing
with

-- The smallest answers are many and often the same to the byte, empty as they are: each is looked into
-- once. Of a longer one its shape stands for it, which has the same fields and is much shorter.
answers as (
    select distinct
        endpoint, if(strlen(body) < 256, body, json_structure(body)::varchar) as body
    from pages_served
),

shapes as (
    select endpoint, shape,
        case
            when json_type(shape) = 'ARRAY' then json_extract(shape, '$[0]')
            when json_exists(shape, '$.entries') then json_extract(shape, '$.entries[0]')
            else shape
        end as entry
    from (select distinct endpoint, json_structure(body) as shape from answers)
),

new_in as (
    select endpoint, shape, field
    from (select endpoint, shape, unnest(json_keys(entry)) as field from shapes)
    anti join known_fields using (endpoint, field)
    where field not in ('code', 'message', 'requestId')  -- an error in place of a row: entry_errors
),

-- One row: joined by endpoint, every answer would be held in memory to find the few that matter.
wanted as (
    select map_from_entries(list((endpoint, fields))) as fields_of
    from (select endpoint, list(distinct field) as fields from new_in group by endpoint)
),

entries as (
    select
        p.endpoint, p.parent_id, p.reading, p.page_number, w.fields_of[p.endpoint] as fields,
        unnest(
            case
                when json_type(p.body) = 'ARRAY' then json_extract(p.body, '$[*]')
                when json_exists(p.body, '$.entries') then json_extract(p.body, '$.entries[*]')
                else [p.body::json]
            end
        ) as entry
    from pages_served p
    cross join wanted w
    where w.fields_of[p.endpoint] is not null
),

found as (
    select endpoint, parent_id, reading, page_number,
        unnest(list_filter(fields, lambda f: list_contains(json_keys(entry), f))) as field
    from entries
)

select
    endpoint, field, count(*) as row_count,
    count(distinct (parent_id, reading, page_number)) as page_count,
    min(parent_id) as parent_id
from found
group by endpoint, field
