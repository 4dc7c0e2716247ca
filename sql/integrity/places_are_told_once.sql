-- purpose:  No inode is said twice to lie in one place, and none to lie nowhere; apart from the other
--           keys, for it is the longest relation.
-- grain:    inode_id, ancestor_id
-- columns:
--   inode_id     the inode
--   ancestor_id  itself, or one above it
--   row_count    rows that say so
with

suspect as (
    select hash(inode_id, ancestor_id) as hashed
    from inode_ancestry
    group by hashed
    having count(*) > 1
)

select inode_id, ancestor_id, count(*) as row_count
from inode_ancestry
where inode_id is null or ancestor_id is null or hash(inode_id, ancestor_id) in (from suspect)
group by inode_id, ancestor_id
having count(*) > 1 or inode_id is null or ancestor_id is null
