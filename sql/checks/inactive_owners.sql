-- title:    Every document has an owner who is here
-- severity: medium
-- purpose:  Whether the owner of each document that is in use is an active member.
-- why:      Queries of the document run with its owner's rights (R19), and nobody answers for it.
-- fix:      Transfer the document to somebody active before or while deactivating the owner.
-- grain:    subject_id
-- columns:
--   subject_kind  inode
--   subject_id    the document
--   subject_name  where it is
--   status        pass, fail or not_known
--   reason        who owns it
--   owner_id      its owner
with

documents as (
    select inode_id, path_text, owner_id
    from inodes
    where plane = 'content' and not is_container and not is_archived and kind <> 'unknown'
)

select
    'inode' as subject_kind, d.inode_id as subject_id, d.path_text as subject_name,
    case
        when m.is_usable then 'pass' when m.member_id is not null then 'fail' else 'not_known'
    end as status,
    case
        when m.is_usable then d.path_text || ' is owned by ' || m.name
        when m.member_id is not null
            then d.path_text || ' is owned by ' || m.name || ', who is ' || m.status
        when d.owner_id is null then 'No answer tells who owns ' || d.path_text
        else d.path_text || ' is owned by ' || d.owner_id || ', whom no list of members shows'
    end as reason,
    d.owner_id
from documents d
left join members m on m.member_id = d.owner_id
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('content')
