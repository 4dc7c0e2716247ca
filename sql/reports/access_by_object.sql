-- purpose:  Who can open each workspace, folder and document, how strongly, and through what.
-- grain:    inode_id, member_id
-- columns:
--   workspace             the workspace, or home folder, it lies in
--   object                names from the root down
--   kind                  workspace, folder, workbook, data_model, dataset, report …
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
--   certainty             known, or at_least: something unread could raise it
--   cap_certainty         known, not_read or not_understood: what the account type's cap rests on
--   is_admin              whether they could take any access, whatever is granted
--   is_archived           whether the object is archived
--   inode_id              the object
--   member_id             the member
-- params:
--   object    varchar = null — id or path of one object
--   workspace varchar = null — name of the workspace
--   member    varchar = null — id or e-mail address of one member
with

objects as (
    select inode_id, kind, path_text, is_archived,
    from inodes
    where
        plane = 'content'
        and ($object is null or inode_id = lower($object) or lower(path_text) = lower($object))
),

roots as (
    select a.inode_id, arg_max(r.name, a.distance) as workspace,
    from inode_ancestry a
    join inodes r on r.inode_id = a.ancestor_id
    group by a.inode_id
),

people as (
    select member_id, name, email, account_type, user_kind, status, is_admin,
    from members
    where $member is null or member_id = $member or lower(email) = lower($member)
),

reasons as (
    select inode_id, member_id, list(words order by counts desc, strength desc, distance, words) as through,
    from path_words
    where inode_id in (select inode_id from objects)
        and member_id in (select member_id from people)
    group by inode_id, member_id
)

select
    r.workspace,
    o.path_text as object,
    o.kind, p.name as person, p.email, p.account_type, p.user_kind, p.status, a.can,
    nullif(concat_ws(
        '; ',
        a.note,
        case when p.is_admin then 'Admin' end,
        case when o.is_archived then 'object archived' end
    ), '') as note,
    n.through, a.path_count, a.granted,
    a.granted_permission, a.effective_permission, a.certainty, a.cap_certainty,
    p.is_admin, o.is_archived, inode_id, member_id,
from access_words a
join objects o using (inode_id)
join people p using (member_id)
left join roots r using (inode_id)
left join reasons n using (inode_id, member_id)
where $workspace is null or lower(r.workspace) = lower($workspace)
order by r.workspace, o.path_text, inode_id, a.effective_permission is null, p.name, member_id
