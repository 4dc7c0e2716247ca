-- purpose:  Because of what the access of members who are alike moved, by the cells they are in: all of
--           them have it in common, but for what own_causes puts right of one.
-- grain:    alike_no, cause_no
-- columns:
--   alike_no   as in wide_holdings
--   cause_no   as in lane_causes
--   row_count  how many inodes, once for each column that is not the same
with

cells as (
    select cell_no, cause_no, sum(inode_count)::bigint as row_count
    from lane_causes
    where cell_no <> 0
    group by cell_no, cause_no
),

alike as (
    select distinct alike_no, held_before, held_after, class_no
    from wide_holdings
    where is_settled
)

select a.alike_no, c.cause_no, sum(c.row_count)::bigint as row_count
from cells c
join wide_cells w using (cell_no)
join alike a
    on a.class_no = w.class_no and a.held_before & w.wides = w.held
    and a.held_after & w.wides = w.held
group by a.alike_no, c.cause_no
