-- purpose:  Who can really manage which workspace, by grants: implicit power of Admins left out.
-- grain:    member_id, inode_id
-- as:       view
-- columns:
--   member_id      the member
--   inode_id       the workspace
--   cap_certainty  known; otherwise what the account type leaves rests on a guess
with

-- Asked of workspaces alone, and sifted afterwards: sifted first, every pair would be made.
reached as materialized (
    select a.member_id, a.inode_id, a.effective_permission, a.cap_certainty
    from (select inode_id from inodes where kind = 'workspace') w
    join effective_access a using (inode_id)
)

select member_id, inode_id, cap_certainty
from reached
where effective_permission = 'edit'
