-- purpose:  Because of what a member's access moved where they are looked at alone, less what is counted
--           there with those who are alike.
-- grain:    member_no, cause_no
-- columns:
--   member_no  as in compared_members
--   cause_no   as in lane_causes
--   row_count  inodes, once for each column that is not the same; below 0 where more is taken away
with

parts as (
    select member_no, cause_no, inode_count
    from lane_causes
    where cell_no = 0
    union all
    select e.member_no, l.cause_no, -l.inode_count
    from wide_exceptions e
    join lane_causes l using (group_no, cell_no)
)

select member_no, cause_no, sum(inode_count)::bigint as row_count
from parts
group by member_no, cause_no
