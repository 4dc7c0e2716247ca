-- purpose:  Who holds power over others' access: Admins, managers of places, connections and teams.
-- grain:    power, member_id, subject_id
-- as:       view
-- columns:
--   power         Organisation admin, Connection admin, Manager of a workspace or folder, Team admin
--   place         order of telling, from 1
--   member_id     who holds it
--   over          what it is over, by name
--   subject_kind  organization, workspace, folder, connection or team
--   subject_id    what it is over; empty for the organisation
--   is_usable     whether it can be used now
--   certainty     known; at_least: something unread could raise it; or as cap_certainty
with

-- Power is told where it was given; what follows below goes without saying.
starts as (
    select distinct p.member_id, p.inode_id
    from access_paths p
    where p.distance = 0 and p.via in ('direct', 'team', 'organization')
        and p.inode_id in (select inode_id from inodes where kind in ('workspace', 'folder', 'connection'))
)

select
    'Organisation admin' as power, 1 as place, member_id,
    'everything' as over, 'organization' as subject_kind, '' as subject_id, is_usable,
    'known' as certainty
from members
where is_admin
union all
select
    case when a.plane = 'data' then 'Connection admin' else 'Manager of a ' || i.kind end,
    case when a.plane = 'data' then 2 else 3 end,
    a.member_id, i.path_text, i.kind, a.inode_id,
    a.effective_permission is not distinct from a.granted_permission,
    case when a.cap_certainty = 'known' then a.certainty else a.cap_certainty end
from starts s
join effective_access a using (member_id, inode_id)
join inodes i using (inode_id)
where (a.plane = 'content' and a.granted_permission = 'edit')
    or (a.plane = 'data' and a.granted_permission = 'admin')
union all
select
    'Team admin', 4, tm.member_id, t.name, 'team', t.team_id,
    m.is_usable and not t.is_archived, 'known'
from team_members tm
join teams t using (team_id)
join members m using (member_id)
where tm.is_team_admin
