-- purpose:  Every pair of member and inode whose access changed: cells and groups spelled out.
-- grain:    member_no, inode_id, column
-- as:       view
-- columns:
--   member_no         as in compared_members
--   inode_id          the inode
--   cell_no           as in lane_groups
--   group_no          as in lane_groups
--   owned_id          as in lane_groups
--   plane             content or data
--   column            as in lane_kinds
--   before            as in lane_kinds
--   after             as in lane_kinds
--   before_rank       as in lane_kinds
--   after_rank        as in lane_kinds
--   change            gained, lost, raised or lowered
--   effective_before  as in lane_kinds
--   effective_after   as in lane_kinds
--   cause_no          as in lane_causes
--   moved_count       how many pairs moved with it because of the same
--   so_far            as in access_moves
with

told as not materialized (
    select
        l.* exclude (member_count, inode_count), k.* exclude (lane_no, way_no, kind_code)
    from lane_groups l
    join lane_kinds k using (lane_no)
),

lanes as not materialized (
    select * from told where cell_no = 0
    union all by name
    select l.* exclude (member_no), c.member_no
    from told l
    join cell_members c using (cell_no)
    anti join wide_exceptions e on e.group_no = l.group_no and e.member_no = c.member_no
)

select
    l.member_no, i.inode_id, l.cell_no, l.group_no, l.owned_id, l.plane, l."column", l.before, l.after,
    l.before_rank, l.after_rank, l.change, l.effective_before, l.effective_after, l.cause_no,
    l.moved_count, l.so_far
from lanes l
join compared_inodes i using (group_no)
anti join owned_pairs o on o.member_no = l.member_no and o.inode_id = i.inode_id
where l.owned_id = ''
union all
select
    member_no, owned_id, cell_no, group_no, owned_id, plane, "column", before, after,
    before_rank, after_rank, change, effective_before, effective_after, cause_no, moved_count,
    so_far
from lanes
where owned_id <> ''
