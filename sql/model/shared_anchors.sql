-- purpose:  Where each inode's shared access comes from: the nearest grant to a team or to everyone.
--           Inodes under one anchor are reached by the same people through the same shared grants.
-- grain:    inode_id
-- as:       view
-- columns:
--   inode_id   the inode
--   anchor_id  itself or the nearest above it that a team or everyone was granted something on
with

granted as (
    select distinct source_inode_id as anchor_id
    from access_sources
    where principal_kind in ('team', 'organization')
)

select a.inode_id, arg_min(a.ancestor_id, a.distance) as anchor_id
from inode_ancestry a
join granted g on g.anchor_id = a.ancestor_id
group by a.inode_id
