-- purpose:  In what the inode asked about lies.
-- grain:    inode_id, ancestor_id
-- columns:
--   inode_id     as in model/inode_ancestry
--   ancestor_id  as in model/inode_ancestry
--   distance     as in model/inode_ancestry
-- params:
--   inode_id varchar — the inode asked about
select inode_id, ancestor_id, distance
from main.inode_ancestry
where inode_id = $inode_id
