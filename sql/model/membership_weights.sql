-- purpose:  What hangs on each team membership: objects it lets the member reach, and those that it
--           alone does.
-- grain:    team_id, member_id
-- as:       view
-- columns:
--   team_id        the team
--   member_id      the member
--   objects        inodes the team's grants reach
--   sole_accesses  of these, those the member reaches by nothing else: leaving the team ends them
with

sizes as (
    select site_id, count(*) as inodes
    from grant_sites
    group by site_id
),

of_teams as (
    select p.principal_id as team_id, p.set_id, sum(z.inodes) as objects
    from site_principals p
    join sizes z using (site_id)
    where p.principal_kind = 'team'
    group by all
),

reached as (
    select team_id, sum(objects) as objects
    from of_teams
    group by team_id
),

sole as (
    select o.principal_id as team_id, o.member_id, sum(t.objects) as objects
    from sole_principals o
    join of_teams t on t.team_id = o.principal_id and t.set_id = o.set_id
    where o.principal_kind = 'team'
    group by all
),

personal as (
    select o.principal_id as team_id, p.member_id, count(*) as objects
    from personal_access p
    join grant_sites g using (inode_id)
    join (select distinct site_id, set_id from site_principals) s using (site_id)
    join sole_principals o on o.set_id = s.set_id and o.member_id = p.member_id
    where o.principal_kind = 'team'
    group by all
)

select
    m.team_id, m.member_id, coalesce(r.objects, 0)::bigint as objects,
    (coalesce(s.objects, 0) - coalesce(p.objects, 0))::bigint as sole_accesses
from principal_members m
left join reached r using (team_id)
left join sole s on s.team_id = m.team_id and s.member_id = m.member_id
left join personal p on p.team_id = m.team_id and p.member_id = m.member_id
where m.principal_kind = 'team'
