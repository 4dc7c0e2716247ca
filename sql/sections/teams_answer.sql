-- purpose:  The answer to teams in one sentence.
-- grain:    sentence
-- columns:
--   sentence  the answer
with

counted as (
    select
        count(distinct member_id) as people,
        count(*) filter (t.role = 'admin') as runs,
    from the_table t
    join members m using (member_id)
    where m.is_person and m.is_usable and not t.is_archived
),

totals as (
    select
        (select count(*) from teams where not is_archived) as teams,
        (select count(*) from members where is_person and is_usable) as people,
)

select
    'As of ' || strftime(i.taken_at, '%-d %B %Y, %H:%M UTC') || ', '
    || if(i.status = 'complete', '', 'at least ') || format('{:,}', c.people) || ' of '
    || format('{:,}', t.people) || ' active people are in one or more of ' || format('{:,}', t.teams)
    || ' teams, and ' || format('{:,}', c.runs)
    || if(c.runs = 1, ' membership lets its holder', ' memberships let their holders')
    || ' add anyone.' as sentence,
from snapshot_info i
cross join counted c
cross join totals t
