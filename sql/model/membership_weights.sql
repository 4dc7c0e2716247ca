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
    select s.set_id, count(*) as inodes
    from grant_sites g
    join (select distinct site_id, set_id from site_principals) s using (site_id)
    group by s.set_id
),

reached as (
    select
        b.principal_id as team_id, sum(z.inodes) as objects,
        sum(z.inodes) filter (b.is_largest) as as_largest
    from site_sets b
    join sizes z using (set_id)
    where b.principal_kind = 'team'
    group by b.principal_id
),

-- Where the team is the largest, its members have all of it alone, but for those told one by one.
shared as (
    select b.principal_id as team_id, m.member_id, sum(z.inodes) as objects
    from set_members m
    join site_sets b on b.set_id = m.set_id and b.is_largest and b.principal_kind = 'team'
    join sizes z on z.set_id = m.set_id
    where m.is_in_largest
    group by all
),

alone as (
    select m.principal_id as team_id, m.member_id, sum(z.inodes) as objects
    from set_members m
    join sizes z using (set_id)
    where m.principal_kind = 'team' and m.principals = 1 and not m.is_in_largest
    group by all
),

personal as (
    select principal_id as team_id, member_id, sum(inodes) as objects
    from personal_sole
    where principal_kind = 'team'
    group by all
)

select
    m.team_id, m.member_id, coalesce(r.objects, 0)::bigint as objects,
    (coalesce(r.as_largest, 0) - coalesce(s.objects, 0) + coalesce(a.objects, 0)
        - coalesce(p.objects, 0))::bigint as sole_accesses
from principal_members m
left join reached r using (team_id)
left join shared s on s.team_id = m.team_id and s.member_id = m.member_id
left join alone a on a.team_id = m.team_id and a.member_id = m.member_id
left join personal p on p.team_id = m.team_id and p.member_id = m.member_id
where m.principal_kind = 'team'
