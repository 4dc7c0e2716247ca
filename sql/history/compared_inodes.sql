-- purpose:  Every inode of either snapshot, with what decides who reaches it on each side in one
--           number; those that are alike in all of it are one group.
-- grain:    inode_id
-- columns:
--   inode_id  the inode
--   group_no  cuts, classes and gaps of both sides, bit by bit, as inode_groups reads it
with

-- What is not certain here: 32 and 16, it is not listed and not known to be missing; below, gaps.
marks as (
    select id as inode_id, if(side = 'before', 32, 16) as mark
    from absences where entity = 'inode' and not is_known
    union all
    select inode_id, if(is_for_anyone, 8, 4) from before.main.inode_gaps
    where is_for_anyone or is_for_everyone
    union all
    select inode_id, if(is_for_anyone, 2, 1) from after.main.inode_gaps
    where is_for_anyone or is_for_everyone
),

marked as (
    select inode_id, sum(mark)::bigint as mark from marks group by inode_id
),

classes as (
    select unnest(['container', 'workbook', 'report', 'document', 'unknown', 'data']) as permission_class,
        generate_subscripts(['container', 'workbook', 'report', 'document', 'unknown', 'data'], 1) as class_code
),

places as materialized (
    select inode_id, if(is_before, cut_no, 0) as cut_before, if(is_after, cut_no, 0) as cut_after
    from inode_places
),

-- What is no cut is alike in both snapshots, and has the cuts of what it lies in.
steady as (
    select
        i.inode_id, i.permission_class as class_before, i.permission_class as class_after,
        p.cut_before, p.cut_after
    from after.main.inodes i
    anti join inode_cuts c on c.inode_id = i.inode_id
    left join places p on p.inode_id = i.parent_id
),

cut as (
    select
        c.inode_id, b.permission_class as class_before, a.permission_class as class_after,
        if(c.is_before, c.cut_no, 0) as cut_before, if(c.is_after, c.cut_no, 0) as cut_after
    from inode_cuts c
    left join before.main.inodes b on b.inode_id = c.inode_id
    left join after.main.inodes a on a.inode_id = c.inode_id
),

inodes as (
    from steady union all from cut
)

select
    i.inode_id,
    (coalesce(i.cut_before, 0)::bigint << 36) | (coalesce(i.cut_after, 0)::bigint << 12)
    | (coalesce(kb.class_code, 0)::bigint << 9) | (coalesce(ka.class_code, 0)::bigint << 6)
    | coalesce(m.mark, 0) as group_no
from inodes i
left join classes kb on kb.permission_class = i.class_before
left join classes ka on ka.permission_class = i.class_after
left join marked m on m.inode_id = i.inode_id
