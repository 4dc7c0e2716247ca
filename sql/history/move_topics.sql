-- purpose:  Which causes of more pairs than are told one by one touch what a report is about.
-- grain:    topic, way_no, cause_no
-- columns:
--   topic     as in change_topics: all, members, content, data, power or outside
--   way_no    as in access_moves
--   cause_no  as in access_moves
with

moves as (
    select way_no, cause_no from access_moves where row_count > 1000 or so_far > 50000
),

lanes as (
    select l.*, k.plane, coalesce(k.before in ('edit', 'admin'), false)
        or coalesce(k.after in ('edit', 'admin'), false) as is_strong
    from lane_causes l
    semi join moves m on m.way_no = l.way_no and m.cause_no = l.cause_no
    join lane_kinds k using (lane_no)
),

connections as (
    select connection_id as inode_id from after.main.connections
    union
    select connection_id from before.main.connections
),

-- Workspaces, folders and connections.
places as (
    select group_no from inode_groups where 'container' in (class_before, class_after)
    union
    select group_no from compared_inodes semi join connections using (inode_id)
),

bundled_places as (
    select distinct bundle_no from group_bundles semi join places using (group_no)
),

outsiders as (
    select m.member_no
    from compared_members m
    left join after.main.members a using (member_id)
    left join before.main.members b using (member_id)
    where coalesce(a.user_kind, b.user_kind) <> 'internal'
),

outside_cells as (
    select c.cell_no, c.member_no
    from cell_members c
    semi join outsiders using (member_no)
)

select t.topic, m.way_no, m.cause_no
from moves m, (values ('all'), ('members')) as t(topic)
union
select plane, way_no, cause_no from lanes
union
select 'power', way_no, cause_no
from lanes
where
    is_strong and (
        (bundle_no = 0 and group_no in (select group_no from places))
        or bundle_no in (select bundle_no from bundled_places)
    )
union
select 'outside', way_no, cause_no from lanes semi join outsiders using (member_no)
union
select 'outside', l.way_no, l.cause_no
from lanes l
join outside_cells o using (cell_no)
anti join wide_exceptions e on e.group_no = l.group_no and e.member_no = o.member_no
