-- purpose:  Every grant that an answer showed is in grants, on an inode that is in inodes.
-- grain:    grant_id
-- columns:
--   grant_id  the grant
--   inode_id  the inode it sits on, if that is in inodes
select r.grant_id, i.inode_id
from (select distinct grant_id from grant_rows) r
left join grants g using (grant_id)
left join inodes i using (inode_id)
where i.inode_id is null
