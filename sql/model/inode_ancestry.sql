-- purpose:  Every inode with itself and everything above it: what it inherits from (R3, R4).
-- grain:    inode_id, ancestor_id
-- columns:
--   inode_id     the inode
--   ancestor_id  itself, or one above it
--   distance     edges between the two; 0 for itself
with recursive

-- Few inodes hold others: only these are climbed from, and each of the rest takes what its holder has.
holders as materialized (
    select distinct parent_id as inode_id
    from inode_facts
    where parent_id is not null
),

held_holders as materialized (
    select f.inode_id, f.parent_id
    from inode_facts f
    semi join holders using (inode_id)
    where f.parent_id is not null
),

steps as (
    select inode_id, inode_id as ancestor_id, 0 as distance
    from holders
    union all
    select s.inode_id, h.parent_id, s.distance + 1
    from steps s
    join held_holders h on h.inode_id = s.ancestor_id
    -- A folder inside itself would never end: 64 levels are more than there are.
    where h.parent_id <> s.inode_id and s.distance < 64
),

above as materialized (
    select inode_id, ancestor_id, min(distance) as distance
    from steps
    group by inode_id, ancestor_id
),

leaves as materialized (
    select inode_id, parent_id
    from inode_facts
    anti join holders using (inode_id)
)

from above
union all
select inode_id, inode_id, 0
from leaves
union all
select l.inode_id, a.ancestor_id, a.distance + 1
from leaves l
join above a on a.inode_id = l.parent_id
-- In order, so that a question about one inode reads a few blocks of it.
order by inode_id, ancestor_id
