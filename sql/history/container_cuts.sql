-- purpose:  For everything that something lies in: the nearest cut, itself or above it, on each side.
-- grain:    side, inode_id
-- columns:
--   side      before or after
--   inode_id  the inode
--   cut_no    as in inode_cuts
with recursive

parents as (
    select 'before' as side, inode_id, parent_id from before.main.inodes
    union all
    select 'after', inode_id, parent_id from after.main.inodes
),

containers as (
    select distinct side, parent_id as inode_id from parents where parent_id is not null
),

steps as (
    select c.side, c.inode_id, p.parent_id, t.cut_no
    from containers c
    join parents p using (side, inode_id)
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
