-- purpose:  Because of what it is not known whether each member's access changed, and of how much of it.
-- grain:    member_no, cause
-- as:       view
-- columns:
--   member_no  as in compared_members
--   cause      as in gap_causes
--   row_count  how many inodes, once for each column
with

groups as (
    select g.*, c.cause, (g.row_count // g.member_count) as inode_count
    from gap_groups g
    join gap_causes c using ("column", side, person_no, thing_no)
    where g.cell_no <> 0
),

cells as (
    select side, plane, cell_no, person_no, cause, sum(inode_count) as row_count
    from groups
    group by all
),

-- Those of cells by their cells, less what they are looked at alone for.
parts as (
    select p.member_no, c.cause, p.row_count
    from gap_people p
    join gap_causes c using ("column", side, person_no, thing_no)
    union all
    select m.member_no, c.cause, c.row_count
    from cells c
    join cell_members m using (cell_no)
    left join member_sets s on s.side = c.side and s.plane = c.plane and s.member_no = m.member_no
    where coalesce(s.person_no, 0) = c.person_no
    union all
    select e.member_no, g.cause, -g.inode_count
    from wide_exceptions e
    join groups g using (group_no, cell_no)
    left join member_sets s on s.side = g.side and s.plane = g.plane and s.member_no = e.member_no
    where coalesce(s.person_no, 0) = g.person_no
)

select member_no, cause, sum(row_count)::bigint as row_count
from parts
group by member_no, cause
having sum(row_count) > 0
