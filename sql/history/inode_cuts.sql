-- purpose:  Inodes at which access may be other than on what they lie in, or compare otherwise: those
--           with grants, home folders, and those that came, went, moved or became something else.
-- grain:    cut_no
-- columns:
--   cut_no    counts them
--   inode_id  the inode
with

sources as (
    select source_inode_id as inode_id from before.main.access_sources where via <> 'owner'
    union
    select source_inode_id from after.main.access_sources where via <> 'owner'
),

changed as (
    select coalesce(b.inode_id, a.inode_id) as inode_id
    from before.main.inodes b
    full join after.main.inodes a on a.inode_id = b.inode_id
    where
        b.inode_id is null or a.inode_id is null or b.parent_id is distinct from a.parent_id
        or b.kind <> a.kind
),

cut as (
    from sources union from changed
)

select row_number() over (order by inode_id)::integer as cut_no, inode_id
from cut
