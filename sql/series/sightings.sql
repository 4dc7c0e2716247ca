-- purpose:  What the snapshots show of each pair, one row for as long as nothing about it changes.
-- grain:    member_id, inode_id, snapshot_no
-- columns:
--   snapshot_no           the first snapshot that shows it, oldest first
--   member_id             the member
--   inode_id              the inode
--   granted_permission    as in questions/sightings
--   effective_permission  as in questions/sightings
--   can_write_back        as in questions/sightings
--   effective_label       as in questions/sightings
--   granted_label         as in questions/sightings
--   certainty             as in questions/sightings
--   plane                 as in questions/sightings
--   kind                  as in questions/sightings
--   path_text             as in questions/sightings
--   name                  as in questions/sightings
--   email                 as in questions/sightings
--   member_created_at     as in questions/sightings
--   inode_created_at      as in questions/sightings
--   until_no              the last of the snapshots that show it so without a gap
select s.*, m.until_no
from series.seen s
join series.moments m using (member_id, inode_id, snapshot_no)
