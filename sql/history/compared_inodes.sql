-- purpose:  Every inode of either snapshot, with what decides who reaches it on each side; those that
--           are alike in all of it are one group.
-- grain:    inode_id
-- columns:
--   inode_id          the inode
--   group_no          counts the groups, as in inode_groups
--   cut_before        nearest cut, itself or above, in the earlier snapshot; null when there is none
--   cut_after         likewise in the later one
--   class_before      permission_class in the earlier snapshot; null when it is not there
--   class_after       likewise in the later one
--   is_open_before    the earlier snapshot does not list it, and cannot say that it was not there
--   is_open_after     likewise the later one
--   gap_before        what may be missing here: 0 nothing, 1 what everyone was given, 2 anything
--   gap_after         likewise in the later one
with

gaps as (
    select 'before' as side, inode_id, if(is_for_anyone, 2, 1) as gap from before.main.inode_gaps
    where is_for_anyone or is_for_everyone
    union all
    select 'after', inode_id, if(is_for_anyone, 2, 1) from after.main.inode_gaps
    where is_for_anyone or is_for_everyone
),

inodes as (
    select
        coalesce(b.inode_id, a.inode_id) as inode_id,
        b.parent_id as parent_before, a.parent_id as parent_after,
        b.permission_class as class_before, a.permission_class as class_after
    from before.main.inodes b
    full join after.main.inodes a on a.inode_id = b.inode_id
),

placed as (
    select
        i.inode_id, i.class_before, i.class_after,
        if(i.class_before is null, null, coalesce(t.cut_no, cb.cut_no)) as cut_before,
        if(i.class_after is null, null, coalesce(t.cut_no, ca.cut_no)) as cut_after,
        i.class_before is null and not coalesce(x.is_known, false) as is_open_before,
        i.class_after is null and not coalesce(y.is_known, false) as is_open_after,
        coalesce(gb.gap, 0) as gap_before, coalesce(ga.gap, 0) as gap_after
    from inodes i
    left join inode_cuts t on t.inode_id = i.inode_id
    left join container_cuts cb on cb.side = 'before' and cb.inode_id = i.parent_before
    left join container_cuts ca on ca.side = 'after' and ca.inode_id = i.parent_after
    left join absences x on x.side = 'before' and x.entity = 'inode' and x.id = i.inode_id
    left join absences y on y.side = 'after' and y.entity = 'inode' and y.id = i.inode_id
    left join gaps gb on gb.side = 'before' and gb.inode_id = i.inode_id
    left join gaps ga on ga.side = 'after' and ga.inode_id = i.inode_id
),

-- What makes them alike, in one number: a pair is then two numbers.
numbered as (
    select
        *,
        ['container', 'workbook', 'report', 'document', 'unknown', 'data'] as classes,
        coalesce(cut_before, 0)::hugeint * 16777216 + coalesce(cut_after, 0) as cuts
    from placed
)

select
    inode_id,
    dense_rank() over (
        order by
            cuts, coalesce(list_position(classes, class_before), 0),
            coalesce(list_position(classes, class_after), 0),
            is_open_before, is_open_after, gap_before, gap_after
    )::integer as group_no,
    cut_before, cut_after, class_before, class_after, is_open_before, is_open_after,
    gap_before, gap_after
from numbered
