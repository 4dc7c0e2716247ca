-- purpose:  What is not known of the inodes asked about.
-- grain:    inode_id
-- columns:
--   inode_id         as in model/inode_gaps
--   is_for_anyone    as in model/inode_gaps
--   is_for_everyone  as in model/inode_gaps
select g.inode_id, g.is_for_anyone, g.is_for_everyone
from main.inode_gaps g
semi join series.asked_inodes a using (inode_id)
