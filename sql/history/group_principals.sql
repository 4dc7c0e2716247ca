-- purpose:  How strongly each principal reaches each group of inodes, on either side.
-- grain:    group_no, principal_no
-- columns:
--   group_no      as in inode_groups
--   bit_no        counts the principals of the group from 1, the wide ones first
--   principal_no  as in compared_holders
--   wide_no       as in wide_principals; null for the others
--   rank_before   place in the order of the strongest that counts; 0 when none does
--   rank_after    likewise in the later snapshot
--   is_in_before  it was named at all
--   is_in_after   it is named at all
--   writes_before  it could write back, or administer
--   writes_after  likewise in the later snapshot
with

strengths as (
    select
        group_no, principal_no,
        coalesce(max(rank) filter (side = 'before'), 0)::tinyint as rank_before,
        coalesce(max(rank) filter (side = 'after'), 0)::tinyint as rank_after,
        bool_or(side = 'before') as is_in_before, bool_or(side = 'after') as is_in_after,
        bool_or(side = 'before' and permission in (select permission from after.main.permission_levels where writes)) as writes_before,
        bool_or(side = 'after' and permission in (select permission from after.main.permission_levels where writes)) as writes_after
    from group_entries
    group by group_no, principal_no
)

select
    s.group_no,
    row_number() over (partition by s.group_no order by w.wide_no nulls last, s.principal_no) as bit_no,
    s.principal_no, w.wide_no, s.rank_before, s.rank_after, s.is_in_before, s.is_in_after, s.writes_before,
    s.writes_after
from strengths s
left join wide_principals w using (principal_no)
