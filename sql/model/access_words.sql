-- purpose:  Every access with what it comes to in words, and what else must be known of it.
-- grain:    member_id, inode_id
-- as:       view
-- columns:
--   member_id             the member
--   inode_id              the inode
--   plane                 content or data
--   granted_permission    the strongest by grants, ownership and home folder
--   effective_permission  what the account type and the status leave of it
--   can_write_back        may write to the connection
--   path_count            how many reasons count
--   certainty             known, or at_least: something unread could raise it
--   cap_certainty         known, not_read or not_understood: what the account type's cap rests on
--   granted               granted_permission in Sigma's words
--   can                   what they can really do, in Sigma's words; else why they can do nothing
--   note                  what else must be known of it; null when nothing
select
    a.member_id, a.inode_id, a.plane, a.granted_permission, a.effective_permission,
    a.can_write_back, a.path_count, a.certainty, a.cap_certainty, a.granted_label as granted,
    case
        when a.effective_permission is not null then a.effective_label
        when a.can_write_back then 'Can write'
        when a.granted_permission is null then
            case when a.plane = 'data' then 'Nothing understood' else 'Not understood' end
        when m.status = 'active' then 'Nothing by account type'
        else 'Nothing while ' || m.status
    end as can,
    nullif(concat_ws(
        '; ',
        case when not m.is_person then 'Sigma''s own account, not a person' end,
        case when a.granted_label is distinct from a.effective_label then 'granted ' || a.granted_label end,
        case when a.can_write_back and a.effective_permission is not null then 'and write back' end,
        case when a.certainty = 'at_least' then 'at least: something unread could raise it' end,
        case a.cap_certainty
            when 'not_read' then 'account type not read, so not capped'
            when 'not_understood' then 'cap not understood, so not capped'
        end
    ), '') as note
from effective_access a
join members m using (member_id)
