-- title:    It is known where every document lies
-- severity: low
-- purpose:  Whether it is known what each document and folder lies in, up to a workspace or a home folder.
-- why:      What a folder above gives away is not seen: the access shown may be too low (B9, B19).
-- fix:      Give the credential's owner Can view on the workspace it lies in, and collect again.
-- grain:    subject_id
-- columns:
--   subject_kind  inode
--   subject_id    the document or folder
--   subject_name  where it is said to be
--   status        pass, fail or not_known
--   reason        what is not known
--   owner_id      its owner
with

tops as (
    select a.inode_id, arg_max(a.ancestor_id, a.distance) as top_id
    from inode_ancestry a
    group by a.inode_id
),

asked as (
    select inode_id, bool_or(is_known) as is_known
    from chain_states
    where endpoint = 'file_nodes' and inode_id is not null
    group by inode_id
)

select
    'inode' as subject_kind, i.inode_id as subject_id, i.path_text as subject_name,
    case when i.is_placed then 'pass' when s.is_known then 'fail' else 'not_known' end as status,
    case
        when i.is_placed then 'It is known where ' || i.path_text || ' lies'
        when s.is_known then 'Sigma does not tell what ' || i.path_text || ' lies in'
        else 'What ' || i.path_text || ' lies in could not be read'
    end as reason,
    i.owner_id
from inodes i
left join tops t using (inode_id)
left join asked s on s.inode_id = t.top_id
where i.plane = 'content' and i.kind <> 'workspace' and not i.is_archived
    and i.inode_id not in (select home_folder_id from members where home_folder_id is not null)
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('content')
