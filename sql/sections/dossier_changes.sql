-- purpose:  Every change about one member or one object, access lost first, each with its cause.
-- grain:    change_id
-- columns:
--   change     lost, lowered, gained, raised; added, removed, changed; or not_known
--   sentence   what happened
--   cause      because of what; what was not read where it is not known
--   member_id  the member, where one is meant
--   inode_id   the object, where one is meant
--   change_id  names the row
-- params:
--   member_id varchar = null — the member, of a member's dossier
--   inode_id  varchar = null — the object, of an object's
select change, upper(sentence[1]) || sentence[2:] as sentence, cause, member_id, inode_id, change_id,
from changes
where ($member_id is not null and (member_id = $member_id or principal_id = $member_id))
    or ($inode_id is not null and inode_id = $inode_id)
order by
    list_position(
        ['lost', 'lowered', 'gained', 'raised', 'removed', 'added', 'changed', 'not_known'], change
    ),
    sentence, change_id
