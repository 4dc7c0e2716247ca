-- title:    Only Admins read the audit log
-- severity: high
-- purpose:  Who can use any part of the connection that holds Sigma's own audit log.
-- why:      Whoever reads it sees what everyone does; whoever is watched should not.
-- fix:      Delete the grants on the audit log connection.
-- grain:    subject_id
-- columns:
--   subject_kind  member
--   subject_id    who can read it
--   subject_name  their name
--   status        pass, fail or not_known
--   reason        through what
--   inode_id      what they reach
with

logs as (
    select connection_id, name from connections where is_audit_log
),

held as (
    select
        a.member_id, min(a.inode_id) as inode_id, min(i.path_text) as place,
        bool_or(a.cap_certainty = 'known') as is_sure
    from effective_access a
    join inodes i using (inode_id)
    where a.effective_permission is not null and a.inode_id in (
        select n.inode_id from inode_ancestry n join logs l on l.connection_id = n.ancestor_id
    )
    group by a.member_id
)

select
    'member' as subject_kind, m.member_id as subject_id, m.name as subject_name,
    case when m.is_admin then 'pass' when h.is_sure then 'fail' else 'not_known' end as status,
    m.name || if(m.is_admin, ' is an Admin and can read ', ' is no Admin and can read ') || h.place
        as reason,
    h.inode_id
from held h
join members m using (member_id)
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('data_grants', 'organization_data_grants', 'team_members', 'connections')
