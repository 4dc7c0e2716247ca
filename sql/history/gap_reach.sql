-- purpose:  How far each thing that was not read reaches: how many members and inodes it leaves open,
--           each once, without spelling their pairs out.
-- grain:    column, cause
-- columns:
--   column        as in gap_causes
--   cause         as in gap_causes
--   before        every earlier value
--   after         every later value
--   member_count  how many members
--   inode_count   how many inodes
--   row_count     pairs of member and inode
--   so_far        as in gap_causes
--   member_no     one of the members
--   inode_id      one of the inodes
with

groups as materialized (
    select g.*, c.cause, c.so_far
    from gap_groups g
    join gap_causes c using ("column", side, person_no, thing_no)
),

sums as (
    select
        g."column", g.cause, string_agg(distinct k.before, ', ' order by k.before) as before,
        string_agg(distinct k.after, ', ' order by k.after) as after,
        sum(g.row_count)::bigint as row_count, any_value(g.so_far) as so_far
    from groups g
    join lane_kinds k using (lane_no)
    group by g."column", g.cause
),

cells as materialized (
    select distinct "column", cause, side, plane, cell_no, person_no, group_no
    from groups
    where cell_no <> 0
),

cells_told as (
    select "column", cause, side, plane, cell_no, person_no, count(*) as times
    from cells
    group by all
),

-- Who is looked at alone in every group of a cell is not one of those that it stands for.
left_out as (
    select c."column", c.cause, c.side, c.plane, c.cell_no, c.person_no, e.member_no, count(*) as times
    from cells c
    join wide_exceptions e using (group_no, cell_no)
    group by all
),

cell_people as (
    select c."column", c.cause, m.member_no
    from cells_told c
    join cell_members m using (cell_no)
    left join member_sets s on s.side = c.side and s.plane = c.plane and s.member_no = m.member_no
    left join left_out o
        on o."column" = c."column" and o.cause = c.cause and o.side = c.side and o.plane = c.plane
        and o.cell_no = c.cell_no and o.person_no = c.person_no and o.member_no = m.member_no
    where coalesce(s.person_no, 0) = c.person_no and o.times is distinct from c.times
),

people as (
    select "column", cause, count(*) as member_count, min(member_no) as member_no
    from (
        select p."column", c.cause, p.member_no
        from gap_people p
        join gap_causes c using ("column", side, person_no, thing_no)
        union
        from cell_people
    )
    group by "column", cause
),

wholes as materialized (
    select "column", cause, side, group_no, thing_no, sum(member_count) as member_count
    from groups
    where owned_id = ''
    group by all
),

-- A thing is not among its group's when all whom that leaves open are its owners.
hidden as (
    select w."column", w.cause, w.side, w.group_no, w.thing_no, o.inode_id
    from wholes w
    join gap_causes c using ("column", cause, side, thing_no)
    join gap_owned o using ("column", side, group_no, thing_no, person_no)
    group by all
    having count(*) = any_value(w.member_count)
),

inodes as (
    select "column", cause, count(*) as inode_count, min(inode_id) as inode_id
    from (
        select w."column", w.cause, i.inode_id
        from wholes w
        join compared_inodes i using (group_no)
        left join inode_sets s on s.side = w.side and s.inode_id = i.inode_id
        anti join hidden h
            on h."column" = w."column" and h.cause = w.cause and h.side = w.side
            and h.group_no = w.group_no and h.thing_no = w.thing_no and h.inode_id = i.inode_id
        where coalesce(s.thing_no, 0) = w.thing_no
        union
        select "column", cause, owned_id from groups where owned_id <> ''
    )
    group by "column", cause
)

select
    s."column", s.cause, s.before, s.after, p.member_count, i.inode_count, s.row_count, s.so_far,
    p.member_no, i.inode_id
from sums s
join people p using ("column", cause)
join inodes i using ("column", cause)
