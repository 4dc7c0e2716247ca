-- purpose:  Inodes that every grant, move and gap of either snapshot treats alike: who reaches one
--           reaches all of them, but for what they own.
-- grain:    group_no
-- columns:
--   group_no        as in compared_inodes
--   inode_count     how many inodes
--   plane           content or data
--   cut_before      nearest cut, itself or above, in the earlier snapshot; null when there is none
--   cut_after       likewise in the later one
--   class_before    permission_class in the earlier snapshot; null when it is not there
--   class_after     likewise in the later one
--   is_open_before  the earlier snapshot does not list it, and cannot say that it was not there
--   is_open_after   likewise the later one
--   gap_before      what may be missing here: 0 nothing, 1 what everyone was given, 2 anything
--   gap_after       likewise in the later one
--   sort_no         counts everything but the cuts that a reading of access to them depends on
with

counted as (
    select group_no, count(*) as inode_count from compared_inodes group by group_no
),

read as (
    select
        group_no, inode_count, group_no & 4095 as sort,
        ['container', 'workbook', 'report', 'document', 'unknown', 'data'] as classes,
        nullif((group_no >> 36)::integer, 0) as cut_before,
        nullif(((group_no >> 12) & 16777215)::integer, 0) as cut_after,
        classes[(group_no >> 9) & 7] as class_before, classes[(group_no >> 6) & 7] as class_after,
        (group_no >> 5) & 1 = 1 as is_open_before, (group_no >> 4) & 1 = 1 as is_open_after,
        ((group_no >> 2) & 3)::integer as gap_before, (group_no & 3)::integer as gap_after
    from counted
)

select
    group_no, inode_count,
    if(coalesce(class_after, class_before) = 'data', 'data', 'content') as plane,
    cut_before, cut_after, class_before, class_after, is_open_before, is_open_after,
    gap_before, gap_after, dense_rank() over (order by sort)::integer as sort_no
from read
