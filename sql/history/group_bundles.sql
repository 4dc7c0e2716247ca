-- purpose:  Groups of inodes that wide principals reach alike, the same on both sides: what a member
--           has of them alone is looked at once for all of a bundle.
-- grain:    group_no
-- columns:
--   group_no     as in inode_groups
--   bundle_no    counts the bundles from 1
--   shape_no     as in group_shapes
--   sort_no      as in inode_groups
--   wides        as in group_shapes
--   inode_count  as in inode_groups
select
    g.group_no, dense_rank() over (order by s.shape_no, g.sort_no)::integer as bundle_no,
    s.shape_no, g.sort_no, s.wides, g.inode_count
from group_shapes s
join inode_groups g using (group_no)
semi join steady_groups t using (group_no)
