-- purpose:  What was counted, figure by figure, snapshot by snapshot.
-- grain:    counted, snapshot_no
-- columns:
--   counted      what is counted
--   taken_on     the day the snapshot was taken
--   value        how many; null where the snapshot cannot tell, or asks other questions than most
--   is_at_least  something unread could add to it
--   snapshot_no  its place, oldest first
select counted, taken_at::date as taken_on, value, is_at_least, snapshot_no,
from input.counts
order by place, snapshot_no
