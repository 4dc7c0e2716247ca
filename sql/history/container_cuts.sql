-- purpose:  For everything that something lies in: the nearest cut, itself or above it, on each side.
-- grain:    side, inode_id
-- columns:
--   side      before or after
--   inode_id  the inode
--   cut_no    as in inode_cuts
with recursive

containers as (
    select 'before' as side, i.inode_id, i.parent_id
    from before.main.inodes i
    semi join (select distinct parent_id from before.main.inodes) p on p.parent_id = i.inode_id
    union all
    select 'after', i.inode_id, i.parent_id
    from after.main.inodes i
    semi join (select distinct parent_id from after.main.inodes) p on p.parent_id = i.inode_id
),

steps as materialized (
    select c.side, c.inode_id, c.parent_id, t.cut_no
    from containers c
    left join inode_cuts t using (inode_id)
),

climbs as (
    select side, inode_id, parent_id, cut_no, 0 as distance
    from steps
    union all
    -- A folder inside itself would never end: 64 levels are more than there are.
    select c.side, c.inode_id, s.parent_id, s.cut_no, c.distance + 1
    from climbs c
    join steps s on s.side = c.side and s.inode_id = c.parent_id
    where c.cut_no is null and c.distance < 64
)

select side, inode_id, cut_no
from climbs
where cut_no is not null
