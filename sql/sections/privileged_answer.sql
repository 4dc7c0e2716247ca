-- purpose:  The answer to privileged in one sentence.
-- grain:    sentence
-- columns:
--   sentence  the answer
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

held as (
    select
        count(distinct member_id) filter (m.is_person and t.is_usable) as holders,
        count(distinct member_id) filter (t.power = 'Team admin' and t.is_usable) as team_admins,
        count(distinct member_id) filter (t.power = 'Connection admin' and t.is_usable) as connection_admins,
    from the_table t
    join members m using (member_id)
)

select
    'As of ' || strftime(i.taken_at, '%-d %B %Y, %H:%M UTC') || ', '
    || if(i.status = 'complete', '', 'at least ') || format('{:,}', h.holders) || ' of '
    || format('{:,}', p.people) || ' active people hold power over what others can access: '
    || format('{:,}', p.active_admins) || if(p.active_admins = 1, ' is an Admin, ', ' are Admins, ')
    || format('{:,}', h.connection_admins) || ' can administer a connection, '
    || format('{:,}', h.team_admins) || ' run a team.' as sentence,
from snapshot_info i
cross join people p
cross join held h
