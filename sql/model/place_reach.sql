-- purpose:  How many people reach each workspace and connection, or anything in it, and how strongly.
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
    select p.inode_id as place_id, a.inode_id, a.distance
    from inodes p
    join inode_ancestry a on a.ancestor_id = p.inode_id
    where p.kind in ('workspace', 'connection')
),

usable as (
    select
        n.place_id, e.member_id, n.distance, m.user_kind,
        e.effective_permission in ('edit', 'admin') as is_manager, e.certainty
    from effective_access e
    join inside n using (inode_id)
    join members m using (member_id)
    where m.is_person and (e.effective_permission is not null or e.can_write_back)
)

select
    place_id,
    count(distinct member_id) filter (distance = 0) as people,
    count(distinct member_id) as reaching_in,
    count(distinct member_id) filter (distance = 0 and is_manager) as managers,
    count(distinct member_id) filter (user_kind != 'internal') as outsiders,
    bool_or(certainty = 'at_least') as is_unsure
from usable
group by place_id
