-- purpose:  Everyone who reaches one object, how strongly, and through what; Admins beside them.
-- grain:    member_id
-- columns:
--   person                the member's full name
--   email                 their e-mail address
--   account_type          the account type that caps them
--   user_kind             internal, guest or embed
--   status                active, inactive or archived
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
--   is_admin              whether they could take any access, whatever is granted
--   member_id             the member
-- params:
--   inode_id varchar — the object
with

reasons as (
    select member_id, list(words order by counts desc, strength desc, distance, words) as through,
    from path_words
    where inode_id = $inode_id
    group by member_id
)

select
    m.name as person, m.email, m.account_type, m.user_kind, m.status, a.can,
    nullif(concat_ws('; ', a.note, if(m.is_admin, 'Admin', null)), '') as note,
    r.through, a.path_count, a.granted, a.granted_permission, a.effective_permission,
    a.can_write_back, a.certainty, a.cap_certainty, m.is_admin, member_id,
from access_words a
join members m using (member_id)
left join reasons r using (member_id)
left join permission_levels l on l.plane = a.plane and l.permission = a.effective_permission
where a.inode_id = $inode_id
order by l.rank desc nulls last, a.can, m.name, member_id
