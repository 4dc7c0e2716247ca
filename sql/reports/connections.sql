-- purpose:  Who reaches which connection, database, schema and table, and through what.
-- grain:    inode_id, member_id
-- columns:
--   connection            the connection's name
--   object                names from the connection down
--   kind                  connection, database, schema, table or unknown
--   below                 how many databases, schemas and tables lie below and follow from it
--   person                the member's full name
--   email                 their e-mail address
--   account_type          the account type that caps them
--   user_kind             internal, guest or embed
--   status                active, inactive or archived
--   can                   what they can really do, in Sigma's words
--   note                  what else must be known of this row
--   through               every reason in words, strongest first
--   path_count            how many reasons count
--   granted               what grants give, before status and account type, in words
--   granted_permission    the same as the API's word
--   effective_permission  what they can really do as the API's word
--   can_write_back        whether they may write to the connection
--   certainty             known, or at_least: something unread could raise it
--   cap_certainty         known, not_read or not_understood: what the account type's cap rests on
--   is_archived           whether the connection is archived
--   inode_id              the connection, database, schema or table
--   member_id             the member
-- params:
--   connection varchar = null — id or name of one connection
--   member     varchar = null — id or e-mail address of one member
--   everything boolean = false — yes: also what merely follows from a row above it
with

roots as (
    select a.inode_id, c.name as connection, c.is_archived,
    from inode_ancestry a
    join connections c on c.connection_id = a.ancestor_id
    where $connection is null or c.connection_id = lower($connection) or lower(c.name) = lower($connection)
),

people as (
    select member_id, name, email, account_type, user_kind, status,
    from members
    where $member is null or member_id = $member or lower(email) = lower($member)
),

below as (
    select ancestor_id as inode_id, count(*) as below,
    from inode_ancestry
    where distance > 0 and ancestor_id in (select inode_id from roots)
    group by ancestor_id
),

kept as (
    select distinct inode_id, member_id,
    from access_paths
    where inode_id in (select inode_id from roots) and member_id in (select member_id from people)
        and ($everything or distance = 0)
),

reasons as (
    select inode_id, member_id, list(words order by counts desc, strength desc, distance, words) as through,
    from path_words
    where (inode_id, member_id) in (select (inode_id, member_id) from kept)
    group by inode_id, member_id
)

select
    r.connection, i.path_text as object, i.kind, coalesce(b.below, 0) as below,
    p.name as person, p.email, p.account_type, p.user_kind, p.status, a.can,
    nullif(concat_ws('; ', a.note, case when r.is_archived then 'connection archived' end), '') as note,
    n.through, a.path_count, a.granted, a.granted_permission,
    a.effective_permission, a.can_write_back, a.certainty, a.cap_certainty, r.is_archived,
    inode_id, member_id,
from kept
join access_words a using (inode_id, member_id)
join roots r using (inode_id)
join people p using (member_id)
join inodes i using (inode_id)
left join below b using (inode_id)
left join reasons n using (inode_id, member_id)
order by r.connection, i.path_text, inode_id, p.name, member_id
