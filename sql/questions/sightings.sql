-- purpose:  What one snapshot shows of a member's access, of everybody's to an inode, or of one pair.
-- grain:    member_id, inode_id
-- columns:
--   member_id             the member
--   inode_id              the inode
--   granted_permission    the strongest permission by grants, ownership and home folder
--   effective_permission  what the member can really use
--   can_write_back        whether the member may write to the connection
--   effective_label       effective_permission in Sigma's words
--   granted_label         granted_permission in Sigma's words
--   certainty             known, or at_least: something unread could raise it
--   plane                 content or data
--   kind                  workspace, folder, workbook, connection, table …
--   path_text             names from the root down
--   name                  the member's full name
--   email                 their e-mail address
--   member_created_at     when the account was made, UTC
--   inode_created_at      when the inode was made, UTC
-- params:
--   member_id varchar = null — the member asked about; null: everybody
--   inode_id  varchar = null — the inode asked about; null: everything
with

reached as (
    select *
    from effective_access
    where
        member_id = coalesce($member_id, member_id)
        and inode_id = coalesce($inode_id, inode_id)
)

select
    r.member_id, r.inode_id, r.granted_permission, r.effective_permission, r.can_write_back,
    r.effective_label, r.granted_label, r.certainty, r.plane, i.kind, i.path_text, m.name, m.email,
    m.created_at as member_created_at, i.created_at as inode_created_at,
from reached r
join members m using (member_id)
join inodes i using (inode_id)
