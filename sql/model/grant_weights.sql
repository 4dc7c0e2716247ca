-- purpose:  What hangs on each grant: members × objects it reaches, and those that it alone gives.
-- grain:    grant_id
-- as:       view
-- columns:
--   grant_id       the grant
--   members        members it reaches
--   objects        inodes there and beneath
--   accesses       members × objects
--   sole_accesses  of these, those that have no other reason: deleting the grant ends them
with

weighty as (
    select g.grant_id, g.inode_id, g.principal_kind, coalesce(g.principal_id, '') as principal_id
    from grants g
    join inodes i using (inode_id)
    join permission_levels l on l.plane = i.plane and l.permission = g.permission
    where g.principal_kind <> 'unknown'
),

reached as (
    select principal_kind, principal_id, count(*) as members
    from principal_members
    group by all
),

beneath as (
    select ancestor_id as inode_id, count(*) as objects
    from inode_ancestry
    where ancestor_id in (select inode_id from weighty)
    group by ancestor_id
),

-- Where two grants name the same principal, neither gives anything alone.
alone as (
    select w.grant_id, sum(s.accesses) as accesses
    from weighty w
    join inode_ancestry a on a.ancestor_id = w.inode_id
    join site_principals p
        on p.site_id = a.inode_id and p.principal_kind = w.principal_kind
        and p.principal_id = w.principal_id and p.grants = 1
    join sole_weights s
        on s.site_id = p.site_id and s.principal_kind = p.principal_kind
        and s.principal_id = p.principal_id
    group by w.grant_id
)

select
    w.grant_id, coalesce(r.members, 0) as members, coalesce(b.objects, 0) as objects,
    coalesce(r.members, 0) * coalesce(b.objects, 0) as accesses,
    coalesce(a.accesses, 0)::bigint as sole_accesses
from weighty w
left join reached r using (principal_kind, principal_id)
left join beneath b using (inode_id)
left join alone a using (grant_id)
