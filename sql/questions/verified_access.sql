-- purpose:  What a member can really use of the kinds that Sigma's own list of their files shows.
-- grain:    member_id, inode_id
-- columns:
--   member_id             the member
--   inode_id              the inode
--   effective_permission  what they can really do as the API's word
--   certainty             known, or at_least
--   cap_certainty         known, not_read or not_understood
-- params:
--   member_id varchar — the member
select a.member_id, a.inode_id, a.effective_permission, a.certainty, a.cap_certainty,
from effective_access a
join inodes i using (inode_id)
where a.member_id = $member_id and a.plane = 'content' and a.effective_permission is not null
    and i.kind in ('workbook', 'folder', 'data_model', 'dataset', 'report') and not i.is_archived
