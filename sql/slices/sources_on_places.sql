-- purpose:  Reasons for access at the places in which the inode asked about lies.
-- grain:    principal_kind, principal_id, via, source_inode_id, permission, min_distance, max_distance
-- columns:
--   principal_kind   as in model/access_sources
--   principal_id     as in model/access_sources
--   via              as in model/access_sources
--   source_inode_id  as in model/access_sources
--   permission       as in model/access_sources
--   min_distance     as in model/access_sources
--   max_distance     as in model/access_sources
select
    s.principal_kind, s.principal_id, s.via, s.source_inode_id, s.permission, s.min_distance,
    s.max_distance
from main.access_sources s
-- Joined, a few blocks of it are read; with a list of ids, all of them.
join (select distinct ancestor_id from slices.inode_ancestry) p on p.ancestor_id = s.source_inode_id
