-- purpose:  Which changes made what reaches a group appear or go: each that is missing on the other
--           side for it to be there too.
-- grain:    group_no, side, principal_no, source_no, via, granted, change_no
-- columns:
--   group_no      as in group_entries
--   side          as in group_entries
--   principal_no  as in group_entries
--   source_no     as in group_entries
--   via           as in group_entries
--   granted       as in group_entries
--   change_no     the change, as in base_changes
with

entries as (
    select
        e.group_no, e.side, e.principal_no, e.source_no, e.via, e.granted, e.permission,
        if(e.side = 'before', 'after', 'before') as other, s.inode_id as source_id,
        if(e.side = 'before', g.cut_before, g.cut_after) as cut_no,
        if(e.side = 'before', g.cut_after, g.cut_before) as other_cut_no,
        coalesce(if(e.side = 'before', g.class_after, g.class_before), g.class_before, g.class_after)
            as permission_class
    from group_entries e
    join inode_groups g using (group_no)
    join inode_cuts s on s.cut_no = e.source_no
    where not e.is_on_both and g.group_no in (select group_no from lane_profiles)
),

principals as (
    select distinct principal_no, principal_kind, nullif(principal_id, '') as principal_id
    from compared_holders
),

changes as (
    select * from base_changes where change <> 'not_known'
),

grants as (
    select 'before' as side, inode_id, principal_kind, principal_id, permission
    from before.main.grants
    union
    select 'after', inode_id, principal_kind, principal_id, permission from after.main.grants
),

-- What the principal holds at the same place on the other side, worth on the inodes reached.
held_elsewhere as (
    select distinct
        e.group_no, e.side, e.principal_no, e.source_no,
        coalesce(t.permission, h.permission) as permission
    from (select distinct group_no, side, other, principal_no, source_no, source_id, permission_class from entries) e
    join principals p using (principal_no)
    join grants h
        on h.side = e.other and h.inode_id = e.source_id and h.principal_kind = p.principal_kind
        and h.principal_id is not distinct from p.principal_id
    left join after.main.permission_translations t
        on t.permission_class = e.permission_class and t.granted = h.permission
),

-- Moved away from what it inherited, or to it: wherever between the two the tree was recut.
recut as (
    select e.*, c.distance
    from entries e
    join cut_chains c on c.side = e.side and c.cut_no = e.cut_no and c.source_no = e.source_no
    anti join cut_chains o
        on o.side = e.other and o.cut_no = e.other_cut_no and o.source_no = e.source_no
),

facts as (
    select e.group_no, e.side, e.principal_no, e.source_no, e.via, e.granted, c.change_no
    from entries e
    join principals p using (principal_no)
    join changes c
        on c.entity = 'grant' and c.inode_id = e.source_id and c.principal_kind = p.principal_kind
        and c.principal_id is not distinct from p.principal_id
        and if(e.side = 'before', c.before, c.after) = e.granted
    anti join held_elsewhere h
        on h.group_no = e.group_no and h.side = e.side and h.principal_no = e.principal_no
        and h.source_no = e.source_no and h.permission = e.permission
    where e.via <> 'home_folder'
    union
    select e.group_no, e.side, e.principal_no, e.source_no, e.via, e.granted, c.change_no
    from recut e
    join cut_chains y on y.side = e.side and y.cut_no = e.cut_no and y.distance < e.distance
    join inode_cuts i on i.cut_no = y.source_no
    join changes c
        on c.entity in ('inode', 'workspace') and c."column" = 'parent_id' and c.inode_id = i.inode_id
    union
    select e.group_no, e.side, e.principal_no, e.source_no, e.via, e.granted, c.change_no
    from entries e
    join changes c
        on c.inode_id = e.source_id and c.entity in ('inode', 'workspace', 'connection')
        and c."column" is null
    union
    select e.group_no, e.side, e.principal_no, e.source_no, e.via, e.granted, c.change_no
    from entries e
    join inode_cuts i on i.cut_no = e.cut_no
    join changes c on c.inode_id = i.inode_id and c."column" = 'kind'
)

select group_no, side, principal_no, source_no, via, granted, change_no
from facts
