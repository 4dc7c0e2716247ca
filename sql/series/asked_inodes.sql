-- purpose:  The inodes that a question is about: the one named, or all at which one member may have access.
-- grain:    inode_id
-- columns:
--   inode_id  the inode
-- params:
--   inode_id varchar = null — the inode asked about; null: whatever the member reaches
select $inode_id::varchar as inode_id where $inode_id is not null
union
select inode_id from slices.inode_ancestry
