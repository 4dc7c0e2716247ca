-- purpose:  How many accesses at each site hang on one principal alone, counted without a row for each.
-- grain:    site_id, principal_kind, principal_id
-- as:       view
-- columns:
--   site_id         the site, as in grant_sites
--   principal_kind  member, team or organization
--   principal_id    the member or team; empty for the organisation
--   accesses        member × inode at the site that this principal alone gives
with

sizes as (
    select site_id, count(*) as inodes
    from grant_sites
    group by site_id
),

reached as (
    select
        set_id, principal_kind, principal_id,
        count(*) filter (principals = 1 and not is_in_largest) as alone
    from set_members
    group by all
),

shared as (
    select set_id, count(*) as members
    from set_members
    where is_in_largest
    group by set_id
),

-- Of the largest, all but those whom another reaches too; of the others, those told one by one.
alone as (
    select b.set_id, b.principal_kind, b.principal_id, b.members - coalesce(s.members, 0) as members
    from site_sets b
    left join shared s using (set_id)
    where b.is_largest
    union all
    select set_id, principal_kind, principal_id, alone
    from reached
),

-- What somebody owns, or has at home, does not hang on a grant alone.
personal as (
    select site_id, principal_kind, principal_id, sum(inodes) as accesses
    from personal_sole
    group by all
)

select
    s.site_id, a.principal_kind, a.principal_id,
    (a.members * z.inodes - coalesce(p.accesses, 0))::bigint as accesses
from (select distinct site_id, set_id from site_principals) s
join sizes z using (site_id)
join alone a using (set_id)
left join personal p using (site_id, principal_kind, principal_id)
where a.members > 0
