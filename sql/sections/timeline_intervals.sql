-- purpose:  The intervals of access that the snapshots bound, the most recent first.
-- grain:    member_id, inode_id, first_seen
-- columns:
--   subject             the other of the two: the object of a member, the member of an object
--   state               usable; granted, which is more than can be used; or not_known
--   last_seen_without   when it was last seen otherwise, before; null: never before
--   first_seen          the first snapshot that shows it so
--   last_seen           the last snapshot that shows it so
--   first_seen_without  when it was first seen otherwise, after; null: never after
--   permissions         what could be used, or was granted, in the order in which it was first seen
--   can_write_back      whether the member could write to the connection
--   snapshot_count      snapshots that show it so
--   why_not             what was not read, where it is not known
--   preceded_by         what the snapshot before shows; null: there is none
--   followed_by         what the snapshot after shows; null: there is none
--   member_id           the member
--   inode_id            the inode
select
    if(count(distinct inode_id) over () = 1 and count(distinct member_id) over () > 1, name, path_text)
        as subject,
    state, last_seen_without, first_seen, last_seen, first_seen_without, permissions,
    can_write_back, snapshot_count, why_not, preceded_by, followed_by, member_id, inode_id,
from input.intervals
order by state = 'not_known', followed_by is not null, subject, first_seen, member_id, inode_id
