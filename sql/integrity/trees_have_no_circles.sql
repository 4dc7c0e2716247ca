-- purpose:  No inode lies in something that lies in it.
-- grain:    inode_id, ancestor_id
-- columns:
--   inode_id     the inode
--   ancestor_id  above it and beneath it at once
select a.inode_id, a.ancestor_id
from inode_ancestry a
join inode_ancestry b on b.inode_id = a.ancestor_id and b.ancestor_id = a.inode_id
where a.inode_id <> a.ancestor_id
