-- purpose:  From which snapshot to which everything is alike that an answer about a member and an inode
--           rests on: the first of them is asked for all.
-- grain:    member_id, inode_id, snapshot_no
-- columns:
--   member_id    the member
--   inode_id     the inode
--   snapshot_no  the first snapshot in which it is so
--   until_no     the last of those that follow
with

pairs as (
    select m.member_id, i.inode_id
    from (select distinct member_id from slices.members) m
    cross join series.asked_inodes i
),

turns as (
    select member_id, inode_id, 0 as snapshot_no
    from pairs
    union
    select p.member_id, p.inode_id, t.snapshot_no
    from pairs p
    join series.turns t on t.member_id = p.member_id
    union
    select p.member_id, p.inode_id, t.snapshot_no
    from pairs p
    join series.turns t on t.inode_id = p.inode_id
    union
    select p.member_id, p.inode_id, t.snapshot_no
    from pairs p
    cross join series.turns t
    where t.member_id is null and t.inode_id is null
)

select
    member_id, inode_id, snapshot_no,
    lead(snapshot_no, 1, (select count(*) from series.snapshots)::integer) over (
        partition by member_id, inode_id order by snapshot_no
    ) - 1 as until_no
from turns
where snapshot_no in (select snapshot_no from series.snapshots)
