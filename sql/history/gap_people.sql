-- purpose:  How much of what each member reaches, looked at alone, lacks the same.
-- grain:    member_no, column, side, person_no, thing_no
-- columns:
--   member_no  as in gap_lanes
--   column     as in gap_lanes
--   side       as in gap_lanes
--   person_no  as in gap_lanes
--   thing_no   as in gap_lanes
--   row_count  how many inodes
with

counted as (
    select l.member_no, l.lane_no, g.thing_no, sum(g.inode_count)::bigint as row_count
    from unknown_lanes l
    join gap_things g using (side, group_no)
    where l.cell_no = 0 and l.owned_id = ''
    group by l.member_no, l.lane_no, g.thing_no
    union all
    select l.member_no, l.lane_no, coalesce(s.thing_no, 0), count(*)
    from unknown_lanes l
    left join inode_sets s on s.side = l.side and s.inode_id = l.owned_id
    where l.owned_id <> ''
    group by all
    union all
    select member_no, lane_no, thing_no, -count(*)
    from gap_owned
    group by member_no, lane_no, thing_no
)

select
    c.member_no, k."column", k.side, coalesce(s.person_no, 0) as person_no, c.thing_no,
    sum(c.row_count)::bigint as row_count
from counted c
join unknown_kinds k using (lane_no)
left join member_sets s on s.side = k.side and s.member_no = c.member_no and s.plane = k.plane
group by all
having sum(c.row_count) > 0
