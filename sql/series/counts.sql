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
--   value        how many; null where the snapshot cannot tell, or asks other questions than most
--   seen         how many it saw, whatever the others read; null where it cannot tell
--   is_at_least  something unread could add to it
--   missed       a number for the answers that are missing; empty where none is
with

usual as (
    select counted, scope
    from series.head_counts
    group by counted, scope
    qualify row_number() over (partition by counted order by count(*) desc, max(snapshot_no) desc) = 1
)

select
    s.snapshot_no, s.taken_at, s.plan, s.status, s.file, c.counted, c.place,
    if(c.scope = u.scope, c.value, null) as value, c.value as seen, c.is_at_least, c.missed,
from series.head_counts c
join usual u using (counted)
join series.snapshots s using (snapshot_no)
order by c.place, s.snapshot_no
