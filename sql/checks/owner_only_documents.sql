-- title:    Owners of shared documents have another reason to be there
-- severity: info
-- purpose:  Whether the active owner of each document in a workspace reaches it by more than owning it.
-- why:      Handed to somebody else, the document is out of its author's sight, and of their team's.
-- fix:      Grant the owner's team access to the folder it lies in.
-- grain:    subject_id
-- columns:
--   subject_kind  inode
--   subject_id    the document
--   subject_name  where it is
--   status        pass, fail or not_known
--   reason        how the owner reaches it
--   owner_id      its owner
with

documents as (
    select i.inode_id, i.path_text, i.owner_id, m.name
    from inodes i
    join members m on m.member_id = i.owner_id
    where i.plane = 'content' and not i.is_container and not i.is_archived and m.is_usable
        and m.is_person and not m.is_admin
        and i.inode_id in (
            select a.inode_id
            from inode_ancestry a
            join inodes w on w.inode_id = a.ancestor_id and w.kind = 'workspace'
        )
),

-- Who stands for whom, and what lies above: no need to expand anybody else's access.
granted as (
    select distinct d.inode_id
    from documents d
    join inode_ancestry a using (inode_id)
    join grants g on g.inode_id = a.ancestor_id
    join principal_members p
        on p.principal_kind = g.principal_kind and p.principal_id = coalesce(g.principal_id, '')
        and p.member_id = d.owner_id
)

select
    'inode' as subject_kind, d.inode_id as subject_id, d.path_text as subject_name,
    case
        when r.inode_id is not null then 'pass' when g.inode_id is not null then 'not_known'
        else 'fail'
    end as status,
    case
        when r.inode_id is not null
            then d.name || ', who owns ' || d.path_text || ', was granted access there too'
        when g.inode_id is not null
            then 'Not everything that was granted on ' || d.path_text || ' could be read'
        else d.name || ' reaches ' || d.path_text || ' only by owning it'
    end as reason,
    d.owner_id
from documents d
left join granted r using (inode_id)
left join inode_gaps g on g.inode_id = d.inode_id and g.is_for_anyone
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('content')
