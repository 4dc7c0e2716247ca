-- purpose:  Pairs, and cells of members, whose access is not the same in both snapshots, in numbers.
-- grain:    member_no, cell_no, group_no, owned_id, lane_no
-- columns:
--   member_no     as in pair_strengths
--   cell_no       as in pair_strengths
--   group_no      as in pair_strengths
--   owned_id      as in pair_strengths
--   member_count  as in pair_strengths
--   inode_count   as in pair_strengths
--   lane_no       what of it is not the same, as in lane_kinds
--   held_before   as in pair_strengths
--   held_after    as in pair_strengths
--   own_no        the member, where the cause may be theirs alone; else 0
--   is_crowded    as in pair_strengths
select
    s.member_no, s.cell_no, s.group_no, s.owned_id, s.member_count::integer as member_count,
    s.inode_count::integer as inode_count, k.lane_no, s.held_before, s.held_after,
    if(m.is_apart or s.is_crowded or s.held_before <> s.held_after, s.member_no, 0) as own_no,
    s.is_crowded
from pair_strengths s
join lane_kinds k using (kind_code)
left join compared_members m using (member_no)
