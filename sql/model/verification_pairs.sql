-- purpose:  Pairs of a drawn member and an inode on which this snapshot and Sigma do not agree.
-- grain:    member_id, inode_id
-- as:       view
-- columns:
--   member_id       the member
--   inode_id        the inode
--   here            what this snapshot says they can do; null: nothing
--   sigma           what Sigma's own list says; null: it does not list it
--   certainty       certainty here; null where there is no row
--   cap_certainty   whether what caps the member is understood; null where there is no row
--   is_archived     in Sigma's list, and in the trash
with

answered as (
    select member_id from verified_members where is_answered
),

theirs as (
    select f.parent_id as member_id, coalesce(i.inode_id, f.inode_ref) as inode_id,
        f.permission as sigma, f.is_archived
    from typed.member_files f
    join chosen_readings u
        on u.endpoint = 'member_files' and u.parent_id = f.parent_id and u.reading = f.reading
    join answered on answered.member_id = f.parent_id
    left join inode_ids i on i.ref = f.inode_ref
),

ours as (
    select v.* from meta.verified_access v join answered using (member_id)
)

select
    coalesce(o.member_id, t.member_id) as member_id, coalesce(o.inode_id, t.inode_id) as inode_id,
    o.effective_permission as here, t.sigma, o.certainty, o.cap_certainty,
    coalesce(t.is_archived, false) as is_archived
from ours o
full join theirs t on t.member_id = o.member_id and t.inode_id = o.inode_id
