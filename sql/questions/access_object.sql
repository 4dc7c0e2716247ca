-- purpose:  Everyone who reaches one inode, strongest first; then Admins who could take access and
--           have no reason of their own (D7).
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
--   path_count            reasons that count; 0 for an Admin without one
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

-- Admins stay lines of their own: their power is told beside every answer.
reached as materialized (
    select
        a.*, m.email, m.name, m.status, m.account_type, m.is_admin, m.user_kind,
        coalesce(p.rank, 0) as strength,
        coalesce($is_aggregated, false) and not m.is_admin and a.is_by_everyone_alone as is_folded,
        if(is_folded, null, a.member_id) as shown_id,
    from effective_access a
    join members m on m.member_id = a.member_id
    left join permission_levels p on p.plane = a.plane and p.permission = a.granted_permission
    where a.inode_id = $inode_id
),

reaching as (
    select
        shown_id as member_id, is_folded,
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
        max(strength) as strength, any_value(r.name) as place,
    from reached r
    group by shown_id, is_folded, effective_permission
),

could_reach as (
    select
        m.member_id, m.email, m.name, m.status, m.account_type, m.is_admin,
        false as can_write_back, 0 as path_count,
        c.certainty,
        'known' as cap_certainty, m.user_kind, 1 as member_count, -1 as strength, m.name as place,
    from admin_certainty c
    join members m on m.member_id = c.member_id
    where c.inode_id = $inode_id and c.member_id not in (select member_id from reached)
)

select
    member_id, email, name, status, account_type, is_admin, granted_permission,
    effective_permission, can_write_back, path_count, certainty, granted_label, effective_label,
    cap_certainty, user_kind, member_count,
from (from reaching union all by name from could_reach)
order by strength desc, is_folded desc, place, member_id, effective_permission
