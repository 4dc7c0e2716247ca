-- purpose:  Members that are alike where wide principals reach: they hold the same of them on both
--           sides and can use what they are given in the same way. One stands for all of them.
-- grain:    cell_no
-- columns:
--   cell_no       counts them from 1
--   wides         the wide principals that are looked at, as in group_shapes
--   held          those of them that they hold on both sides, one bit for each
--   class_no      as in compared_members
--   member_count  how many members
with

alike as (
    select held_before, held_after, class_no, count(*) as member_count
    from wide_holdings
    where is_settled
    group by held_before, held_after, class_no
),

cells as (
    select g.wides, a.held_before & g.wides as held, a.class_no, sum(a.member_count)::bigint as member_count
    from (select distinct wides from group_shapes where is_moved) g
    join alike a
        on a.held_before & g.wides = a.held_after & g.wides and a.held_before & g.wides <> 0
    group by g.wides, held, a.class_no
)

select row_number() over (order by wides, held, class_no)::integer as cell_no, *
from cells
