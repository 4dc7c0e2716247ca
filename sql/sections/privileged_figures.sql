-- purpose:  The figures of privileged, each with what it is a part of.
-- grain:    label
-- columns:
--   label   what is counted
--   value   the count
--   of      out of how many; null when there is no such number
--   note    what to know about it; null when nothing
--   filter  column=value that shows just these rows; null when none does
with

people as (
    select
        count(*) filter (is_person) as accounts,
        count(*) filter (is_person and is_usable) as people,
        count(*) filter (is_person and is_usable and user_kind != 'internal') as outsiders,
        count(*) filter (is_person and is_admin) as admins,
        count(*) filter (is_person and is_admin and is_usable) as active_admins,
        count(*) filter (is_person and not is_usable) as gone,
    from members
),

counted as (
    select
        t.power,
        count(distinct t.member_id) filter (m.is_person and t.is_usable) as holders,
        count(distinct t.subject_id) as subjects,
        count(distinct t.member_id) filter (not m.is_person) as machines,
    from the_table t
    join members m using (member_id)
    group by t.power
),

powers as (
    select *
    from (
        values
            (1, 'Organisation admin', 'Admins'),
            (2, 'Connection admin', 'can administer a connection'),
            (3, 'Manager of a workspace', 'can manage a workspace'),
            (4, 'Manager of a folder', 'can manage a folder'),
            (5, 'Team admin', 'run a team')
    ) as list (place, power, label)
)

select
    w.label,
    coalesce(c.holders, 0) as value,  -- a power without a row is held by nobody
    p.people as "of",
    case
        when w.power = 'Organisation admin' then 'of all active people'
            || if(c.machines > 0, '; ' || format('{:,}', c.machines) || ' more not a person', '')
        when c.subjects is not null then 'over ' || format('{:,}', c.subjects) || ' in all'
    end as note,
    'power=' || w.power as filter,
from powers w
left join counted c using (power)
cross join people p
order by w.place
