-- purpose:  How much of each member's access moved: those of cells by their cells, less what they are
--           looked at alone for.
-- grain:    member_no, change
-- columns:
--   member_no  as in compared_members
--   change     gained, lost, raised, lowered or not_known
--   row_count  how many inodes, once for each column that is not the same
with

lanes as (
    select p.*, k.change
    from moved_pairs p
    join lane_kinds k using (lane_no)
),

cells as (
    select cell_no, change, sum(inode_count) as row_count
    from lanes
    where cell_no <> 0
    group by cell_no, change
),

parts as (
    select member_no, change, sum(inode_count) as row_count
    from lanes
    where cell_no = 0
    group by member_no, change
    union all
    select m.member_no, c.change, sum(c.row_count)
    from cells c
    join cell_members m using (cell_no)
    group by m.member_no, c.change
    union all
    select e.member_no, l.change, -sum(l.inode_count)
    from wide_exceptions e
    join lanes l using (group_no, cell_no)
    group by e.member_no, l.change
)

select member_no, change, sum(row_count)::bigint as row_count
from parts
group by member_no, change
having sum(row_count) > 0
