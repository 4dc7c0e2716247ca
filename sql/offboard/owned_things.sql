-- purpose:  What the accounts asked about own in this snapshot, their home folders left out.
-- grain:    snapshot_id, inode_id
-- columns:
--   snapshot_id  the snapshot
--   inode_id     what is owned
--   member_id    who owns it here
select i.snapshot_id, o.inode_id, o.owner_id as member_id,
from inodes o
cross join snapshot_info i
anti join (select home_folder_id as inode_id from members) h using (inode_id)
where o.owner_id in (select member_id from input.matches)
order by o.inode_id
