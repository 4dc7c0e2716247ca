-- Cuts the entries of each parent into pages; a parent without any has one empty page.
create or replace temp table pages as
with

numbered as (
    select
        parent_id, position, entry::varchar as entry,
        row_number() over (partition by parent_id order by position) as number,
        count(entry) over (partition by parent_id) as total
    from entries
),

cut as (
    select *, (number - 1) // getvariable('rows_a_page') + 1 as page
    from numbered
    where entry is not null or total = 0
),

joined as (
    select
        parent_id, page, count(entry) as entry_count,
        page * getvariable('rows_a_page') < any_value(total) as has_next,
        coalesce(string_agg(entry, ',' order by position), '') as listed
    from cut
    group by parent_id, page
)

select
    parent_id, page, entry_count,
    case getvariable('style')
        when 'object' then listed
        when 'array' then '[' || listed || ']'
        when 'tokens' then '{"entries":[' || listed || ']}'
        else '{"entries":[' || listed || '],"nextPage":'
            || if(has_next, '"' || page || '"', 'null') || '}'
    end as body
from joined;
