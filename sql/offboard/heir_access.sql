-- purpose:  What one heir reached, in this snapshot, of the things handed over to them.
-- grain:    snapshot_id, inode_id, heir_id
-- columns:
--   snapshot_id           the snapshot
--   inode_id              what was handed over
--   heir_id               who has it now
--   granted_permission    the strongest they were granted here; null: nothing
--   granted_label         in Sigma's words
--   effective_permission  what of it they could use
--   effective_label       in Sigma's words
--   is_known              nothing unread could have raised it
-- params:
--   heir_id varchar — the heir
with

inherited as (
    select distinct inode_id, heir_id
    from input.handed_over
    where heir_id = $heir_id
),

reached as (
    from effective_access
    where member_id = $heir_id
)

select
    s.snapshot_id, h.inode_id, h.heir_id,
    r.granted_permission, r.granted_label, r.effective_permission, r.effective_label,
    coalesce(
        r.certainty = 'known',
        i.inode_id is not null and n.inode_id is null
        and not exists (from member_gaps where member_id = $heir_id)
    ) as is_known,
from inherited h
cross join snapshot_info s
left join inodes i using (inode_id)
left join reached r using (inode_id)
left join inode_gaps n on n.inode_id = h.inode_id and n.is_for_anyone
order by h.inode_id
