-- purpose:  How many people reach each workspace and connection, or anything in it, and how strongly.
--           Who reaches something reaches it by some reason that counts: the reasons are followed to
--           people once a place, and no pair of person and object is made.
-- grain:    place_id
-- as:       view
-- columns:
--   place_id     the workspace or connection; one that nobody reaches has no row
--   people       people who reach the place itself
--   reaching_in  people who reach the place or anything in it
--   managers     people who can manage or administer it
--   outsiders    guests and embed users who reach it or anything in it
--   is_unsure    something unread could raise an access in it
with

inside as (
    select p.inode_id as place_id, p.plane, a.inode_id, a.distance
    from inodes p
    join inode_ancestry a on a.ancestor_id = p.inode_id
    where p.kind in ('workspace', 'connection')
),

-- What is granted, owned or a home within a place, to whom, and on what classes of inode it tells.
reasons as (
    select distinct
        n.place_id, s.principal_kind, s.principal_id, i.permission_class, s.permission,
        n.distance = 0 as is_on_place
    from access_sources s
    join inode_ancestry a
        on a.ancestor_id = s.source_inode_id
        and a.distance between s.min_distance and s.max_distance
    join inside n on n.inode_id = a.inode_id
    join inodes i on i.inode_id = a.inode_id
),

-- A reason that leaves nothing to one account type may leave something to another.
usable as (
    select distinct
        r.place_id, r.principal_kind, r.principal_id, c.account_type_id, r.is_on_place,
        coalesce(c.permission in ('edit', 'admin'), false) as is_manager
    from reasons r
    left join permission_translations t
        on t.permission_class = r.permission_class and t.granted = r.permission
    join account_type_caps c
        on c.permission_class = r.permission_class and c.permission is not null
        and (
            c.granted = t.permission
            or (r.permission_class = 'data' and c.granted = 'writeback'
                and r.permission in (select permission from permission_levels where writes))
        )
),

reached as (
    select
        u.place_id, p.member_id, any_value(m.user_kind) as user_kind,
        bool_or(u.is_on_place) as is_on_place,
        bool_or(u.is_on_place and u.is_manager) as is_manager
    from usable u
    join principal_members p using (principal_kind, principal_id)
    join members m
        on m.member_id = p.member_id and coalesce(m.account_type_id, '') = u.account_type_id
    where m.is_person and m.is_usable
    group by u.place_id, p.member_id
),

unsure as (
    select distinct n.place_id from inside n join inode_gaps g using (inode_id)
    union
    select distinct n.place_id from inside n join member_gaps g using (plane)
)

select
    r.place_id,
    count(*) filter (r.is_on_place) as people,
    count(*) as reaching_in,
    count(*) filter (r.is_manager) as managers,
    count(*) filter (r.user_kind != 'internal') as outsiders,
    any_value(u.place_id is not null) as is_unsure
from reached r
left join unsure u using (place_id)
group by r.place_id
