-- purpose:  What moved effective access, each cause once: how many members and inodes, counted exactly
--           without spelling them out.
-- grain:    change, column, cause_no
-- columns:
--   change       gained, lost, raised or lowered
--   column       granted_permission, or what changed although that did not
--   cause_no     as in lane_causes; 0 when no change explains it
--   before       every earlier value
--   after        every later value
--   member_count  how many members
--   inode_count  how many inodes, each once
--   row_count    pairs of member and inode
--   is_documents  all of these inodes are documents
--   member_no    one of the members
--   group_no     one of the groups of inodes
--   owned_id     one inode, where it is one that a member owns; else empty
with

lanes as (
    select l.*, coalesce(c.cause_no, 0) as cause_no
    from access_lanes l
    left join lane_causes c using (member_no, group_no, owned_id, "column")
    where l.change <> 'not_known'
),

counted as (
    select
        change, "column", cause_no,
        string_agg(distinct before, ', ' order by before) as before,
        string_agg(distinct after, ', ' order by after) as after,
        count(distinct member_no) as member_count, sum(inode_count)::bigint as row_count,
        arg_min(member_no, owned_id) as member_no, arg_min(group_no, owned_id) as group_no,
        min(owned_id) as owned_id
    from lanes
    group by change, "column", cause_no
),

-- Everything in a group but what its owner holds otherwise; a thing is hidden when all are its owners.
whole_groups as (
    select change, "column", cause_no, group_no, count(*) as member_count
    from lanes
    where owned_id = ''
    group by change, "column", cause_no, group_no
),

single_inodes as (
    select distinct change, "column", cause_no, group_no, owned_id as inode_id
    from lanes
    where owned_id <> ''
),

hidden_inodes as (
    select w.change, w."column", w.cause_no, w.group_no, o.inode_id
    from whole_groups w
    join lanes l using (change, "column", cause_no, group_no)
    join owned_pairs o on o.member_no = l.member_no and o.group_no = l.group_no
    where l.owned_id = ''
    group by w.change, w."column", w.cause_no, w.group_no, o.inode_id
    having count(*) = any_value(w.member_count)
),

reached as (
    select w.change, w."column", w.cause_no, w.group_no, g.inode_count
    from whole_groups w
    join inode_groups g using (group_no)
    union all
    select h.change, h."column", h.cause_no, h.group_no, -1
    from hidden_inodes h
    anti join single_inodes s using (change, "column", cause_no, group_no, inode_id)
    union all
    select s.change, s."column", s.cause_no, s.group_no, 1
    from single_inodes s
    anti join whole_groups w using (change, "column", cause_no, group_no)
),

spread as (
    select
        r.change, r."column", r.cause_no, sum(r.inode_count)::bigint as inode_count,
        bool_and(
            coalesce(g.class_after, g.class_before) in ('workbook', 'report', 'document')
        ) as is_documents
    from reached r
    join inode_groups g using (group_no)
    group by r.change, r."column", r.cause_no
)

select
    c.change, c."column", c.cause_no, c.before, c.after, c.member_count, s.inode_count, c.row_count,
    s.is_documents, c.member_no, c.group_no, c.owned_id
from counted c
join spread s using (change, "column", cause_no)
