-- purpose:  What everyone is called, and everything that a change other than of effective access is
--           about or names.
-- grain:    entity, id
-- columns:
--   entity  as in names
--   id      as in names
--   name    as in names
--   kind    as in names
with

named as (
    select inode_id as id from differing_inodes
    union
    select inode_id from differing_grants
    union
    select unnest([
        before ->> '$.parent_id', after ->> '$.parent_id',
        before ->> '$.home_folder_id', after ->> '$.home_folder_id'
    ])
    from differing_rows
    where entity in ('inode', 'workspace', 'member')
)

from names where entity <> 'inode'
union all
select n.* from names n semi join named using (id) where n.entity = 'inode'
