-- purpose:  What a member owns of a group to which their other access may have changed: not among it.
-- grain:    member_no, inode_id, lane_no
-- columns:
--   member_no  as in unknown_lanes
--   inode_id   the inode
--   group_no   as in unknown_lanes
--   lane_no    as in unknown_lanes
--   column     as in unknown_lanes
--   side       as in unknown_lanes
--   person_no  as in gap_lanes
--   thing_no   as in gap_lanes
select
    l.member_no, o.inode_id, l.group_no, l.lane_no, l."column", l.side,
    coalesce(p.person_no, 0) as person_no, coalesce(t.thing_no, 0) as thing_no
from unknown_lanes l
join owned_pairs o on o.member_no = l.member_no and o.group_no = l.group_no
left join member_sets p on p.side = l.side and p.member_no = l.member_no and p.plane = l.plane
left join inode_sets t on t.side = l.side and t.inode_id = o.inode_id
where l.owned_id = '' and l.cell_no = 0
