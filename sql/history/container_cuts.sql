-- purpose:  For everything that something lies in and that is no cut itself: the nearest cut above it.
--           What is no cut lies in the same place in both snapshots.
-- grain:    inode_id
-- columns:
--   inode_id  the inode
--   cut_no    as in inode_cuts
with recursive

parents as (
    select parent_id as inode_id from after.main.inodes
    union
    select parent_before from differing_inodes
),

-- Nothing has two parents: what is no cut is in the later snapshot too.
containers as materialized (
    select i.inode_id, i.parent_id
    from after.main.inodes i
    semi join parents p on p.inode_id = i.inode_id
    anti join inode_cuts c on c.inode_id = i.inode_id
),

climbs as (
    select c.inode_id, c.parent_id, t.cut_no, 0 as distance
    from containers c
    left join inode_cuts t on t.inode_id = c.parent_id
    union all
    -- A folder inside itself would never end: 64 levels are more than there are.
    select c.inode_id, s.parent_id, t.cut_no, c.distance + 1
    from climbs c
    join containers s on s.inode_id = c.parent_id
    left join inode_cuts t on t.inode_id = s.parent_id
    where c.cut_no is null and c.distance < 64
)

select inode_id, cut_no
from climbs
where cut_no is not null
