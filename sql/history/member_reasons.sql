-- purpose:  What was not read of each member whose access may have changed, on the side that shows less.
-- grain:    side, member_no, plane
-- columns:
--   side       as in unknown_lanes
--   member_no  as in compared_members; of whom all was read is not here
--   plane      content or data
--   reasons    what was not read, by reason_no as in side_gaps, in its order
with

people as (
    select side, member_no, plane from unknown_lanes where cell_no = 0
    union
    select l.side, m.member_no, l.plane
    from (select distinct side, plane, cell_no from unknown_lanes where cell_no <> 0) l
    join cell_members m using (cell_no)
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
