-- purpose:  Every reason, on either side, for pairs whose grants-given access or write-back moved.
-- grain:    side, member_id, inode_id, via, team_id, source_inode_id, granted, permission
-- columns:
--   side             before or after
--   member_id        the member
--   inode_id         the inode
--   via              as in access_paths
--   team_id          the team, when through one
--   source_inode_id  where the reason lies
--   granted          permission as granted there; null for ownership and home folder
--   permission       what it is worth on the inode
--   rank             its place in the order; null when it does not count
--   distance         edges up to source_inode_id
with

pairs as (
    select distinct member_id, inode_id
    from access_lanes
    where change <> 'not_known' and "column" <> 'effective_permission'
)

select distinct
    'before' as side, p.member_id, p.inode_id, p.via, p.team_id, p.source_inode_id,
    g.permission as granted, p.permission, p.rank, p.distance
from before.main.access_paths p
semi join pairs using (member_id, inode_id)
left join before.main.grants g on g.grant_id = p.grant_id
union all
select distinct
    'after', p.member_id, p.inode_id, p.via, p.team_id, p.source_inode_id,
    g.permission, p.permission, p.rank, p.distance
from after.main.access_paths p
semi join pairs using (member_id, inode_id)
left join after.main.grants g on g.grant_id = p.grant_id
