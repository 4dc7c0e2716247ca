-- purpose:  How many pairs of each group of inodes, or of each cell of members and a group, lack the same.
-- grain:    cell_no, group_no, owned_id, lane_no, person_no, thing_no
-- columns:
--   cell_no       as in gap_lanes; 0 for members alone
--   group_no      as in gap_lanes
--   owned_id      as in gap_lanes
--   lane_no       as in gap_lanes
--   plane         as in gap_lanes
--   column        as in gap_lanes
--   side          as in gap_lanes
--   person_no     as in gap_lanes
--   thing_no      as in gap_lanes
--   member_count  how many members, those who own all of it among them
--   row_count     pairs of member and inode
with

alone as (
    select l.group_no, l.owned_id, l.lane_no, coalesce(s.person_no, 0) as person_no, count(*) as member_count
    from unknown_lanes l
    left join member_sets s on s.side = l.side and s.member_no = l.member_no and s.plane = l.plane
    where l.cell_no = 0
    group by all
),

people as (
    select 0 as cell_no, a.*, k.* exclude (lane_no)
    from alone a
    join unknown_kinds k using (lane_no)
    union all by name
    select
        l.cell_no, l.group_no, l.owned_id, l.lane_no, c.person_no, c.member_count,
        l.plane, l."column", l.side
    from unknown_lanes l
    join unsure_cells c using (side, plane, cell_no, group_no)
),

-- In a group where a cell is counted, every owner is looked at alone.
owned as (
    select group_no, lane_no, person_no, thing_no, count(*) as owned_count
    from gap_owned
    group by all
),

things as (
    select p.*, g.thing_no, p.member_count * g.inode_count as pair_count
    from people p
    join gap_things g using (side, group_no)
    where p.owned_id = ''
    union all by name
    select p.*, coalesce(s.thing_no, 0) as thing_no, p.member_count as pair_count
    from people p
    left join inode_sets s on s.side = p.side and s.inode_id = p.owned_id
    where p.owned_id <> ''
)

select
    t.cell_no, t.group_no, t.owned_id, t.lane_no, t.plane, t."column", t.side, t.person_no, t.thing_no,
    t.member_count::integer as member_count,
    (t.pair_count - coalesce(o.owned_count, 0))::bigint as row_count
from things t
left join owned o
    on t.owned_id = '' and t.cell_no = 0 and o.group_no = t.group_no and o.lane_no = t.lane_no
    and o.person_no = t.person_no and o.thing_no = t.thing_no
where t.pair_count > coalesce(o.owned_count, 0)
