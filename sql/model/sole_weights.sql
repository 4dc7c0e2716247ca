-- purpose:  How many accesses at each site hang on one principal alone, counted without a row for each.
-- grain:    site_id, principal_kind, principal_id, member_id
-- as:       view
-- columns:
--   site_id         the site, as in grant_sites
--   principal_kind  member, team or organization
--   principal_id    the member or team; empty for the organisation
--   member_id       a member with accesses here of other kinds, told apart; empty for all the others
--   members         how many members this row stands for
--   accesses        member × inode at the site that this principal alone gives
with

sizes as (
    select site_id, count(*) as inodes
    from grant_sites
    group by site_id
),

sets as (
    select distinct site_id, set_id
    from site_principals
),

-- What somebody owns, or has at home, does not hang on a grant alone.
personal as (
    select g.site_id, p.member_id, count(*) as inodes
    from personal_access p
    join grant_sites g using (inode_id)
    group by all
),

told_apart as (
    select p.site_id, o.principal_kind, o.principal_id, p.member_id, p.inodes
    from personal p
    join sets s using (site_id)
    join sole_principals o using (set_id, member_id)
),

alike as (
    select set_id, principal_kind, principal_id, count(*) as members
    from sole_principals
    group by all
)

select
    s.site_id, a.principal_kind, a.principal_id, '' as member_id,
    a.members - coalesce(t.members, 0) as members,
    (a.members - coalesce(t.members, 0)) * z.inodes as accesses
from sets s
join sizes z using (site_id)
join alike a using (set_id)
left join (
    select site_id, principal_kind, principal_id, count(*) as members
    from told_apart
    group by all
) t using (site_id, principal_kind, principal_id)
union all
select t.site_id, t.principal_kind, t.principal_id, t.member_id, 1, z.inodes - t.inodes
from told_apart t
join sizes z using (site_id)
