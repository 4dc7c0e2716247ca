-- purpose:  Of what moved, what is not known to have: picked out once, since there is mostly none.
-- grain:    member_no, cell_no, bundle_no, group_no, owned_id, lane_no
-- columns:
--   member_no     as in moved_pairs
--   cell_no       as in moved_pairs
--   bundle_no     as in moved_pairs
--   group_no      as in moved_pairs
--   owned_id      as in moved_pairs
--   lane_no       as in moved_pairs
--   member_count  as in moved_pairs
--   inode_count   as in moved_pairs
select
    member_no, cell_no, bundle_no, group_no, owned_id, lane_no, member_count, inode_count
from moved_pairs
semi join unknown_kinds using (lane_no)
