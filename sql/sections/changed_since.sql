-- purpose:  Since when what changed is told: when the earlier snapshot was taken.
-- grain:    taken_at
-- columns:
--   taken_at  when its last answer arrived, UTC
select taken_at
from before.main.snapshot_info
