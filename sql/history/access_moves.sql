-- purpose:  What moved effective access, each cause once: how many members and inodes, counted exactly
--           without spelling them out.
-- grain:    way_no, cause_no
-- columns:
--   way_no       as in lane_causes
--   change       gained, lost, raised or lowered
--   column       granted_permission, or what changed although that did not
--   cause_no     as in lane_causes; 0 when no change explains it
--   before       every earlier value
--   after        every later value
--   member_count  how many members
--   inode_count  how many inodes, each once
--   row_count    pairs of member and inode
--   so_far       pairs of all causes that moved no more than this one
--   is_documents  all of these inodes are documents
--   member_no    one of the members; 0 for those of a cell
--   group_no     one of the groups of inodes, of that member
--   bundle_no    the bundle it stands for; 0 for none
--   owned_id     one inode, where it is one that a member owns; else empty
with

counted as (
    select
        way_no, cause_no, lane_no, sum(inode_count::bigint * member_count) as row_count,
        arg_min((member_no, group_no, bundle_no), owned_id) as one, min(owned_id) as owned_id
    from lane_causes
    group by way_no, cause_no, lane_no
),

told as (
    select
        c.way_no, c.cause_no,
        string_agg(distinct k.before, ', ' order by k.before) as before,
        string_agg(distinct k.after, ', ' order by k.after) as after,
        sum(c.row_count)::bigint as row_count,
        arg_min(c.one, c.owned_id) as one, min(c.owned_id) as owned_id
    from counted c
    join lane_kinds k using (lane_no)
    group by c.way_no, c.cause_no
),

ways as (
    select distinct way_no, change, "column" from lane_kinds
),

-- Of a bundle every group, but those in which each of its members is looked at alone.
bundles as (
    select k.way_no, k.cause_no, k.bundle_no, min(k.group_no) as group_no, count(*) as member_count
    from lane_causes k
    where bundle_no <> 0
    group by k.way_no, k.cause_no, k.bundle_no
),

left_out as (
    select k.way_no, k.cause_no, k.bundle_no, e.group_no, any_value(e.inode_count) as inode_count
    from lane_causes k
    join bundle_exceptions e using (member_no, bundle_no)
    join bundles b using (way_no, cause_no, bundle_no)
    group by k.way_no, k.cause_no, k.bundle_no, e.group_no
    having count(*) = any_value(b.member_count)
),

bundle_sizes as (
    select bundle_no, sum(inode_count) as inode_count from group_bundles group by bundle_no
),

-- Everything in a group but what its owner holds otherwise; a thing is hidden when all are its owners.
whole_groups as (
    select way_no, cause_no, group_no, sum(member_count) as member_count
    from lane_causes
    where owned_id = '' and bundle_no = 0
    group by way_no, cause_no, group_no
),

-- Groups that a bundle of the same cause holds already.
bundled_groups as (
    select g.way_no, g.cause_no, g.group_no
    from (
        select way_no, cause_no, group_no from whole_groups
        union
        select way_no, cause_no, group_no from lane_causes where owned_id <> ''
    ) g
    join group_bundles t using (group_no)
    semi join bundles b
        on b.way_no = g.way_no and b.cause_no = g.cause_no and b.bundle_no = t.bundle_no
    anti join left_out l
        on l.way_no = g.way_no and l.cause_no = g.cause_no and l.group_no = g.group_no
),

single_inodes as (
    select distinct way_no, cause_no, group_no, owned_id as inode_id
    from lane_causes
    where owned_id <> ''
),

hidden_inodes as (
    select w.way_no, w.cause_no, w.group_no, o.inode_id
    from whole_groups w
    join lane_causes l using (way_no, cause_no, group_no)
    join owned_pairs o on o.member_no = l.member_no and o.group_no = l.group_no
    where l.owned_id = '' and l.bundle_no = 0
    group by w.way_no, w.cause_no, w.group_no, o.inode_id
    having count(*) = any_value(w.member_count)
),

reached as (
    select w.way_no, w.cause_no, w.group_no, g.inode_count
    from whole_groups w
    join inode_groups g using (group_no)
    anti join bundled_groups b using (way_no, cause_no, group_no)
    union all
    select b.way_no, b.cause_no, b.group_no, s.inode_count
    from bundles b
    join bundle_sizes s using (bundle_no)
    union all
    select b.way_no, b.cause_no, b.group_no, -l.inode_count
    from bundles b
    join left_out l using (way_no, cause_no, bundle_no)
    union all
    select h.way_no, h.cause_no, h.group_no, -1
    from hidden_inodes h
    anti join single_inodes s using (way_no, cause_no, group_no, inode_id)
    anti join bundled_groups b using (way_no, cause_no, group_no)
    union all
    select s.way_no, s.cause_no, s.group_no, 1
    from single_inodes s
    anti join whole_groups w using (way_no, cause_no, group_no)
    anti join bundled_groups b using (way_no, cause_no, group_no)
),

spread as (
    select
        r.way_no, r.cause_no, sum(r.inode_count)::bigint as inode_count,
        bool_and(
            coalesce(g.class_after, g.class_before) in ('workbook', 'report', 'document')
        ) as is_documents
    from reached r
    join inode_groups g using (group_no)
    group by r.way_no, r.cause_no
)

select
    t.way_no, w.change, w."column", t.cause_no, t.before, t.after, m.member_count, s.inode_count,
    t.row_count, sum(t.row_count) over (order by t.row_count)::bigint as so_far, s.is_documents, t.one[1] as member_no, t.one[2] as group_no, t.one[3] as bundle_no,
    t.owned_id
from told t
join ways w using (way_no)
join access_reach m using (way_no, cause_no)
join spread s using (way_no, cause_no)
