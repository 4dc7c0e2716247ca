-- purpose:  Each change of access with its groups of inodes spelled out; only where rows are asked for.
-- grain:    member_no, cell_no, group_no, owned_id, lane_no
-- as:       view
-- columns:
--   way_no        as in lane_causes
--   cause_no      as in lane_causes
--   member_no     as in lane_causes
--   cell_no       as in lane_causes
--   group_no      the group, of a bundle each one in which the member is not looked at alone
--   owned_id      as in lane_causes
--   lane_no       as in lane_causes
--   member_count  as in lane_causes
--   inode_count   how many inodes of the group
--   moved_count   as in counted_lanes
--   so_far        as in counted_lanes
select * exclude (bundle_no)
from counted_lanes
where bundle_no = 0
union all
select
    l.way_no, l.cause_no, l.member_no, l.cell_no, b.group_no, l.owned_id, l.lane_no,
    l.member_count, b.inode_count, l.moved_count, l.so_far
from counted_lanes l
join group_bundles b using (bundle_no)
anti join bundle_exceptions e on e.member_no = l.member_no and e.group_no = b.group_no
where l.bundle_no <> 0
