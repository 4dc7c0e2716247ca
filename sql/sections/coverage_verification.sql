-- purpose:  Where this snapshot and Sigma's own list of what a member can open do not say the same.
-- grain:    member_id, inode_id
-- columns:
--   member        the member
--   object        the object
--   here          what this snapshot says they can do; empty: nothing
--   sigma         what Sigma's own list says; empty: it is not on it
--   explanation   the rule that explains it, or unexplained
--   member_id     the member
--   inode_id      the object
select
    m.name as member, coalesce(i.path_text, d.inode_id) as object, d.here, d.sigma, d.explanation,
    d.member_id, d.inode_id,
from verification_mismatches d
join members m using (member_id)
left join inodes i using (inode_id)
order by d.explanation = 'unexplained' desc, m.name, object, d.member_id, d.inode_id
