-- purpose:  Which wide principals reach a group of inodes, and how: groups of one shape are reached
--           alike by whom wide principals alone stand for.
-- grain:    group_no
-- columns:
--   group_no   as in inode_groups; a group that no wide principal reaches is not here
--   shape_no   counts the shapes
--   wides      the wide principals, one bit for each
--   is_moved   they do not reach it alike on both sides
with

shapes as (
    select
        group_no,
        list(
            (wide_no, rank_before, rank_after, is_in_before, is_in_after, writes_before, writes_after)
            order by wide_no
        ) as shape,
        bit_or(1::bigint << wide_no) as wides,
        bool_or(rank_before <> rank_after or writes_before <> writes_after) as is_moved
    from group_principals
    where wide_no is not null
    group by group_no
)

select
    s.group_no, dense_rank() over (order by s.shape)::integer as shape_no, s.wides,
    s.is_moved or coalesce(g.class_before <> g.class_after, false) as is_moved
from shapes s
join inode_groups g using (group_no)
