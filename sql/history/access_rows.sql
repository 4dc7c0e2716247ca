-- purpose:  Every pair of member and inode whose access changed or may have: the groups spelled out.
-- grain:    member_no, inode_id, column
-- as:       view
-- columns:
--   member_no         as in access_lanes
--   inode_id          the inode
--   group_no          as in access_lanes
--   owned_id          as in access_lanes
--   plane             content or data
--   column            as in access_lanes
--   before            as in access_lanes
--   after             as in access_lanes
--   before_rank       as in access_lanes
--   after_rank        as in access_lanes
--   change            gained, lost, raised, lowered or not_known
--   effective_before  as in access_lanes
--   effective_after   as in access_lanes
select
    l.member_no, i.inode_id, l.group_no, l.owned_id, l.plane, l."column", l.before, l.after,
    l.before_rank, l.after_rank, l.change, l.effective_before, l.effective_after
from access_lanes l
join compared_inodes i using (group_no)
anti join owned_pairs o on o.member_no = l.member_no and o.inode_id = i.inode_id
where l.owned_id = ''
union all
select
    member_no, owned_id, group_no, owned_id, plane, "column", before, after,
    before_rank, after_rank, change, effective_before, effective_after
from access_lanes
where owned_id <> ''
