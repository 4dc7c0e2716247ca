-- purpose:  Who reaches what, how strongly by grants, and what of it they can really use.
-- grain:    member_id, inode_id
-- as:       view
-- columns:
--   member_id             the member
--   inode_id              the inode
--   plane                 content or data
--   granted_permission    the strongest by grants, ownership and home folder; null if none counts
--   effective_permission  what the account type and the status leave of it (D5, D6)
--   can_write_back        may write to the connection, which stands beside the order (D11)
--   path_count            its access_paths that count
--   certainty             known, or at_least: something unread could raise it (D10)
--   effective_label       effective_permission in Sigma's words
--   granted_label         granted_permission in Sigma's words
--   cap_certainty         known; not_read or not_understood when the cap rests on that (D6)
--   is_by_everyone_alone  nothing but what the whole organisation was given reaches them here
with

reached as (
    select
        member_id, inode_id, max(rank) as rank, count(rank) as path_count,
        coalesce(bool_or(permission in (select permission from permission_levels where writes)), false)
            as has_write,
        bool_and(via = 'organization') as is_by_everyone_alone
    from access_paths
    group by member_id, inode_id
),

-- What is usable: nothing unless the member is active; then what their account type leaves.
capped as (
    select
        r.member_id, r.inode_id, i.plane,
        i.permission_class in ('workbook', 'report', 'document') as is_document,
        g.permission as granted_permission, r.path_count, r.is_by_everyone_alone,
        case
            when g.permission in ('edit', 'admin') then 'known'
            when n.is_for_anyone or o.member_id is not null then 'at_least'
            when n.is_for_everyone and e.member_id is not null then 'at_least'
            else 'known'
        end as certainty,
        case when m.is_usable then c.permission end as effective_permission,
        m.is_usable and i.plane = 'data' and r.has_write and w.permission is not null
            as can_write_back,
        case
            when m.is_usable and c.certainty <> 'known' then c.certainty
            when m.is_usable and i.plane = 'data' and r.has_write then w.certainty
            else 'known'
        end as cap_certainty
    from reached r
    join members m on m.member_id = r.member_id
    join inodes i on i.inode_id = r.inode_id
    left join permission_levels g on g.plane = i.plane and g.rank = r.rank
    left join account_type_caps c
        on c.account_type_id = coalesce(m.account_type_id, '')
        and c.permission_class = i.permission_class and c.granted = g.permission
    left join account_type_caps w
        on w.account_type_id = coalesce(m.account_type_id, '')
        and w.permission_class = 'data' and w.granted = 'writeback'
    left join inode_gaps n on n.inode_id = r.inode_id
    left join principal_members e
        on e.principal_kind = 'organization' and e.member_id = r.member_id
    left join member_gaps o on o.member_id = r.member_id and o.plane = i.plane
)

select
    c.member_id, c.inode_id, c.plane, c.granted_permission, c.effective_permission,
    c.can_write_back, c.path_count, c.certainty,
    case when c.is_document then e.document_label else e.container_label end as effective_label,
    case when c.is_document then g.document_label else g.container_label end as granted_label,
    c.cap_certainty, c.is_by_everyone_alone
from capped c
left join permission_levels e on e.plane = c.plane and e.permission = c.effective_permission
left join permission_levels g on g.plane = c.plane and g.permission = c.granted_permission
