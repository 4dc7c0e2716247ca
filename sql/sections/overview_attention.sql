-- purpose:  What in overview should be looked at first, and why.
-- grain:    kind, severity, subject_id, reason
-- columns:
--   kind        which are alike, in the order of telling
--   severity    high, medium or low
--   subject     what it is about
--   subject_id  its id
--   reason      what stands out
--   weight      the heaviest of a kind come first
with

empty_teams as (
    select t.team_id, t.name, count(distinct g.inode_id) as places,
    from teams t
    join grants g on g.principal_kind = 'team' and g.principal_id = t.team_id
    where g.permission in ('edit', 'admin') and not t.is_archived
        and t.team_id not in (select team_id from team_members)
    group by t.team_id, t.name
),

owners as (
    select m.member_id, m.name, m.status, count(*) as owned,
    from inodes i
    join members m on m.member_id = i.owner_id
    where not m.is_usable and not i.is_archived and not i.is_container
    group by m.member_id, m.name, m.status
)

select
    1 as kind, 'high' as severity, name as subject, inode_id as subject_id,
    'is a ' || place || ' open to the whole organisation, with ' || format('{:,}', holds)
    || if(place = 'workspace', ' document', ' table') || if(holds = 1, ' in it.', 's in it.') as reason,
    holds as weight,
from the_table
where everyone and not is_archived
union all
select
    2, 'high', name, member_id,
    'is ' || status || ' and still owns ' || format('{:,}', owned)
    || if(owned = 1, ' document.', ' documents.'),
    owned,
from owners
union all
select
    3, 'high', name, inode_id,
    'is reached by ' || outsiders || if(outsiders = 1, ' person', ' people')
        || ' from outside the organisation.',
    outsiders,
from the_table
where outsiders > 0 and not is_archived
union all
select
    4, 'medium', name, team_id,
    'is a team nobody is in, and manages ' || places || if(places = 1, ' place.', ' places.'),
    places,
from empty_teams
union all
select
    5, 'medium', name, inode_id,
    'is a workspace that nobody can manage but an Admin.',
    holds,
from the_table
where place = 'workspace' and managers = 0 and not is_archived
order by kind, weight desc, subject, subject_id, reason
