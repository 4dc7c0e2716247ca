-- purpose:  Chains that ask for content: nodes the file list did not show, and grants on objects.
-- grain:    endpoint, parent_id
-- as:       view
-- columns:
--   endpoint      file_nodes or object_grants
--   parent_id     canonical inode it is asked for
--   plans         plans that ask it, as words
--   is_required   whether the snapshot is incomplete without it
--   why           what it is asked for
with

named as materialized (
    select distinct subject_id, role, role = 'node' and endpoint in ('workspaces', 'files') as is_placed
    from mentions
    where role in ('node', 'document', 'parent', 'home', 'connection')
),

home_folders as (
    select subject_id from named where role = 'home'
),

-- Words of inodes that may lie in the content tree: a grant on one of them may be all that is seen.
granted_inodes as (
    select inode_ref, inode_type from typed.team_grants
    union
    select inode_ref, inode_type from typed.member_grants
),

granted_content as (
    select distinct coalesce(inode_ids.inode_id, granted_inodes.inode_ref) as subject_id
    from granted_inodes
    left join inode_ids on inode_ids.ref = granted_inodes.inode_ref
    where granted_inodes.inode_ref is not null
        and coalesce(granted_inodes.inode_type, 'folder') in (
            'folder', 'workspace', 'workbook', 'dataset', 'report', 'data-model', 'datamodel',
            'worksheet', 'dashboard', 'template'
        )
),

unplaced as (
    select subject_id, bool_or(is_required) as is_required
    from (
        select subject_id, true as is_required from named where role in ('document', 'parent')
        union all
        select subject_id, false from granted_content
    )
    where subject_id not in (select subject_id from named where is_placed or role = 'home')
    group by subject_id
),

-- Of the many paths, those that could be taken for content.
data_inodes as (
    select subject_id from named where role = 'connection'
    union
    select unplaced.subject_id
    from unplaced
    join inode_ids on inode_ids.inode_id = unplaced.subject_id
    join typed.paths on typed.paths.inode_ref = inode_ids.ref
),

objects as (
    select subject_id from named where role in ('node', 'document')
    except
    select subject_id from home_folders
)

select
    'file_nodes' as endpoint, subject_id as parent_id,
    'principals objects standard full' as plans, is_required,
    'the file list does not show where it lies' as why
from unplaced
where subject_id not in (select subject_id from data_inodes)
union all
select
    'object_grants', subject_id, 'objects standard full', true,
    'who was given it, the whole organisation too'
from objects
