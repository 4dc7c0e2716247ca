-- purpose:  Every pair of member and inode of which it is not known whether access changed: cells and
--           groups spelled out.
-- grain:    member_no, inode_id, column
-- columns:
--   member_no  as in access_rows
--   inode_id   as in access_rows
--   plane      as in access_rows
--   column     as in access_rows
--   before     as in access_rows
--   after      as in access_rows
--   side       the snapshot that shows less
with

lanes as materialized (
    select
        l.member_no, l.cell_no, l.group_no, l.owned_id, k.plane, k."column", k.before, k.after,
        if(k.after_rank > k.before_rank, 'before', 'after') as side
    from lane_groups l
    join lane_kinds k using (lane_no)
    where l.cause_no is null and k.change = 'not_known'
),

cells as materialized (
    select c.*
    from wide_cells c
    semi join lanes using (cell_no)
),

people as (
    select * from lanes where cell_no = 0
    union all by name
    select l.* exclude (member_no), h.member_no
    from lanes l
    join cells c using (cell_no)
    join wide_holdings h
        on h.is_settled and h.class_no = c.class_no and h.held_before & c.wides = c.held
        and h.held_after & c.wides = c.held
    anti join wide_exceptions e on e.group_no = l.group_no and e.member_no = h.member_no
)

select p.member_no, i.inode_id, p.plane, p."column", p.before, p.after, p.side
from people p
join compared_inodes i using (group_no)
anti join owned_pairs o on o.member_no = p.member_no and o.inode_id = i.inode_id
where p.owned_id = ''
union all
select member_no, owned_id, plane, "column", before, after, side
from people
where owned_id <> ''
