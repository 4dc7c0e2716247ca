-- purpose:  How many of each kind every snapshot counts, oldest first.
-- grain:    counted, snapshot_no
-- columns:
--   snapshot_no  which snapshot, oldest first
--   taken_at     when it was taken, UTC
--   plan         which questions were to be asked
--   status       complete or incomplete
--   file         its file
--   counted      what is counted
--   place        order of telling
--   value        how many; null where the snapshot cannot tell
--   is_at_least  something unread could add to it
select
    s.snapshot_no, s.taken_at, s.plan, s.status, s.file, c.counted, c.place, c.value, c.is_at_least,
from series.head_counts c
join series.snapshots s using (snapshot_no)
order by c.place, s.snapshot_no
