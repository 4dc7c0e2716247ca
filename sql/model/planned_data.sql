-- purpose:  Chains that ask for grants on connections, databases, schemas and tables.
-- grain:    endpoint, parent_id
-- as:       view
-- columns:
--   endpoint      connection_grants or path_grants
--   parent_id     connection, or the path's id as the list gave it
--   plans         plans that ask it, as words
--   is_required   whether the snapshot is incomplete without it
--   why           what it is asked for
with

depths as (
    select connection_ref, max(len(path)) as depth
    from typed.paths
    group by connection_ref
),

listed_paths as (
    select
        paths.inode_ref,
        coalesce(inode_ids.inode_id, paths.inode_ref) as inode_id,
        len(paths.path) as name_count,
        depths.depth
    from typed.paths as paths
    left join depths on depths.connection_ref is not distinct from paths.connection_ref
    left join inode_ids on inode_ids.ref = paths.inode_ref
),

-- The deepest listed path says what a leaf is; a connection that lists one name has no leaf.
path_levels as (
    select
        inode_ref,
        any_value(inode_id) as inode_id,
        bool_and(name_count = depth and depth > 1) as is_leaf
    from listed_paths
    group by inode_ref
),

granted_refs as (
    select inode_ref from typed.team_grants
    union
    select inode_ref from typed.member_grants
),

granted_inodes as (
    select distinct coalesce(inode_ids.inode_id, granted_refs.inode_ref) as inode_id
    from granted_refs
    left join inode_ids on inode_ids.ref = granted_refs.inode_ref
)

select
    'connection_grants' as endpoint, subject_id as parent_id,
    'objects standard full' as plans, true as is_required,
    'who was given the connection' as why
from (select distinct subject_id from mentions where role = 'connection')
union all
select
    'path_grants', inode_ref,
    case
        when not is_leaf then 'objects standard full'
        when inode_id in (select inode_id from granted_inodes) then 'standard full'
        else 'full'
    end,
    true,
    case
        when not is_leaf then 'who was given the database or schema'
        when inode_id in (select inode_id from granted_inodes)
            then 'a grant on this table was seen; there may be more'
        else 'who was given the table'
    end
from path_levels
