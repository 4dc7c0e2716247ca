-- purpose:  What in privileged should be looked at first, and why.
-- grain:    kind, severity, subject_id, reason
-- columns:
--   kind        which are alike, in the order of telling
--   severity    high, medium or low
--   subject     what it is about
--   subject_id  its id
--   reason      what stands out
--   weight      the heaviest of a kind come first
select
    1 as kind, 'high' as severity, person as subject, member_id as subject_id,
    'is an Admin' || if(user_kind = 'internal', '', ' from outside')
    || if(status = 'active', '.', ' and ' || status || '.') as reason,
    1 as weight,
from the_table
where power = 'Organisation admin' and (user_kind != 'internal' or status != 'active')
union all
select
    2, 'high', over, subject_id,
    'can be managed by everyone in the organisation (' || count(distinct member_id) || if(count(distinct member_id) = 1, ' person).', ' people).'),
    count(distinct member_id),
from the_table
where subject_id in (
    select inode_id from grants where principal_kind = 'organization' and permission in ('edit', 'admin')
)
group by over, subject_id
union all
select
    3, 'high', person, member_id,
    'from outside the organisation holds ' || count(*)
    || if(count(*) = 1, ' power: ', ' powers, such as ') || min(power || ' ' || over) || '.', count(*),
from the_table
where user_kind != 'internal' and is_usable and power != 'Organisation admin'
group by person, member_id
union all
select
    4, 'medium', person, member_id,
    'is ' || status || ' and keeps ' || count(*)
    || if(count(*) = 1, ' power that wakes', ' powers that wake') || ' on reactivation.', count(*),
from the_table
where status != 'active' and power != 'Organisation admin'
group by person, member_id, status
union all
select
    5, 'medium', t.name, t.team_id,
    'is given management of ' || count(distinct g.inode_id)
    || if(count(distinct g.inode_id) = 1, ' place, and ', ' places, and ')
    || if(t.is_archived, 'is archived: it reaches nobody.', 'has no member.'),
    count(distinct g.inode_id),
from teams t
join grants g on g.principal_kind = 'team' and g.principal_id = t.team_id
where g.permission in ('edit', 'admin')
    and (t.is_archived or t.team_id not in (select team_id from team_members))
group by t.name, t.team_id, t.is_archived
union all
select
    6, 'low', over, subject_id,
    'has ' || count(distinct member_id) || ' managers.', count(distinct member_id),
from the_table
where is_usable and subject_kind in ('workspace', 'connection')
group by over, subject_id
having count(distinct member_id) >= 10
order by kind, weight desc, subject, subject_id, reason
