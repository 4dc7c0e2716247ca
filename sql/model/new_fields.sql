-- purpose:  Fields of entries that this tool has not heard of: told one by one, and never a reason to
--           call an answer incomplete. Fields within fields are not looked at.
-- grain:    endpoint, field
-- columns:
--   endpoint    where it was served
--   field       its name, as served
--   row_count   entries that have it
--   page_count  answers with such an entry
--   parent_id   of what the first of them was asked; empty when of nothing
with

shaped as (
    select endpoint, parent_id, reading, page_number, json_structure(body) as shape
    from pages_served
),

shapes as (
    select endpoint, shape,
        case
            when json_type(shape) = 'ARRAY' then json_extract(shape, '$[0]')
            when json_exists(shape, '$.entries') then json_extract(shape, '$.entries[0]')
            else shape
        end as entry
    from (select distinct endpoint, shape from shaped)
),

new_in as (
    select endpoint, shape, field
    from (select endpoint, shape, unnest(json_keys(entry)) as field from shapes)
    anti join known_fields using (endpoint, field)
    where field not in ('code', 'message', 'requestId')  -- an error in place of a row: entry_errors
),

entries as (
    select new_in.endpoint, new_in.field, pages.parent_id, pages.reading, pages.page_number,
        unnest(
            case
                when json_type(pages.body) = 'ARRAY' then json_extract(pages.body, '$[*]')
                when json_exists(pages.body, '$.entries') then json_extract(pages.body, '$.entries[*]')
                else [pages.body::json]
            end
        ) as entry
    from new_in
    join shaped using (endpoint, shape)
    join pages_served as pages using (endpoint, parent_id, reading, page_number)
)

select
    endpoint, field, count(*) as row_count,
    count(distinct (parent_id, reading, page_number)) as page_count,
    min(parent_id) as parent_id
from entries
where list_contains(json_keys(entry), field)
group by endpoint, field
