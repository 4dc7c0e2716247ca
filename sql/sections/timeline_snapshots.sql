-- purpose:  Which snapshots a timeline was read from, and how much happened up to each.
-- grain:    snapshot_no
-- columns:
--   snapshot_at  when it was taken, UTC
--   plan         which questions were to be asked
--   status       complete or incomplete
--   happened     rows of the timeline between the snapshot before and this one
--   file         its file
--   snapshot_id  the snapshot
--   snapshot_no  its place, oldest first
select
    s.taken_at as snapshot_at, s.plan, s.status, count(h.happening_id) as happened, s.file, s.snapshot_id,
    s.snapshot_no,
from input.snapshots s
left join input.happenings h on h.step_no = s.snapshot_no
group by s.taken_at, s.plan, s.status, s.file, s.snapshot_id, s.snapshot_no
order by s.snapshot_no
