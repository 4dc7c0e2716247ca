-- purpose:  Who is in each cell, spelled out; only where rows are asked for.
-- grain:    cell_no, member_no
-- as:       view
-- columns:
--   cell_no    as in wide_cells
--   member_no  as in compared_members
select c.cell_no, h.member_no
from wide_cells c
join wide_holdings h
    on h.is_settled and h.class_no = c.class_no and h.held_before & c.wides = c.held
    and h.held_after & c.wides = c.held
