-- purpose:  Inodes at which access may be other than on what they lie in, or compare otherwise: those
--           with grants, home folders, and those that came, went, moved or became something else.
-- grain:    cut_no
-- columns:
--   cut_no     counts them
--   inode_id   the inode
--   is_before  the earlier snapshot has it
--   is_after   the later one has it
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
        or before ->> '$.permission_class' <> after ->> '$.permission_class'
),

cut as (
    from sources union from changed
)

select
    row_number() over (order by inode_id)::integer as cut_no, inode_id,
    d.inode_id is null or d.before is not null as is_before,
    d.inode_id is null or d.after is not null as is_after
from cut
left join differing_inodes d using (inode_id)
