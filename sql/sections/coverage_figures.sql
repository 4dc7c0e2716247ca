-- purpose:  The figures of coverage, each with what it is a part of.
-- grain:    label
-- columns:
--   label   what is counted
--   value   the count
--   of      out of how many; null when there is no such number
--   note    what to know about it; null when nothing
--   filter  column=value that shows just these rows; null when none does
with

counted as (
    select
        count(*) filter (status != 'not_asked') as chains,
        count(*) filter (status = 'complete') as complete,
        count(*) filter (status in ('failed', 'forbidden')) as refused,
        count(*) filter (status in ('failed', 'forbidden') and is_required) as required_refused,
        count(*) filter (status = 'vanished') as vanished,
        count(*) filter (status = 'not_asked') as not_asked,
        count(*) as all_chains,
        sum(retries)::bigint as retries,
        sum(pages)::bigint as pages,
    from the_table
)

select label, value, "of", note, filter,
from (
    select 1 as place, 'questions answered to the end' as label, complete as value, chains as "of",
        null as note, 'status=complete' as filter,
    from counted
    union all
    select 2, 'refused or failed', refused, chains,
        required_refused || ' of them required', 'status=failed&status=forbidden',
    from counted
    union all
    select 3, 'gone while being read', vanished, chains, null, 'status=vanished',
    from counted
    union all
    select 4, 'not asked: a wider plan or --with would', not_asked, all_chains, null, 'status=not_asked',
    from counted
    union all
    select 5, 'answers asked for again', retries, pages, null, 'retries!=0',
    from counted
)
order by place
