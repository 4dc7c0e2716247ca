-- purpose:  Which snapshots do not list a member or an inode that is asked about: whether their lists are
--           whole matters.
-- grain:    snapshot_no
-- columns:
--   snapshot_no  which snapshot, oldest first
select distinct s.snapshot_no
from series.unseen u
join series.snapshots s on s.snapshot_no between u.snapshot_no and u.until_no
where not u.is_member_here or not u.is_inode_here
order by s.snapshot_no
