-- purpose:  Reasons for access of the member asked about and of what they belong to; where they are as
--           in a snapshot before, they are not read again.
-- grain:    principal_kind, principal_id, via, source_inode_id, permission, min_distance, max_distance
-- columns:
--   principal_kind   as in model/access_sources
--   principal_id     as in model/access_sources
--   via              as in model/access_sources
--   source_inode_id  as in model/access_sources
--   permission       as in model/access_sources
--   min_distance     as in model/access_sources
--   max_distance     as in model/access_sources
-- params:
--   snapshot_no integer — its number in the series
select
    principal_kind, principal_id, via, source_inode_id, permission, min_distance, max_distance
from main.access_sources
where
    (principal_kind, principal_id) in (
        select (principal_kind, principal_id) from slices.principal_members
    )
    and right(source_inode_id, 3) in (
        select bucket from series.alike where part = 'source' and as_no = $snapshot_no
    )
