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

sizes as materialized (
    select s.set_id, count(*) as inodes
    from grant_sites g
    join (select distinct site_id, set_id from site_principals) s using (site_id)
    group by s.set_id
),

reached as (
    select
        b.principal, sum(z.inodes) as objects, sum(z.inodes) filter (b.is_largest) as as_largest
    from site_sets b
    join sizes z using (set_id)
    group by b.principal
),

-- Where the team is the largest, its members have all of it alone, but for those told one by one.
told as (
    select
        case when m.is_in_largest then m.largest else m.principal end as principal, m.member,
        sum(case when m.is_in_largest then -z.inodes else z.inodes end) as objects
    from set_members m
    join sizes z using (set_id)
    where m.is_in_largest or m.principals = 1
    group by all
),

personal as (
    select principal, member, sum(inodes) as objects
    from personal_sole
    group by principal, member
)

select
    p.principal_id as team_id, m.principal_id as member_id,
    coalesce(r.objects, 0)::bigint as objects,
    (coalesce(r.as_largest, 0) + coalesce(t.objects, 0) - coalesce(o.objects, 0))::bigint
        as sole_accesses
from numbered_members n
join principal_numbers p on p.principal = n.principal and p.principal_kind = 'team'
join principal_numbers m on m.principal = n.member
left join reached r on r.principal = n.principal
left join told t on t.principal = n.principal and t.member = n.member
left join personal o on o.principal = n.principal and o.member = n.member
