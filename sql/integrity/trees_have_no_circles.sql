-- purpose:  No inode lies in something that lies in it.
-- grain:    inode_id, ancestor_id
-- columns:
--   inode_id     the inode
--   ancestor_id  above it and beneath it at once
with

above as (
    select inode_id, ancestor_id from inode_ancestry where inode_id <> ancestor_id
),

-- Only what something lies in can lie in it: few of them.
containers as (
    select a.inode_id, a.ancestor_id
    from above a
    semi join (select distinct ancestor_id as inode_id from above) c using (inode_id)
)

select a.inode_id, a.ancestor_id
from containers a
join containers b on b.inode_id = a.ancestor_id and b.ancestor_id = a.inode_id
