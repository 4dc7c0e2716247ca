-- purpose:  The figures of teams, each with what it is a part of.
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
        (select count(*) from members where is_person and is_usable) as people,
        (select count(*) from teams) as teams,
        (select count(*) from teams where is_archived) as archived,
        (select count(*) from teams where team_id not in (select team_id from the_table)) as empty,
),

counted as (
    select
        count(distinct member_id) filter (is_there) as people,
        count(distinct member_id) filter (is_there and role = 'admin') as admins,
        count(distinct member_id) filter (is_there and user_kind != 'internal') as outsiders,
        count(*) filter (status != 'active') as gone,
        count(*) as memberships,
    from (
        select t.*, m.is_person and m.is_usable and not t.is_archived as is_there,
        from the_table t
        left join members m using (member_id)
    )
)

select label, value, "of", note, filter,
from (
    select 1 as place, 'people are in a team' as label, c.people as value, t.people as "of",
        'active people, archived teams aside' as note, 'status=active' as filter,
    from counted c cross join totals t
    union all
    select 2, 'run a team', c.admins, t.people, 'may add anyone to it', 'role=admin',
    from counted c cross join totals t
    union all
    select 3, 'are from outside', c.outsiders, c.people, 'guests and embed users in teams',
        'user_kind!=internal&status=active',
    from counted c
    union all
    select 4, 'memberships of who left', c.gone, c.memberships, 'inactive, archived or not listed',
        'status!=active',
    from counted c
    union all
    select 5, 'teams without anybody', t.empty, t.teams, t.archived
        || if(t.archived = 1, ' team is archived', ' teams are archived'), '#teams?people=0&gone=0',
    from totals t
)
order by place
