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

inodes as (
    select
        coalesce(b.inode_id, a.inode_id) as inode_id, b.parent_id as parent_before, a.parent_id as parent_after,
        b.permission_class as class_before, a.permission_class as class_after
    from before.main.inodes b
    full join after.main.inodes a on a.inode_id = b.inode_id
)

select
    i.inode_id,
    (if(i.class_before is null, 0, coalesce(t.cut_no, cb.cut_no, 0))::bigint << 36)
    | (if(i.class_after is null, 0, coalesce(t.cut_no, ca.cut_no, 0))::bigint << 12)
    | (coalesce(kb.class_code, 0)::bigint << 9) | (coalesce(ka.class_code, 0)::bigint << 6)
    | coalesce(m.mark, 0) as group_no
from inodes i
left join inode_cuts t on t.inode_id = i.inode_id
left join container_cuts cb on cb.side = 'before' and cb.inode_id = i.parent_before
left join container_cuts ca on ca.side = 'after' and ca.inode_id = i.parent_after
left join classes kb on kb.permission_class = i.class_before
left join classes ka on ka.permission_class = i.class_after
left join marked m on m.inode_id = i.inode_id
