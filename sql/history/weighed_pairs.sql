-- purpose:  Pairs whose access is not the same, with how far each side's word can be taken.
-- grain:    member_id, inode_id
-- columns:
--   member_id         the member
--   inode_id          the inode
--   plane             content or data
--   granted_before    granted_permission in the earlier snapshot
--   granted_after     granted_permission in the later one
--   effective_before  effective_permission in the earlier snapshot
--   effective_after   effective_permission in the later one
--   writes_before     can_write_back in the earlier snapshot
--   writes_after      can_write_back in the later one
--   is_exact_before   nothing unread could raise it in the earlier snapshot
--   is_exact_after    nothing unread could raise it in the later one
--   is_barred_before  the member could use nothing in the earlier snapshot
--   is_barred_after   the member can use nothing in the later one
--   has_cap           the cap of the account type is known, or on both sides equally not
with

usable as (
    select
        coalesce(b.member_id, a.member_id) as member_id,
        b.is_usable as is_usable_before, a.is_usable as is_usable_after
    from before.main.members b full join after.main.members a on a.member_id = b.member_id
)

-- A cap is comparable where both sides know it, or both go without it for want of its words.
select
    p.member_id, p.inode_id, p.plane, p.granted_before, p.granted_after,
    p.effective_before, p.effective_after, p.writes_before, p.writes_after,
    coalesce(p.certainty_before = 'known', not b.is_open) as is_exact_before,
    coalesce(p.certainty_after = 'known', not a.is_open) as is_exact_after,
    u.is_usable_before is not distinct from false as is_barred_before,
    u.is_usable_after is not distinct from false as is_barred_after,
    coalesce(p.cap_before, p.cap_after) <> 'not_read' and coalesce(p.cap_before, p.cap_after)
    = coalesce(p.cap_after, p.cap_before) as has_cap
from access_pairs p
left join access_unseen b
    on b.side = 'before' and b.member_id = p.member_id and b.inode_id = p.inode_id
left join access_unseen a
    on a.side = 'after' and a.member_id = p.member_id and a.inode_id = p.inode_id
left join usable u on u.member_id = p.member_id
