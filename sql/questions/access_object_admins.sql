-- purpose:  Admins who could take access to one inode and have no reason of their own (D7).
-- grain:    member_id
-- columns:
--   member_id             the member
--   email                 their e-mail address
--   name                  their full name
--   status                active, inactive or archived
--   account_type          the account type that caps them
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
--   inode_id varchar — the inode
select
    m.member_id, m.email, m.name, m.status, m.account_type, m.is_admin,
    null::varchar as granted_permission, null::varchar as effective_permission,
    false as can_write_back, 0 as path_count,
    c.certainty,
    null::varchar as granted_label, null::varchar as effective_label, 'known' as cap_certainty,
    m.user_kind, 1 as member_count,
from admin_certainty c
join members m on m.member_id = c.member_id
where c.inode_id = $inode_id and c.member_id not in (
    select member_id from access_paths where inode_id = $inode_id
)
order by m.name, m.member_id
