-- purpose:  The figures of hygiene, each with what it is a part of.
-- grain:    label
-- columns:
--   label   what is counted
--   value   the count
--   of      out of how many; null when there is no such number
--   note    what to know about it; null when nothing
--   filter  column=value that shows just these rows; null when none does
with

totals as (
    select
        (select count(*) from grants) as grants,
        (select count(*) from teams) as teams,
        (select count(*) from grants where principal_kind = 'member') as in_person,
),

counted as (
    select problem, count(*) as subjects, sum(grants)::bigint as grants,
    from the_table
    group by problem
)

select
    case p.place
        when 1 then 'grants to nobody listed' when 2 then 'archived teams with grants'
        when 3 then 'empty teams with grants' when 4 then 'grants to who left'
        when 5 then 'redundant grants in person' else 'grants above what anybody can use'
    end as label,
    coalesce(if(p.place in (2, 3), c.subjects, c.grants), 0) as value,
    if(p.place in (2, 3), t.teams, if(p.place in (1, 6), t.grants, t.in_person)) as "of",
    if(p.place in (2, 3), 'teams', if(p.place in (1, 6), 'grants', 'grants in person')) as note,
    'problem=' || p.problem as filter,
from leftover_kinds p
cross join totals t
left join counted c using (problem)
where p.place <= 6
order by p.place
