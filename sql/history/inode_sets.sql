-- purpose:  What was not read of each inode, as one number.
-- grain:    side, inode_id
-- as:       view
-- columns:
--   side      as in inode_reasons
--   inode_id  as in inode_reasons
--   thing_no  as set_no in reason_sets
select r.side, r.inode_id, s.set_no as thing_no
from inode_reasons r
join reason_sets s using (reasons)
