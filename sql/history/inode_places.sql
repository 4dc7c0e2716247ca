-- purpose:  The nearest cut of everything that something lies in: itself, or above it.
-- grain:    inode_id
-- as:       view
-- columns:
--   inode_id   the inode
--   cut_no     as in inode_cuts
--   is_before  as in inode_cuts, of the cut
--   is_after   as in inode_cuts, of the cut
select inode_id, cut_no, is_before, is_after
from inode_cuts
union all
select c.inode_id, c.cut_no, t.is_before, t.is_after
from container_cuts c
join inode_cuts t using (cut_no)
