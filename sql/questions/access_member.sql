-- purpose:  Everything one member reaches, how strongly, granted and usable.
-- grain:    inode_id
-- columns:
--   inode_id              the inode reached
--   plane                 content or data
--   kind                  workspace, folder, workbook, connection, table …
--   path_text             names from the root down
--   granted_permission    the strongest permission by grants, ownership and home folder
--   effective_permission  what the member can really use
--   can_write_back        whether the member may write to the connection
--   path_count            reasons that count
--   certainty             known, or at_least: something unread could raise it
--   granted_label         granted_permission in Sigma's words
--   effective_label       effective_permission in Sigma's words
--   cap_certainty         known, not_read or not_understood: what the account type's cap rests on
--   is_archived           whether the inode itself is archived
--   through               the strongest reason in words, and how many more there are
-- params:
--   member_id varchar — the member
with

-- The reason to tell: the strongest, of equals the nearest.
told as (
    select
        inode_id,
        arg_min(words, (-strength, distance, reason_id)) filter (counts) as strongest,
        arg_min(words, (distance, reason_id)) as nearest, count(*) as reasons,
    from path_words
    where member_id = $member_id
    group by inode_id
)

select
    inode_id, a.plane, i.kind, i.path_text,
    a.granted_permission, a.effective_permission, a.can_write_back, a.path_count, a.certainty,
    a.granted_label, a.effective_label, a.cap_certainty, i.is_archived,
    coalesce(t.strongest, t.nearest)
    || if(t.reasons > 1, ', and ' || (t.reasons - 1) || ' more', '') as through,
from effective_access a
join inodes i using (inode_id)
left join told t using (inode_id)
where a.member_id = $member_id
order by a.plane, i.path_text, inode_id
