-- purpose:  The figures of account_types, each with what it is a part of.
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
        count(*) as account_types,
        count(*) filter (origin != 'Sigma''s own') as own,
        count(*) filter (people = 0) as unused,
        coalesce(sum(people), 0)::bigint as people,
        coalesce(sum(people) filter (workbooks = 'Can edit'), 0)::bigint as editors,
        coalesce(sum(people) filter (data = 'Can admin'), 0)::bigint as data_admins,
        coalesce(sum(people) filter (administers), 0)::bigint as administrators,
    from the_table
)

select label, value, "of", note, filter,
from (
    select 1 as place, 'may edit workbooks' as label, editors as value, people as "of",
        'active people, where they are given them' as note, 'workbooks=Can edit' as filter,
    from counted
    union all
    select 2, 'may administer connections', data_admins, people, 'active people, where they are given them',
        'data=Can admin',
    from counted
    union all
    select 3, 'may manage members or teams', administrators, people, 'active people', 'administers=true',
    from counted
    union all
    select 4, 'account types of your own', own, account_types, null, 'origin!=Sigma''s own',
    from counted
    union all
    select 5, 'account types nobody holds', unused, account_types, 'among active people', 'people=0',
    from counted
)
order by place
