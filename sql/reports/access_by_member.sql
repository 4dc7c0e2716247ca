-- purpose:  What each member can open, content and data, how strongly, and through what.
-- grain:    member_id, inode_id
-- columns:
--   person                the member's full name
--   email                 their e-mail address
--   account_type          the account type that caps them
--   user_kind             internal, guest or embed
--   status                active, inactive or archived
--   plane                 content or data
--   object                names from the root down
--   kind                  workspace, folder, workbook, connection, table …
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
--   inode_id              the object
-- params:
--   member     varchar = null — id or e-mail address of one member
--   everything boolean = false — yes: also what merely follows from a row above it
with

people as (
    select member_id, name, email, account_type, user_kind, status, is_admin,
    from members
    where $member is null or member_id = $member or lower(email) = lower($member)
),

paths as (
    select member_id, inode_id, distance, via,
    from access_paths
    where member_id in (select member_id from people)
),

-- On data and in folders everything below a grant follows from it: a row where one lies says it all.
kept as (
    select distinct p.member_id, p.inode_id,
    from paths p
    join inodes i using (inode_id)
    where $everything or p.distance = 0 or not (i.is_container or i.plane = 'data')
),

reasons as (
    select member_id, inode_id, list(words order by counts desc, strength desc, distance, words) as through,
    from path_words
    where (member_id, inode_id) in (select (member_id, inode_id) from kept)
    group by member_id, inode_id
)

select
    p.name as person, p.email, p.account_type, p.user_kind, p.status,
    a.plane, i.path_text as object, i.kind,
    a.can,
    nullif(concat_ws('; ', a.note, case when i.is_archived then 'object archived' end), '') as note,
    n.through, a.path_count, a.granted, a.granted_permission,
    a.effective_permission, a.can_write_back, a.certainty, a.cap_certainty,
    p.is_admin, member_id, inode_id,
from kept
join access_words a using (member_id, inode_id)
join people p using (member_id)
join inodes i using (inode_id)
left join reasons n using (member_id, inode_id)
order by p.name, member_id, a.plane, i.path_text, inode_id
