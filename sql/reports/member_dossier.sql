-- purpose:  Everything one member reaches, content and data, how strongly, and through what.
-- grain:    inode_id
-- columns:
--   object                names from the root down
--   kind                  workspace, folder, workbook, connection, table …
--   plane                 content or data
--   can                   what they can really do, in Sigma's words
--   note                  what else must be known of this row
--   through               every reason in words, strongest first
--   path_count            how many reasons count
--   granted               what grants and ownership give, before status and account type, in words
--   granted_permission    the same as the API's word
--   effective_permission  what they can really do as the API's word
--   can_write_back        whether they may write to the connection
--   certainty             known, or at_least: something unread could raise it
--   cap_certainty         known, not_read or not_understood: what the account type's cap rests on
--   is_archived           whether the object is archived
--   inode_id              the object
-- params:
--   member_id varchar — the member
with

reasons as (
    select inode_id, list(words order by counts desc, strength desc, distance, words) as through,
    from path_words
    where member_id = $member_id
    group by inode_id
)

select
    i.path_text as object, i.kind, a.plane, a.can,
    nullif(concat_ws('; ', a.note, if(i.is_archived, 'object archived', null)), '') as note,
    r.through, a.path_count, a.granted, a.granted_permission, a.effective_permission,
    a.can_write_back, a.certainty, a.cap_certainty, i.is_archived, inode_id,
from access_words a
join inodes i using (inode_id)
left join reasons r using (inode_id)
where a.member_id = $member_id
order by a.plane, i.path_text, inode_id
