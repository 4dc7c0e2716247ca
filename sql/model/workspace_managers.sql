-- purpose:  Who can really manage which workspace, by grants: implicit power of Admins left out.
-- grain:    member_id, inode_id
-- as:       view
-- columns:
--   member_id      the member
--   inode_id       the workspace
--   cap_certainty  known; otherwise what the account type leaves rests on a guess
select a.member_id, a.inode_id, a.cap_certainty
from effective_access a
where a.effective_permission = 'edit'
    and a.inode_id in (select inode_id from inodes where kind = 'workspace')
