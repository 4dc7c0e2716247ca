-- purpose:  Inodes that every grant, move and gap of either snapshot treats alike: who reaches one
--           reaches all of them, but for what they own.
-- grain:    group_no
-- columns:
--   group_no        counts them
--   inode_count     how many inodes
--   plane           content or data
--   cut_before      as in compared_inodes
--   cut_after       as in compared_inodes
--   class_before    as in compared_inodes
--   class_after     as in compared_inodes
--   is_open_before  as in compared_inodes
--   is_open_after   as in compared_inodes
--   gap_before      as in compared_inodes
--   gap_after       as in compared_inodes
--   sort_no         counts everything but the cuts that a reading of access to them depends on
with

groups as (
    select
        group_no, count(*) as inode_count,
        if(coalesce(any_value(class_after), any_value(class_before)) = 'data', 'data', 'content') as plane,
        any_value(cut_before) as cut_before, any_value(cut_after) as cut_after,
        any_value(class_before) as class_before, any_value(class_after) as class_after,
        bool_or(is_open_before) as is_open_before, bool_or(is_open_after) as is_open_after,
        max(gap_before) as gap_before, max(gap_after) as gap_after
    from compared_inodes
    group by group_no
)

select
    *, dense_rank() over (
        order by plane, class_before, class_after, is_open_before, is_open_after, gap_before, gap_after
    )::integer as sort_no
from groups
