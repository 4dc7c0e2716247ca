-- purpose:  How much happened, by kind.
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
        count(*) as all_rows, count(*) filter (change = 'gained') as gained,
        count(*) filter (change = 'lost') as lost,
        count(*) filter (change in ('raised', 'lowered')) as moved,
        count(*) filter (change = 'not_known') as unknown,
        count(distinct step_no) as steps,
    from input.happenings
),

read as (
    select count(*) as snapshots, count(*) filter (status = 'complete') as whole,
    from input.snapshots
)

select label, value, "of", note, filter,
from (
    select 1 as place, 'times access was gained' as label, gained as value, all_rows as "of",
        'once for each cause' as note, 'change=gained' as filter,
    from counted
    union all
    select 2, 'times access was lost', lost, all_rows, 'once for each cause', 'change=lost',
    from counted
    union all
    select 3, 'times it was raised or lowered', moved, all_rows, null, 'change=raised&change=lowered', from counted
    union all
    select 4, 'times it is not known', unknown, all_rows, 'one side could not tell',
        'change=not_known',
    from counted
    union all
    select 5, 'snapshots in a row with a change', steps, (select snapshots - 1 from read),
        'of neighbours in time', '#snapshots?happened!=0&happened!=',
    from counted
    union all
    select 6, 'snapshots are whole', whole, snapshots, null, '#snapshots?status=complete', from read
)
order by place
