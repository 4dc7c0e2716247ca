-- purpose:  Which snapshots may not show an access to one inode although it is there: each is asked.
-- grain:    snapshot_no
-- columns:
--   snapshot_no  which snapshot, oldest first
select s.snapshot_no
from series.snapshots s
where
    s.snapshot_no in (select snapshot_no from slices.inode_gaps)
    or s.snapshot_no not in (select snapshot_no from slices.inodes)
    or s.snapshot_no in (select snapshot_no from slices.member_gaps)
    or s.snapshot_no in (select snapshot_no from slices.chain_states)
order by s.snapshot_no
