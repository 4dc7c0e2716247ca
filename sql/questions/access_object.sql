-- purpose:  Everyone who reaches one inode, strongest first.
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
--   path_count            reasons that count
--   certainty             known, or at_least: something unread could raise it
--   granted_label         granted_permission in Sigma's words
--   effective_label       effective_permission in Sigma's words
--   cap_certainty         known, not_read or not_understood: what the account type's cap rests on
--   user_kind             internal, guest or embed
--   member_count          members this row stands for
-- params:
--   inode_id      varchar — the inode
--   is_aggregated boolean = false — one line for those whom only the organisation's grant reaches
with

by_everyone_alone as (
    select member_id,
    from access_paths
    where inode_id = $inode_id
    group by member_id
    having bool_and(via = 'organization')
),

-- Admins stay lines of their own: their power is told beside every answer.
reached as (
    select
        a.*, m.email, m.name, m.status, m.account_type, m.is_admin, m.user_kind,
        coalesce(p.rank, 0) as strength,
        coalesce($is_aggregated, false) and not m.is_admin and b.member_id is not null
            as is_folded,
        if(is_folded, null, a.member_id) as shown_id,
    from effective_access a
    join members m on m.member_id = a.member_id
    left join by_everyone_alone b on b.member_id = a.member_id
    left join permission_levels p on p.plane = a.plane and p.permission = a.granted_permission
    where a.inode_id = $inode_id
)

select
    shown_id as member_id,
    if(is_folded, null, any_value(email)) as email,
    if(is_folded, 'Everyone in the organisation, no other reason', any_value(r.name)) as name,
    any_value(status) as status,
    if(is_folded, null, any_value(account_type)) as account_type,
    any_value(is_admin) as is_admin,
    any_value(granted_permission) as granted_permission, effective_permission,
    bool_or(can_write_back) as can_write_back, max(path_count) as path_count,
    min(certainty) as certainty, any_value(granted_label) as granted_label,
    any_value(effective_label) as effective_label, max(cap_certainty) as cap_certainty,
    any_value(user_kind) as user_kind, count(*) as member_count,
from reached r
group by shown_id, is_folded, effective_permission
order by max(strength) desc, is_folded desc, any_value(r.name), shown_id, effective_permission
