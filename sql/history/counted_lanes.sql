-- purpose:  Each change of access that is known with how many pairs moved because of the same: what is told one by one
--           is chosen by it before it is spelled out.
-- grain:    member_no, cell_no, bundle_no, group_no, owned_id, lane_no
-- columns:
--   way_no        as in lane_causes
--   cause_no      as in lane_causes
--   member_no     as in lane_causes
--   cell_no       as in lane_causes
--   bundle_no     as in lane_causes
--   group_no      as in lane_causes
--   owned_id      as in lane_causes
--   lane_no       as in lane_causes
--   member_count  as in lane_causes
--   inode_count   as in lane_causes
--   moved_count   row_count of access_moves
--   so_far        as in access_moves
select l.*, m.row_count as moved_count, m.so_far
from lane_causes l
join access_moves m using (way_no, cause_no)
