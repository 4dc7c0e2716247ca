-- purpose:  What of access may have changed, apart for whatever was not read: as many pairs of member
--           and inode as lack the same are one row. It is read where rows are asked for, and never kept.
-- grain:    member_no, cell_no, group_no, owned_id, lane_no, person_no, thing_no
-- as:       view
-- columns:
--   member_no  as in unknown_lanes
--   cell_no    as in unknown_lanes
--   group_no   as in unknown_lanes
--   owned_id   as in unknown_lanes
--   lane_no    as in unknown_lanes
--   plane      as in unknown_lanes
--   column     as in unknown_lanes
--   side       as in unknown_lanes
--   person_no  what was not read of the members, as in reason_sets; 0 where all was read
--   thing_no   what was not read of the inodes, likewise
with

people as not materialized (
    select l.* exclude (member_count, inode_count), coalesce(s.person_no, 0) as person_no
    from unknown_lanes l
    left join member_sets s on s.side = l.side and s.member_no = l.member_no and s.plane = l.plane
    where l.cell_no = 0
    union all by name
    select l.* exclude (member_count, inode_count), c.person_no
    from unknown_lanes l
    join unsure_cells c using (side, plane, cell_no, group_no)
)

select p.*, g.thing_no
from people p
join gap_things g using (side, group_no)
where p.owned_id = ''
union all by name
select p.*, coalesce(s.thing_no, 0) as thing_no
from people p
left join inode_sets s on s.side = p.side and s.inode_id = p.owned_id
where p.owned_id <> ''
