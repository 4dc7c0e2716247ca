-- title:    Only Admins can write back to a warehouse
-- severity: medium
-- purpose:  Which connections each active member can write back to (D11).
-- why:      Writing back changes data in the warehouse, whatever the member may read there.
-- fix:      Delete the write grant, or accept it by a waiver that names who needs it.
-- grain:    subject_id
-- columns:
--   subject_kind  member
--   subject_id    who can write
--   subject_name  their name
--   status        pass, fail or not_known
--   reason        to which connections
--   connections   how many
--   inode_ids     which
with

-- Asked of these alone, and sifted afterwards: sifted first, every pair would be made.
reached as materialized (
    select a.member_id, a.inode_id, a.can_write_back, a.cap_certainty, c.name
    from connections c
    join effective_access a on a.inode_id = c.connection_id
    where not coalesce(c.is_archived, false)
),

held as (
    select
        member_id, count(*) filter (can_write_back) as connections,
        count(*) filter (can_write_back and cap_certainty = 'known') as sure_connections,
        list(inode_id order by inode_id) filter (can_write_back) as inode_ids,
        string_agg(name, ', ' order by name) filter (can_write_back) as names
    from reached
    group by member_id
    having connections > 0
)

select
    'member' as subject_kind, m.member_id as subject_id, m.name as subject_name,
    case when m.is_admin then 'pass' when h.sure_connections > 0 then 'fail' else 'not_known' end
        as status,
    m.name || if(m.is_admin, ', an Admin,', '') || ' can write back to ' || h.names
        || if(h.sure_connections = 0, ', if the account type allows it, which is not known', '')
        as reason,
    h.connections, h.inode_ids
from held h
join members m using (member_id)
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('data_grants', 'team_members', 'connections')
