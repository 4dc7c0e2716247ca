-- purpose:  What members reach by reasons of their own: granted in person, owned, in their home folder.
-- grain:    inode_id, member_id
-- as:       view
-- columns:
--   inode_id   the inode
--   member_id  the member
--   rank       place in the plane's order of the strongest of these, as granted
select a.inode_id, s.principal_id as member_id, max(l.rank) as rank
from access_sources s
join inodes i on i.inode_id = s.source_inode_id
join permission_levels l on l.plane = i.plane and l.permission = s.permission
join inode_ancestry a
    on a.ancestor_id = s.source_inode_id and a.distance between s.min_distance and s.max_distance
where s.principal_kind = 'member' and l.rank is not null
group by a.inode_id, s.principal_id
