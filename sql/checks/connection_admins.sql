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

-- Asked of these alone, and sifted afterwards: sifted first, every pair would be made.
reached as materialized (
    select a.member_id, a.inode_id, a.granted_permission, a.effective_permission, a.cap_certainty, c.name
    from connections c
    join effective_access a on a.inode_id = c.connection_id
    where not coalesce(c.is_archived, false)
),

held as (
    select
        member_id, count(*) filter (granted_permission = 'admin') as connections,
        count(*) filter (effective_permission = 'admin' and cap_certainty = 'known') as sure,
        count(*) filter (effective_permission = 'admin') as usable,
        list(inode_id order by inode_id) filter (granted_permission = 'admin') as inode_ids,
        string_agg(name, ', ' order by name) filter (granted_permission = 'admin') as names
    from reached
    group by member_id
    having connections > 0
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
