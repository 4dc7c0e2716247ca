-- purpose:  What each change of access that is known was, in numbers: which way, because of which set of
--           changes.
-- grain:    member_no, cell_no, bundle_no, group_no, owned_id, lane_no
-- columns:
--   way_no        as in lane_kinds
--   cause_no      as in cause_sets; 0 when no change explains it
--   member_no     as in moved_pairs
--   cell_no       as in moved_pairs
--   bundle_no     as in moved_pairs
--   group_no      as in moved_pairs
--   owned_id      as in moved_pairs
--   lane_no       as in moved_pairs
--   member_count  as in moved_pairs
--   inode_count   as in moved_pairs
select
    k.way_no, coalesce(c.cause_no, 0) as cause_no, l.member_no,
    l.cell_no, l.bundle_no, l.group_no, l.owned_id, l.lane_no, l.member_count, l.inode_count
from moved_pairs l
join lane_profiles p using (at_group, owned_id, reason_no, at_before, at_after, moved_no, own_no)
join lane_kinds k on k.lane_no = l.lane_no
left join profile_causes c using (profile_no)
