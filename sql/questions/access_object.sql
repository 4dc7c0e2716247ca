-- purpose:  Everyone who reaches one inode, then the admins who could without a reason of their own.
-- grain:    member_id, effective_permission
-- columns:
--   member_id             the member; null for a line of several
--   email                 their e-mail address
--   name                  their full name; of a line of several, who they are
--   status                active, inactive or archived
--   account_type          the account type that caps them; null for a line of several
--   is_admin              whether they can take any access, whatever is granted
--   granted_permission    the strongest permission by grants, ownership and home folder
--   effective_permission  what they can really use
--   can_write_back        whether they may write to the connection
--   path_count            reasons that count; 0 for an admin without one
--   certainty             known, or at_least: something unread could raise it
--   granted_label         granted_permission in Sigma's words
--   effective_label       effective_permission in Sigma's words
--   cap_certainty         known, not_read or not_understood: what the account type's cap rests on
--   user_kind             internal, guest or embed
--   member_count          members this row stands for
-- params:
--   inode_id      varchar — the inode
--   is_aggregated boolean = false — one line for those whom only the whole organisation's grant reaches
with

everyone as (
    select member_id,
    from principal_members
    where principal_kind = 'organization'
),

admins as (
    select
        m.member_id, false as can_write_back, 0 as path_count, 'known' as cap_certainty,
        case
            when n.is_for_anyone or o.member_id is not null then 'at_least'
            when n.is_for_everyone and m.member_id in (from everyone) then 'at_least'
            else 'known'
        end as certainty,
        false as is_reached, false as is_folded,
    from members m
    join inodes i on i.inode_id = $inode_id
    left join inode_gaps n on n.inode_id = i.inode_id
    left join member_gaps o on o.member_id = m.member_id and o.plane = i.plane
    where m.is_admin
),

by_everyone_alone as (
    select member_id,
    from access_paths
    where inode_id = $inode_id
    group by member_id
    having bool_and(via = 'organization')
),

reached as (
    select
        a.member_id, a.plane, a.granted_permission, a.effective_permission, a.can_write_back,
        a.path_count, a.certainty, a.granted_label, a.effective_label, a.cap_certainty,
        true as is_reached,
        coalesce($is_aggregated, false) and not m.is_admin
            and a.member_id in (from by_everyone_alone) as is_folded,
    from effective_access a
    join members m using (member_id)
    where a.inode_id = $inode_id
),

listed as (
    from reached
    union all by name
    from admins where member_id not in (select member_id from reached)
),

told as (
    select
        l.*, m.* exclude (member_id), coalesce(p.rank, 0) as strength,
        if(l.is_folded, null, l.member_id) as shown_id,
    from listed l
    join members m using (member_id)
    left join permission_levels p on p.plane = l.plane and p.permission = l.granted_permission
)

select
    shown_id as member_id,
    if(is_folded, null, any_value(email)) as email,
    if(is_folded, 'Everyone in the organisation, no other reason', any_value(name)) as name,
    any_value(status) as status,
    if(is_folded, null, any_value(account_type)) as account_type,
    any_value(is_admin) as is_admin,
    any_value(granted_permission) as granted_permission, effective_permission,
    bool_or(can_write_back) as can_write_back, max(path_count) as path_count,
    min(certainty) as certainty, any_value(granted_label) as granted_label,
    any_value(effective_label) as effective_label, max(cap_certainty) as cap_certainty,
    any_value(user_kind) as user_kind, count(*) as member_count,
from told
group by shown_id, is_folded, effective_permission, is_reached
order by is_reached desc, max(strength) desc, is_folded desc, any_value(told.name), shown_id, effective_permission
