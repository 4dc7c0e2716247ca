-- purpose:  Because of what each member's access moved, and how much of it. One row for each member and
--           cause can be many: it is read, never kept.
-- grain:    member_no, cause_no
-- as:       view
-- columns:
--   member_no  as in compared_members
--   cause_no   as in lane_causes
--   row_count  how many inodes, once for each column that is not the same
with

shared as (
    select h.member_no, c.cause_no, c.row_count
    from alike_causes c
    join wide_holdings h using (alike_no)
)

select s.member_no, s.cause_no, s.row_count + coalesce(o.row_count, 0) as row_count
from shared s
left join own_causes o on o.member_no = s.member_no and o.cause_no = s.cause_no
where s.row_count + coalesce(o.row_count, 0) > 0
union all
select o.member_no, o.cause_no, o.row_count
from own_causes o
left join wide_holdings h on h.member_no = o.member_no
anti join alike_causes c on c.alike_no = h.alike_no and c.cause_no = o.cause_no
where o.row_count > 0
