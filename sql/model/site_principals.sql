-- purpose:  Whom the grants at each site, there and above, name; and which sites are alike in that.
-- grain:    site_id, principal_kind, principal_id
-- as:       view
-- columns:
--   site_id         the site, as in grant_sites
--   principal_kind  member, team or organization
--   principal_id    the member or team; empty for the organisation
--   grants          how many grants name it, there and above
--   set_id          sites with one set_id are alike: the same principals are named
with

named as (
    select a.inode_id as site_id, g.principal_kind, coalesce(g.principal_id, '') as principal_id,
        count(*) as grants
    from (select distinct site_id as inode_id from grant_sites) s
    join inode_ancestry a on a.inode_id = s.inode_id
    join grants g on g.inode_id = a.ancestor_id
    join inodes i on i.inode_id = a.ancestor_id
    join permission_levels l on l.plane = i.plane and l.permission = g.permission
    where g.principal_kind <> 'unknown'
    group by all
),

told as (
    select
        site_id,
        string_agg(
            principal_kind || ' ' || principal_id, ',' order by principal_kind, principal_id
        ) as principals
    from named
    group by site_id
),

sets as (
    select site_id, dense_rank() over (order by principals)::integer as set_id
    from told
)

select n.site_id, n.principal_kind, n.principal_id, n.grants, s.set_id
from named n
join sets s using (site_id)
