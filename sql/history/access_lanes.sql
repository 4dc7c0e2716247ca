-- purpose:  What about a pair's access is not the same, or about that of a whole cell of members, and
--           which way it moved as far as it is known.
-- grain:    member_no, cell_no, group_no, owned_id, column
-- as:       view
-- columns:
--   member_no         as in pair_strengths
--   cell_no           as in pair_strengths
--   group_no          as in inode_groups
--   owned_id          as in pair_strengths
--   member_count      how many members
--   inode_count       how many inodes
--   plane             content or data
--   column            as in lane_kinds
--   before            as in lane_kinds
--   after             as in lane_kinds
--   before_rank       as in lane_kinds
--   after_rank        as in lane_kinds
--   change            gained, lost, raised, lowered or not_known
--   effective_before  as in lane_kinds
--   effective_after   as in lane_kinds
select
    p.member_no, p.cell_no, p.group_no, p.owned_id, p.member_count, p.inode_count, k.plane,
    k."column", k.before, k.after, k.before_rank, k.after_rank, k.change, k.effective_before,
    k.effective_after
from moved_pairs p
join lane_kinds k using (lane_no)
