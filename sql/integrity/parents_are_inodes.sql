-- purpose:  What an inode lies in is an inode of the same plane.
-- grain:    inode_id
-- columns:
--   inode_id   the inode
--   parent_id  what it is said to lie in
select i.inode_id, i.parent_id
from inodes i
left join inodes p on p.inode_id = i.parent_id and p.plane = i.plane
where i.parent_id is not null and p.inode_id is null
