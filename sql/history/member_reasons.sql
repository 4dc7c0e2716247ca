-- purpose:  What was not read of each member whose access may have changed, on the side that shows less.
-- grain:    side, member_no, plane
-- columns:
--   side       as in unknown_lanes
--   member_no  as in compared_members; of whom all was read is not here
--   plane      content or data
--   reasons    what was not read, by reason_no as in side_gaps, in its order
with

-- As cell_members has it, but of these cells alone: mostly there is none, and nobody is looked up.
cells as materialized (
    select distinct l.side, l.plane, c.*
    from unknown_lanes l
    join wide_cells c using (cell_no)
),

people as (
    select side, member_no, plane from unknown_lanes where cell_no = 0
    union
    select c.side, h.member_no, c.plane
    from cells c
    join wide_holdings h
        on h.is_settled and h.class_no = c.class_no and h.held_before & c.wides = c.held
        and h.held_after & c.wides = c.held
),

gaps as (
    select p.side, p.member_no, p.plane, g.reason_no
    from people p
    join compared_members m using (member_no)
    join side_gaps g on g.entity = 'member' and g.side = p.side and g.id = m.member_id
    where coalesce(g.plane = p.plane, true)
    union
    select p.side, p.member_no, p.plane, g.reason_no
    from people p
    join (select side, plane, reason_no from side_gaps where entity is null) g on g.side = p.side
    where coalesce(g.plane = p.plane, true)
)

select side, member_no, plane, list(reason_no order by reason_no) as reasons
from gaps
group by side, member_no, plane
