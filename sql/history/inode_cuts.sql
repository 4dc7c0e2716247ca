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
    select inode_id
    from differing_inodes
    where
        before is null or after is null or parent_before is distinct from parent_after
        or kind_before <> kind_after
),

cut as (
    from sources union from changed
)

select row_number() over (order by inode_id)::integer as cut_no, inode_id
from cut
