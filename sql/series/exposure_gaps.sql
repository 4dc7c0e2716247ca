-- purpose:  Which snapshots could not tell something of what was asked, about how many, and why.
-- grain:    snapshot_no, why_not
-- columns:
--   snapshot_no  which snapshot, oldest first
--   taken_at     when it was taken, UTC
--   plan         which questions were to be asked
--   file         its file
--   pair_count   pairs of member and inode
--   why_not      what was not read, in words
select s.snapshot_no, s.taken_at, s.plan, s.file, count(*) as pair_count, e.why_not
from series.exposure_states e
join series.snapshots s on s.snapshot_no between e.snapshot_no and e.until_no
where e.state = 'not_known'
group by s.snapshot_no, s.taken_at, s.plan, s.file, e.why_not
order by s.snapshot_no, e.why_not
