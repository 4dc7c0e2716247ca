-- purpose:  Who reaches what by owning it or because it lies in their home folder.
-- grain:    member_id, inode_id
-- as:       view
-- columns:
--   member_id  the member
--   inode_id   the inode
select distinct s.principal_id as member_id, a.inode_id
from access_sources s
join inode_ancestry a
    on a.ancestor_id = s.source_inode_id and a.distance between s.min_distance and s.max_distance
where s.grant_id is null
