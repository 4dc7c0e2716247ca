-- purpose:  Members that are looked at one by one in a group, though their cell is counted there.
-- grain:    group_no, member_no
-- columns:
--   group_no   as in inode_groups
--   member_no  as in compared_members
--   cell_no    as in wide_cells
select t.group_no, t.member_no, c.cell_no
from touched_pairs t
join group_shapes g using (group_no)
join wide_holdings h using (member_no)
join wide_cells c
    on c.wides = g.wides and c.held = h.held_before & g.wides and c.class_no = h.class_no
where g.is_moved and h.is_settled and h.held_before & g.wides = h.held_after & g.wides
