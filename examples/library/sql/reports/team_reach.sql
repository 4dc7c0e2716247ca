-- purpose:  What each team is for, seen from its grants: how many people, how many places.
-- grain:    team_id
-- columns:
--   team     the team's name
--   people   active members in it
--   places   workspaces, folders, documents and data that are granted to it
--   names    what is granted to it, by name
--   team_id  the team
-- params:
--   at_least integer = 1 — teams with fewer places are left out
with

held as (
    select g.principal_id as team_id, i.inode_id, i.path_text,
    from grants g
    join inodes i using (inode_id)
    where g.principal_kind = 'team'
),

places as (
    select
        team_id, count(distinct inode_id) as places,
        list(distinct path_text order by path_text) as names,
    from held
    group by team_id
),

people as (
    select team_id, count(*) as people,
    from team_members
    join members using (member_id)
    where status = 'active'
    group by team_id
)

select
    t.name as team, coalesce(p.people, 0) as people, coalesce(g.places, 0) as places, g.names,
    team_id,
from teams t
left join people p using (team_id)
left join places g using (team_id)
where coalesce(g.places, 0) >= $at_least
order by places desc, team, team_id
