-- purpose:  How many inodes of each group to which access may have changed lack the same.
-- grain:    side, group_no, thing_no
-- columns:
--   side         as in unknown_lanes
--   group_no     as in unknown_lanes
--   thing_no     what was not read of the inodes, as in reason_sets; 0 where all was read
--   inode_count  how many
select l.side, i.group_no, coalesce(s.thing_no, 0) as thing_no, count(*)::integer as inode_count
from (select distinct side, group_no from unknown_lanes where owned_id = '') l
join compared_inodes i using (group_no)
left join inode_sets s on s.side = l.side and s.inode_id = i.inode_id
group by all
