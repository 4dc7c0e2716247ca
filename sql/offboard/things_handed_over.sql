-- purpose:  What the accounts asked about owned earlier and another owns now.
-- grain:    inode_id, member_id
-- columns:
--   inode_id        what changed hands
--   member_id       whose it was
--   snapshot_id     the last snapshot in which it was theirs
--   heir_id         whose it is now
--   seen_theirs_at  when that snapshot was taken, UTC
with

last_theirs as (
    select
        o.inode_id, o.member_id,
        arg_max(o.snapshot_id, s.taken_at) as snapshot_id,
        max(s.taken_at) as seen_theirs_at,
    from input.owned o
    join input.at_hand s using (snapshot_id)
    group by o.inode_id, o.member_id
)

select t.inode_id, t.member_id, t.snapshot_id, i.owner_id as heir_id, t.seen_theirs_at,
from last_theirs t
join inodes i using (inode_id)
where i.owner_id is not null and i.owner_id <> t.member_id
order by t.inode_id, t.member_id
