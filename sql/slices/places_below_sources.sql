-- purpose:  What lies under the places at which the member asked about has a reason for access; where it
--           lies as in a snapshot before, it is not read again.
-- grain:    inode_id, ancestor_id
-- columns:
--   inode_id     as in model/inode_ancestry
--   ancestor_id  as in model/inode_ancestry
--   distance     as in model/inode_ancestry
-- params:
--   snapshot_no integer — its number in the series
select inode_id, ancestor_id, distance
from main.inode_ancestry
where
    ancestor_id in (select source_inode_id from slices.access_sources)
    and right(inode_id, 3) in (
        select bucket from series.alike where part = 'place' and as_no = $snapshot_no
    )
