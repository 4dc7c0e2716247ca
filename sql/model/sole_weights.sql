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

-- One that the largest reaches too is not the largest's alone; of the others, those told one by one.
told as (
    select
        set_id,
        case when is_in_largest then largest else principal end as principal,
        sum(case when is_in_largest then -1 else 1 end) as members
    from set_members
    where is_in_largest or principals = 1
    group by all
),

alone as (
    select set_id, principal, sum(members) as members
    from (
        select set_id, principal, members from site_sets where is_largest
        union all
        select set_id, principal, members from told
    )
    group by set_id, principal
),

-- What somebody owns, or has at home, does not hang on a grant alone.
personal as (
    select site_id, principal, sum(inodes) as accesses
    from personal_sole
    group by site_id, principal
)

select
    s.site_id, n.principal_kind, n.principal_id,
    (a.members * z.inodes - coalesce(p.accesses, 0))::bigint as accesses
from (select distinct site_id, set_id from site_principals) s
join sizes z using (site_id)
join alone a using (set_id)
join principal_numbers n using (principal)
left join personal p on p.site_id = s.site_id and p.principal = a.principal
where a.members > 0
