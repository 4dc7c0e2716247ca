-- purpose:  Pairs of member and inode whose access is not the same in both snapshots, as each shows
--           it; only pairs that some change touches are expanded.
-- grain:    member_id, inode_id
-- columns:
--   member_id          the member
--   inode_id           the inode
--   plane              content or data
--   granted_before     granted_permission in the earlier snapshot
--   granted_after      granted_permission in the later one
--   effective_before   effective_permission in the earlier snapshot
--   effective_after    effective_permission in the later one
--   writes_before      can_write_back in the earlier snapshot
--   writes_after       can_write_back in the later one
--   is_shown_before    the earlier snapshot has a row
--   is_shown_after     the later snapshot has a row
--   certainty_before   its certainty; null without a row
--   certainty_after    its certainty; null without a row
--   cap_before         its cap_certainty; null without a row
--   cap_after          its cap_certainty; null without a row
with

before_rows as (
    select e.*
    from before.main.effective_access e
    where
        e.member_id in (select member_id from touched_members)
        or e.inode_id in (select inode_id from touched_inodes)
),

after_rows as (
    select e.*
    from after.main.effective_access e
    where
        e.member_id in (select member_id from touched_members)
        or e.inode_id in (select inode_id from touched_inodes)
)

select
    coalesce(b.member_id, a.member_id) as member_id, coalesce(b.inode_id, a.inode_id) as inode_id,
    coalesce(a.plane, b.plane) as plane,
    b.granted_permission as granted_before, a.granted_permission as granted_after,
    b.effective_permission as effective_before, a.effective_permission as effective_after,
    coalesce(b.can_write_back, false) as writes_before,
    coalesce(a.can_write_back, false) as writes_after,
    b.member_id is not null as is_shown_before, a.member_id is not null as is_shown_after,
    b.certainty as certainty_before, a.certainty as certainty_after,
    b.cap_certainty as cap_before, a.cap_certainty as cap_after
from before_rows b
full join after_rows a on a.member_id = b.member_id and a.inode_id = b.inode_id
where
    b.granted_permission is distinct from a.granted_permission
    or b.effective_permission is distinct from a.effective_permission
    or coalesce(b.can_write_back, false) <> coalesce(a.can_write_back, false)
