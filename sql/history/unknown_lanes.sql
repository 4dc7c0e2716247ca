-- purpose:  What of access may have changed and is not known: members alone or cells of them, by groups
--           of inodes.
-- grain:    member_no, cell_no, group_no, owned_id, lane_no
-- as:       view
-- columns:
--   member_no     as in moved_pairs
--   cell_no       as in moved_pairs
--   group_no      the group, of a bundle each one in which the member is not looked at alone
--   owned_id      as in moved_pairs
--   lane_no       as in moved_pairs
--   member_count  as in moved_pairs
--   inode_count   how many inodes of the group
--   plane         as in unknown_kinds
--   column        as in unknown_kinds
--   side          as in unknown_kinds
with

lanes as not materialized (
    select p.*, k.* exclude (lane_no)
    from unknown_pairs p
    join unknown_kinds k using (lane_no)
)

select * exclude (bundle_no)
from lanes
where bundle_no = 0
union all by name
select l.* exclude (bundle_no, group_no, inode_count), b.group_no, b.inode_count
from lanes l
join group_bundles b using (bundle_no)
anti join bundle_exceptions e on e.member_no = l.member_no and e.group_no = b.group_no
where l.bundle_no <> 0
