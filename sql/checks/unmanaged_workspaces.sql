-- title:    Every workspace has somebody who manages it
-- severity: medium
-- purpose:  Whether each workspace can be managed by an active member through a grant.
-- why:      Only Admins can put anything right there, and they do not know what it is for.
-- fix:      Grant Can manage to the team that works there.
-- grain:    subject_id
-- columns:
--   subject_kind  inode
--   subject_id    the workspace
--   subject_name  its name
--   status        pass, fail or not_known
--   reason        how many manage it
--   managers      how many
with

managers as (
    select inode_id, count(*) as managers from workspace_managers group by inode_id
)

select
    'inode' as subject_kind, i.inode_id as subject_id, i.path_text as subject_name,
    case
        when m.managers > 0 then 'pass' when g.inode_id is not null then 'not_known' else 'fail'
    end as status,
    case
        when m.managers > 0 then m.managers || ' active members can manage ' || i.path_text
        when g.inode_id is not null
            then 'Nobody was seen to manage ' || i.path_text
                || ', and not everything that was granted there could be read'
        else 'Nobody but an Admin can manage ' || i.path_text
    end as reason,
    coalesce(m.managers, 0) as managers
from inodes i
left join managers m using (inode_id)
left join inode_gaps g using (inode_id)
where i.kind = 'workspace' and not i.is_archived
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('content')
