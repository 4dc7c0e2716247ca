-- purpose:  What reaches each group of inodes on either side, by grants and home folders, and what it
--           is worth there: whom it names, where it lies.
-- grain:    group_no, side, principal_no, source_no, via, granted
-- columns:
--   group_no      as in inode_groups
--   side          before or after; beside: in the later snapshot, where the group lay and does not lie
--   principal_no  whom it names, as in compared_holders
--   source_no     the cut where it lies
--   via           direct, team, organization or home_folder
--   granted       permission as granted there
--   permission    what it is worth here (D2); verbatim when it does not count
--   rank          place of that in the order; null beside it
--   is_on_both    the other side has one of the same worth from there
--   is_recut      it lies above the group on one side alone
with

principals as (
    select distinct principal_no, principal_kind, principal_id from compared_holders
),

sources as (
    select 'before' as side, principal_kind, principal_id, via, source_inode_id, permission
    from before.main.access_sources where via <> 'owner'
    union
    select 'after', principal_kind, principal_id, via, source_inode_id, permission
    from after.main.access_sources where via <> 'owner'
),

placed as (
    select s.side, p.principal_no, s.via, c.cut_no as source_no, s.permission as granted
    from sources s
    join principals p using (principal_kind, principal_id)
    join inode_cuts c on c.inode_id = s.source_inode_id
),

-- Word by word the same there on both sides, as nearly all are.
numbered as (
    select p.*, o.side is not null as is_same
    from placed p
    left join placed o
        on o.side <> p.side and o.principal_no = p.principal_no and o.source_no = p.source_no
        and o.via = p.via and o.granted = p.granted
),

-- Cuts above a cut on one side alone.
recuts as (
    select c.side, c.cut_no, c.source_no
    from cut_chains c
    anti join cut_chains o
        on o.side <> c.side and o.cut_no = c.cut_no and o.source_no = c.source_no
),

sides as (
    select
        group_no, 'before' as side, cut_before as cut_no, class_before as permission_class,
        coalesce(cut_before = cut_after and class_before = class_after, false) as is_alike
    from inode_groups where cut_before is not null
    union all
    select
        group_no, 'after', cut_after, class_after,
        coalesce(cut_before = cut_after and class_before = class_after, false)
    from inode_groups where cut_after is not null
),

entries as (
    select
        s.group_no, s.side, n.principal_no, n.source_no, n.via, n.granted, s.permission_class,
        r.cut_no is not null as is_recut, s.is_alike and n.is_same and r.cut_no is null as is_plain
    from sides s
    join cut_chains c on c.side = s.side and c.cut_no = s.cut_no
    join numbered n on n.side = s.side and n.source_no = c.source_no
    left join recuts r on r.side = s.side and r.cut_no = s.cut_no and r.source_no = c.source_no
    union all
    select
        g.group_no, 'beside', n.principal_no, n.source_no, n.via, n.granted, g.class_after, true, false
    from inode_groups g
    join recuts r on r.side = 'before' and r.cut_no = g.cut_before
    join numbered n on n.side = 'after' and n.source_no = r.source_no
    where g.cut_after = g.cut_before
),

worth as materialized (
    select
        e.* exclude (permission_class), coalesce(t.permission, e.granted) as permission, t.rank
    from entries e
    left join after.main.permission_translations t
        on t.permission_class = e.permission_class and t.granted = e.granted
),

-- Of the others, those that another word on the other side is worth the same as.
matched as (
    select distinct w.group_no, w.side, w.principal_no, w.source_no, w.via, w.permission
    from worth w
    join worth o
        on o.group_no = w.group_no and o.principal_no = w.principal_no
        and o.source_no = w.source_no and o.via = w.via and o.permission = w.permission
        and o.side = if(w.side = 'before', 'after', 'before')
    where not w.is_plain
)

select
    w.group_no, w.side, w.principal_no, w.source_no, w.via, w.granted, w.permission, w.rank,
    w.is_plain or m.group_no is not null as is_on_both, w.is_recut
from worth w
left join matched m
    on m.group_no = w.group_no and m.side = w.side and m.principal_no = w.principal_no
    and m.source_no = w.source_no and m.via = w.via and m.permission = w.permission
