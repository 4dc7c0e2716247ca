-- purpose:  What each principal holds, by strength: on how many places, and how much lies there. Of
--           places one beneath the other, what lies there is counted at the upper one alone.
-- grain:    principal_kind, principal_id, plane, permission
-- columns:
--   principal_kind  member, team or organization
--   principal_id    whom it reaches, as in principal_members
--   plane           content or data
--   permission      the strongest held on a place, as granted; of an unknown word, the word
--   places          places on which that is the strongest held there
--   inodes          inodes at and beneath those of them that lie beneath no other place held
with

-- What is only owned hands nothing down.
places as materialized (
    select
        s.principal_kind, s.principal_id, s.source_inode_id as inode_id, i.plane,
        coalesce(arg_max(s.permission, l.rank), max(s.permission)) as permission,
        bool_or(s.max_distance > 0) as hands_down
    from access_sources s
    join inodes i on i.inode_id = s.source_inode_id
    left join permission_levels l on l.plane = i.plane and l.permission = s.permission
    group by s.principal_kind, s.principal_id, s.source_inode_id, i.plane
),

handed as materialized (
    select inode_id, ancestor_id, distance
    from inode_ancestry
    where ancestor_id in (select inode_id from places where hands_down)
),

contents as (
    select ancestor_id as inode_id, count(*) as inodes
    from handed
    group by ancestor_id
),

beneath_another as (
    select distinct p.principal_kind, p.principal_id, p.inode_id
    from places p
    join handed a on a.inode_id = p.inode_id and a.distance > 0
    join places above
        on above.principal_kind = p.principal_kind and above.principal_id = p.principal_id
        and above.inode_id = a.ancestor_id and above.hands_down
)

select
    p.principal_kind, p.principal_id, p.plane, p.permission, count(*) as places,
    sum(if(b.inode_id is not null, 0, if(p.hands_down, c.inodes, 1)))::bigint as inodes
from places p
left join contents c on c.inode_id = p.inode_id
left join beneath_another b
    on b.principal_kind = p.principal_kind and b.principal_id = p.principal_id
    and b.inode_id = p.inode_id
group by all
-- In order, so that a question about one member reads a few blocks of it.
order by p.principal_kind, p.principal_id, p.plane, p.permission
