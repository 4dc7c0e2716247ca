-- purpose:  What else goes with each set of removals: every other access that ends or is lowered.
-- grain:    set_number, member_id, inode_id
-- columns:
--   set_number  which set of `the_sets`
--   member_id   who loses
--   inode_id    on what
--   name        who loses, by name
--   path_text   on what, names from the root down
--   before      granted_permission as it is
--   after       granted_permission without the set; null when the access ends
--   is_gone     the access ends: no reason is left
--   is_other    it is somebody else's
--   sentence    the loss in words
-- params:
--   member_id varchar — the member whose access is to go
--   inode_id  varchar — the inode
with

removals as (
    select distinct kind, grant_id, team_id, member_id,
    from the_sets
),

-- Whom a removal touches, and on what. As access_paths, but beginning with what is removed: what it
-- does not touch is not expanded.
removed as (
    select r.kind, r.grant_id, r.team_id, p.member_id, a.inode_id, s.reason_id,
    from removals r
    join access_sources s
        on s.grant_id = r.grant_id
    join principal_members p using (principal_kind, principal_id)
    join inode_ancestry a
        on a.ancestor_id = s.source_inode_id and a.distance between s.min_distance and s.max_distance
    where r.kind = 'grant'
    union all
    select r.kind, r.grant_id, r.team_id, r.member_id, a.inode_id, s.reason_id,
    from removals r
    join access_sources s on s.principal_kind = 'team' and s.principal_id = r.team_id
    join principal_members p
        on p.principal_kind = 'team' and p.principal_id = r.team_id and p.member_id = r.member_id
    join inode_ancestry a
        on a.ancestor_id = s.source_inode_id and a.distance between s.min_distance and s.max_distance
    where r.kind = 'membership'
),

touched as (
    select distinct member_id, inode_id,
    from removed
    where member_id <> $member_id or inode_id <> $inode_id
),

reasons as (
    select
        t.member_id, t.inode_id, s.reason_id, w.rank,
        coalesce(s.permission in (select permission from permission_levels where writes), false) as is_write,
    from touched t
    join inode_ancestry a on a.inode_id = t.inode_id
    join access_sources s
        on s.source_inode_id = a.ancestor_id and a.distance between s.min_distance and s.max_distance
    join principal_members p
        on p.principal_kind = s.principal_kind and p.principal_id = s.principal_id
        and p.member_id = t.member_id
    join inodes i on i.inode_id = t.inode_id
    left join permission_translations w
        on w.permission_class = i.permission_class and w.granted = s.permission
),

gone as (
    select distinct n.set_number, r.member_id, r.inode_id, r.reason_id,
    from the_sets n
    join removed r
        on r.kind = n.kind and r.grant_id is not distinct from n.grant_id
        and r.team_id is not distinct from n.team_id
),

weighed as (
    select
        n.set_number, r.member_id, r.inode_id, max(r.rank) as rank_before,
        max(r.rank) filter (g.reason_id is null) as rank_after,
        count(*) filter (g.reason_id is null) = 0 as is_gone,
        bool_or(r.is_write) as wrote,
        coalesce(bool_or(r.is_write) filter (g.reason_id is null), false) as writes,
    from (select distinct set_number, member_id, inode_id from gone) n
    join reasons r using (member_id, inode_id)
    left join gone g using (set_number, member_id, inode_id, reason_id)
    group by all
)

select
    w.set_number, w.member_id, w.inode_id, m.name, i.path_text,
    b.permission as before, a.permission as after, w.is_gone,
    w.member_id <> $member_id as is_other,
    m.name || ' would lose '
    || coalesce(if(i.is_container, b.container_label, b.document_label), 'what the grant gives')
    || ' on ' || replace(i.kind, '_', ' ') || ' ' || i.path_text
    || case
        when w.is_gone then ''
        when a.permission is null then ' and keep what is not understood'
        when w.rank_after is distinct from w.rank_before
            then ' and keep ' || if(i.is_container, a.container_label, a.document_label)
        else ' as a place to write back to'
    end || '.' as sentence,
from weighed w
join members m using (member_id)
join inodes i using (inode_id)
left join permission_levels b on b.plane = i.plane and b.rank = w.rank_before
left join permission_levels a on a.plane = i.plane and a.rank = w.rank_after
where w.is_gone or w.rank_after is distinct from w.rank_before
    or (i.plane = 'data' and w.wrote and not w.writes)
order by w.set_number, is_other desc, m.name, w.member_id, i.path_text, w.inode_id
