-- purpose:  Which wide principals stand for each member, one bit for each.
-- grain:    member_no
-- columns:
--   member_no    as in compared_members; who is in none is not here
--   held_before  those that did in the earlier snapshot
--   held_after   those that do in the later one
--   class_no     as in compared_members
--   is_settled   no change is about the member, nor about what caps them
--   alike_no     counts who is settled, holds the same and is of the same class; null for the others
with

held as (
    select
        h.member_no,
        bit_or(if(h.is_before, 1::bigint << w.wide_no, 0)) as held_before,
        bit_or(if(h.is_after, 1::bigint << w.wide_no, 0)) as held_after,
        any_value(m.class_no) as class_no,
        not any_value(m.is_apart or m.is_cap_moved) as is_settled
    from compared_holders h
    join wide_principals w using (principal_no)
    join compared_members m using (member_no)
    group by h.member_no
)

select
    *,
    if(is_settled, dense_rank() over (order by is_settled, held_before, held_after, class_no), null)::integer
        as alike_no
from held
