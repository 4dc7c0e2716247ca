-- purpose:  Which teams reach an anchor, and whether everyone does, by grants there and above.
-- grain:    anchor_id, principal_kind, principal_id
-- as:       view
-- columns:
--   anchor_id       where a team or everyone was granted something
--   principal_kind  team or organization
--   principal_id    the team; empty for the organisation
--   rank            place in the plane's order of the strongest of these, as granted
select
    a.inode_id as anchor_id, s.principal_kind, s.principal_id, max(l.rank) as rank
from inode_ancestry a
join access_sources s on s.source_inode_id = a.ancestor_id
join inodes i on i.inode_id = a.ancestor_id
join permission_levels l on l.plane = i.plane and l.permission = s.permission
where s.principal_kind in ('team', 'organization') and l.rank is not null
    and a.inode_id in (
        select source_inode_id from access_sources
        where principal_kind in ('team', 'organization')
    )
group by a.inode_id, s.principal_kind, s.principal_id
