-- purpose:  How strongly each principal reaches each group of inodes, on either side.
-- grain:    group_no, principal_no
-- columns:
--   group_no      as in inode_groups
--   bit_no        counts the principals of the group
--   principal_no  as in compared_holders
--   rank_before   place in the order of the strongest that counts; 0 when none does
--   rank_after    likewise in the later snapshot
--   is_in_before  it was named at all
--   is_in_after   it is named at all
--   writes_before  it could write back, or administer
--   writes_after  likewise in the later snapshot
select
    group_no, row_number() over (partition by group_no order by principal_no) as bit_no,
    principal_no,
    coalesce(max(rank) filter (side = 'before'), 0)::tinyint as rank_before,
    coalesce(max(rank) filter (side = 'after'), 0)::tinyint as rank_after,
    bool_or(side = 'before') as is_in_before, bool_or(side = 'after') as is_in_after,
    bool_or(side = 'before' and permission in ('writeback', 'admin')) as writes_before,
    bool_or(side = 'after' and permission in ('writeback', 'admin')) as writes_after
from group_entries
group by group_no, principal_no
