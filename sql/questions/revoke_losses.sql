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

touched as (
    select distinct p.member_id, p.inode_id
    from access_paths p
    join the_sets s
        on (s.kind = 'grant' and s.grant_id = p.grant_id)
        or (s.kind = 'membership' and s.team_id = p.team_id and s.member_id = p.member_id)
),

numbers as (
    select distinct set_number
    from the_sets
),

removed as (
    select s.set_number, p.member_id, p.inode_id, p.reason_id
    from access_paths p
    join the_sets s
        on (s.kind = 'grant' and s.grant_id = p.grant_id)
        or (s.kind = 'membership' and s.team_id = p.team_id and s.member_id = p.member_id)
),

weighed as (
    select
        n.set_number, p.member_id, p.inode_id, max(p.rank) as rank_before,
        max(p.rank) filter (r.reason_id is null) as rank_after,
        count(*) filter (r.reason_id is null) = 0 as is_gone,
        bool_or(p.permission in ('writeback', 'admin')) as wrote,
        coalesce(bool_or(p.permission in ('writeback', 'admin')) filter (r.reason_id is null), false)
            as writes
    from touched
    join access_paths p using (member_id, inode_id)
    cross join numbers n
    left join removed r using (set_number, member_id, inode_id, reason_id)
    where p.member_id <> $member_id or p.inode_id <> $inode_id
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
