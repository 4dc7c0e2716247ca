-- purpose:  Because of what each member's access moved, and how much of it.
-- grain:    member_no, cause_no
-- columns:
--   member_no  as in compared_members
--   cause_no   as in lane_causes
--   row_count  how many inodes, once for each column that is not the same
with

known as (
    select * from lane_causes where cause_no is not null
),

cells as (
    select cell_no, cause_no, sum(inode_count) as row_count
    from known
    where cell_no <> 0
    group by cell_no, cause_no
),

parts as (
    select member_no, cause_no, sum(inode_count) as row_count
    from known
    where cell_no = 0
    group by member_no, cause_no
    union all
    select m.member_no, c.cause_no, sum(c.row_count)
    from cells c
    join cell_members m using (cell_no)
    group by m.member_no, c.cause_no
    union all
    select e.member_no, l.cause_no, -sum(l.inode_count)
    from wide_exceptions e
    join known l using (group_no, cell_no)
    group by e.member_no, l.cause_no
)

select member_no, cause_no, sum(row_count)::bigint as row_count
from parts
group by member_no, cause_no
having sum(row_count) > 0
