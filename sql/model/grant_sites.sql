-- purpose:  The nearest inode, itself or above, that carries a grant which gives something: inodes of
--           one site lie under the same grants.
-- grain:    inode_id
-- as:       view
-- columns:
--   inode_id  the inode; one that no grant reaches has no row
--   site_id   the nearest inode with a grant
select a.inode_id, arg_min(a.ancestor_id, a.distance) as site_id
from inode_ancestry a
join (
    select distinct g.inode_id
    from grants g
    join inodes i using (inode_id)
    join permission_levels l on l.plane = i.plane and l.permission = g.permission
    where g.principal_kind <> 'unknown'
) s on s.inode_id = a.ancestor_id
group by a.inode_id
