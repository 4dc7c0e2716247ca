-- purpose:  Every inode with itself and everything above it: what it inherits from (R3, R4).
-- grain:    inode_id, ancestor_id
-- columns:
--   inode_id     the inode
--   ancestor_id  itself, or one above it
--   distance     edges between the two; 0 for itself
with recursive

steps as (
    select inode_id, inode_id as ancestor_id, 0 as distance
    from inode_facts
    union all
    select s.inode_id, f.parent_id, s.distance + 1
    from steps s
    join inode_facts f on f.inode_id = s.ancestor_id
    -- A folder inside itself would never end: 64 levels are more than there are.
    where f.parent_id is not null and f.parent_id <> s.inode_id and s.distance < 64
)

select inode_id, ancestor_id, min(distance) as distance
from steps
group by inode_id, ancestor_id
-- In order, so that a question about one inode reads a few blocks of it.
order by inode_id, ancestor_id
