-- purpose:  Every reason why a member reaches an inode: through whom, from where, worth what.
-- grain:    member_id, inode_id, reason_id
-- as:       view
-- columns:
--   member_id        the member
--   inode_id         the inode reached
--   via              direct, team, organization, owner or home_folder
--   team_id          the team, when through one
--   grant_id         the grant, when there is one
--   source_inode_id  where the reason lies: the inode itself or one above it
--   distance         edges up to source_inode_id
--   permission       on this inode, after translation (D2); verbatim when it does not count
--   counts           it is in its plane's order: not a word unknown there, not writeback (D8, D11)
--   rank             place in the order; null when it does not count
--   reason_id        the reason, as in access_sources
select
    p.member_id, a.inode_id, s.via, p.team_id, s.grant_id, s.source_inode_id, a.distance,
    coalesce(t.permission, s.permission) as permission,
    t.rank is not null as counts,
    t.rank, s.reason_id
from access_sources s
join principal_members p using (principal_kind, principal_id)
join inode_ancestry a
    on a.ancestor_id = s.source_inode_id and a.distance between s.min_distance and s.max_distance
join inodes i on i.inode_id = a.inode_id
left join permission_translations t
    on t.permission_class = i.permission_class and t.granted = s.permission
