-- purpose:  Which snapshots may not show an access to one inode although it is there: each is asked.
-- grain:    snapshot_no
-- columns:
--   snapshot_no  which snapshot, oldest first
-- params:
--   inode_id varchar — the inode
select s.snapshot_no
from series.snapshots s
where
    s.snapshot_no || '/' || $inode_id in (select inode_id from united.inode_gaps)
    or s.snapshot_no || '/' || $inode_id not in (select inode_id from united.inodes)
    or s.snapshot_no in (select split_part(member_id, '/', 1)::integer from united.member_gaps)
    or s.snapshot_no in (select split_part(endpoint, '/', 1)::integer from united.chain_states)
order by s.snapshot_no
