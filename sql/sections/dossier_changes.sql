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
--   member_no integer = null — as in compared_members; filled in
--   group_no  bigint = null — as in compared_inodes; filled in
with

-- A number that is given reaches what rows are made of.
asked as (
    select change, sentence, cause, member_id, inode_id, change_id
    from base_change_rows
    where
        ($member_id is not null and (member_id = $member_id or principal_id = $member_id))
        or ($inode_id is not null and inode_id = $inode_id)
    union all by name
    select *, concat_ws(' ', 'effective_access', member_id, inode_id, "column") as change_id
    from access_changes where member_no = $member_no
    union all by name
    select *, concat_ws(' ', 'effective_access', member_id, inode_id, "column") as change_id
    from access_changes where group_no = $group_no and inode_id = $inode_id
)

select change, upper(sentence[1]) || sentence[2:] as sentence, cause, member_id, inode_id, change_id,
from asked
order by
    list_position(
        ['lost', 'lowered', 'gained', 'raised', 'removed', 'added', 'changed', 'not_known'], change
    ),
    sentence, change_id
