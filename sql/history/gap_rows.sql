-- purpose:  Every pair of member and inode of which it is not known whether access changed, and why:
--           cells and groups spelled out.
-- grain:    member_no, inode_id, column
-- as:       view
-- columns:
--   member_no         as in compared_members
--   inode_id          the inode
--   group_no          as in gap_lanes
--   plane             as in lane_kinds
--   column            as in lane_kinds
--   change            not_known
--   before            as in lane_kinds
--   after             as in lane_kinds
--   effective_before  as in lane_kinds
--   effective_after   as in lane_kinds
--   side              as in gap_lanes
--   why_not           as in gap_causes
--   cause             as in gap_causes
--   pair_count        as in gap_causes
--   so_far            as in gap_causes
with

lanes as not materialized (
    select
        l.member_no, l.cell_no, l.group_no, l.owned_id, l.person_no, l.thing_no, l.side,
        k.plane, k."column", k.change, k.before, k.after, k.effective_before, k.effective_after,
        c.why_not, c.cause, c.pair_count, c.so_far
    from gap_lanes l
    join gap_causes c using ("column", side, person_no, thing_no)
    join lane_kinds k using (lane_no)
),

people as not materialized (
    select * from lanes where cell_no = 0
    union all by name
    select l.* exclude (member_no), m.member_no
    from lanes l
    join cell_members m using (cell_no)
    left join member_sets s on s.side = l.side and s.plane = l.plane and s.member_no = m.member_no
    anti join wide_exceptions e on e.group_no = l.group_no and e.member_no = m.member_no
    where coalesce(s.person_no, 0) = l.person_no
),

pairs as not materialized (
    select p.*, i.inode_id
    from people p
    join compared_inodes i using (group_no)
    left join inode_sets s on s.side = p.side and s.inode_id = i.inode_id
    anti join owned_pairs o on o.member_no = p.member_no and o.inode_id = i.inode_id
    where p.owned_id = '' and coalesce(s.thing_no, 0) = p.thing_no
    union all
    select *, owned_id as inode_id from people where owned_id <> ''
)

select
    member_no, inode_id, group_no, plane, "column", change, before, after,
    effective_before, effective_after, side, why_not, cause, pair_count, so_far
from pairs
