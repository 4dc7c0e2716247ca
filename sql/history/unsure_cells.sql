-- purpose:  How many members of each cell whose access may have changed lack the same, on the side that
--           shows less; of a group, less the ones that are looked at alone there.
-- grain:    side, plane, cell_no, group_no, person_no
-- columns:
--   side          as in unknown_lanes
--   plane         as in unknown_lanes
--   cell_no       as in unknown_lanes
--   group_no      as in unknown_lanes
--   person_no     as in member_sets; 0 where all was read
--   member_count  how many members
with

lanes as materialized (
    select distinct side, plane, cell_no, group_no from unknown_lanes where cell_no <> 0
),

-- Alike in what they hold, and in what was not read of them.
holdings as materialized (
    select
        l.side, l.plane, h.held_before, h.held_after, h.class_no, coalesce(s.person_no, 0) as person_no,
        count(*) as member_count
    from wide_holdings h
    cross join (select distinct side, plane from lanes) l
    left join member_sets s on s.side = l.side and s.plane = l.plane and s.member_no = h.member_no
    where h.is_settled
    group by all
),

cells as (
    select l.side, l.plane, l.cell_no, h.person_no, sum(h.member_count) as member_count
    from (select distinct side, plane, cell_no from lanes) l
    join wide_cells c using (cell_no)
    join holdings h
        on h.side = l.side and h.plane = l.plane and h.class_no = c.class_no
        and h.held_before & c.wides = c.held and h.held_after & c.wides = c.held
    group by l.side, l.plane, l.cell_no, h.person_no
),

parts as (
    select side, plane, cell_no, group_no, person_no, member_count
    from lanes
    join cells using (side, plane, cell_no)
    union all
    select l.side, l.plane, l.cell_no, l.group_no, coalesce(s.person_no, 0), -1
    from lanes l
    join wide_exceptions e using (cell_no, group_no)
    left join member_sets s on s.side = l.side and s.plane = l.plane and s.member_no = e.member_no
)

select side, plane, cell_no, group_no, person_no, sum(member_count)::bigint as member_count
from parts
group by side, plane, cell_no, group_no, person_no
having sum(member_count) > 0
