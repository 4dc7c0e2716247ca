-- purpose:  Inodes whose access may differ because of grants on them or above them, of where they
--           lie, whose they are and what they are; with everything beneath, on either side.
-- grain:    inode_id
-- columns:
--   inode_id  the inode
with

roots as (
    select id as ancestor_id from absences where entity = 'inode'
    union
    select inode_id from differing_grants
    union
    select inode_id
    from base_changes
    where entity in ('inode', 'workspace') and "column" in ('parent_id', 'owner_id', 'kind')
)

select inode_id from before.main.inode_ancestry semi join roots using (ancestor_id)
union
select inode_id from after.main.inode_ancestry semi join roots using (ancestor_id)
