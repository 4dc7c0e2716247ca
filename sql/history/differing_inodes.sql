-- purpose:  Inodes whose rows are not the same in both snapshots, noise included.
-- grain:    inode_id
-- columns:
--   inode_id       the inode
--   kind           the later snapshot's word for it, else the earlier one's
--   kind_before    the earlier one's; null when it has none
--   kind_after     the later one's; null when it has none
--   parent_before  what it lay in
--   parent_after   what it lies in
--   created_at     when it was made, UTC; null when that is not told
--   before         the row of the earlier snapshot as JSON; null when it has none
--   after          the row of the later snapshot as JSON; null when it has none
select
    coalesce(b.inode_id, a.inode_id) as inode_id, coalesce(a.kind, b.kind) as kind,
    b.kind as kind_before, a.kind as kind_after, b.parent_id as parent_before,
    a.parent_id as parent_after, coalesce(a.created_at, b.created_at) as created_at,
    if(b.inode_id is null, null, to_json(b)) as before,
    if(a.inode_id is null, null, to_json(a)) as after
from before.main.inodes b
full join after.main.inodes a on a.inode_id = b.inode_id
where b is distinct from a
