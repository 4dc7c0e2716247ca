-- purpose:  Groups of a bundle that one of its members is looked at in alone: something narrow reaches
--           them there, or they own something.
-- grain:    member_no, group_no
-- columns:
--   member_no    as in bundle_members
--   group_no     as in group_bundles
--   bundle_no    the bundle
--   inode_count  as in group_bundles
with

members as (
    select distinct member_no from bundle_members
),

narrow as (
    select h.member_no, p.group_no
    from compared_holders h
    semi join members m using (member_no)
    join group_principals p using (principal_no)
    where p.wide_no is null
    union
    select o.member_no, o.group_no
    from owned_pairs o
    semi join members m using (member_no)
)

select n.member_no, n.group_no, b.bundle_no, b.inode_count
from narrow n
join group_bundles b using (group_no)
semi join bundle_members m on m.bundle_no = b.bundle_no and m.member_no = n.member_no
