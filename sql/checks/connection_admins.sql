-- title:    Only Admins administer connections
-- severity: high
-- purpose:  Which connections each active member can administer.
-- why:      Can admin on a connection includes granting data access to others (R27).
-- fix:      Lower the grant to Can use & annotate, or make the person an Admin who is reviewed as one.
-- grain:    subject_id
-- columns:
--   subject_kind  member
--   subject_id    who administers any
--   subject_name  their name
--   status        pass, fail or not_known
--   reason        which connections
--   connections   how many
--   inode_ids     which
with

held as (
    select
        a.member_id, count(*) as connections,
        count(*) filter (a.effective_permission = 'admin' and a.cap_certainty = 'known') as sure,
        count(*) filter (a.effective_permission = 'admin') as usable,
        list(a.inode_id order by a.inode_id) as inode_ids,
        string_agg(c.name, ', ' order by c.name) as names
    from effective_access a
    join connections c on c.connection_id = a.inode_id
    where a.granted_permission = 'admin' and not coalesce(c.is_archived, false)
    group by a.member_id
)

select
    'member' as subject_kind, m.member_id as subject_id, m.name as subject_name,
    case
        when m.is_admin or h.usable = 0 then 'pass' when h.sure > 0 then 'fail' else 'not_known'
    end as status,
    case
        when m.is_admin then m.name || ' is an Admin and administers ' || h.names
        when h.usable = 0 then m.name || ' cannot use the Can admin they are granted on ' || h.names
        else m.name || ' is no Admin and administers ' || h.names
    end as reason,
    h.connections, h.inode_ids
from held h
join members m using (member_id)
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('data_grants', 'team_members', 'connections')
