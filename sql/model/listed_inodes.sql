-- purpose:  Every inode that some answer describes, once an answer, the most telling first.
-- grain:    inode_id, source
-- columns:
--   inode_id      the inode
--   source        the endpoint that describes it; home_folder for what a member's record says
--   priority      whose word stands where two differ: the lowest
--   plane         content or data
--   kind          workspace, folder, workbook, …, connection, database, schema, table
--   name          its name
--   parent_id     what it lies in
--   owner_ref     owner as named there: a member's id or e-mail address
--   is_archived   in the trash, or archived; a path as its connection
--   is_synthetic  not listed, known from a deeper path only
--   path_hint     names of its folders, as the API joins them
--   created_at    when it was made, UTC
--   updated_at    when it was changed last, UTC
with

files as (
    select 'files' as source, 4 as priority, * from typed.files
    union all by name
    select 'file_nodes' as source, 5 as priority, * from typed.file_nodes
),

current_files as (
    select
        i.inode_id, f.source, f.priority, 'content' as plane, replace(f.type, '-', '_') as kind,
        f.name, p.inode_id as parent_id, f.owner_id as owner_ref, f.is_archived,
        f.path as path_hint, f.created_at, f.updated_at
    from files f
    join chosen_readings r
        on r.endpoint = f.source and r.parent_id = f.parent_id and r.reading = f.reading
    join inode_ids i on i.ref = f.inode_ref
    left join inode_ids p on p.ref = f.parent_ref
    qualify row_number() over (
        partition by i.inode_id, f.source order by f.seen_at desc, f.inode_ref) = 1
),

current_workspaces as (
    select
        i.inode_id, 'workspaces' as source, 2 as priority, 'content' as plane,
        'workspace' as kind, w.name, w.created_at, w.updated_at
    from typed.workspaces w
    join chosen_readings r
        on r.endpoint = 'workspaces' and r.parent_id = w.parent_id and r.reading = w.reading
    join inode_ids i on i.ref = w.inode_ref
    qualify row_number() over (partition by i.inode_id order by w.seen_at desc, w.inode_ref) = 1
),

home_folders as (
    select
        home_folder_id as inode_id, 'home_folder' as source, 6 as priority, 'content' as plane,
        'folder' as kind, 'My Documents' as name, min(member_id) as owner_ref
    from members
    where home_folder_id is not null
    group by home_folder_id
),

described as (
    from current_workspaces
    union all by name
    from current_files
    union all by name
    select *, 3 as priority, 'content' as plane from listed_documents
    union all by name
    from home_folders
    union all by name
    select
        connection_id as inode_id, 'connections' as source, 0 as priority, 'data' as plane,
        'connection' as kind, name, is_archived, created_at, updated_at
    from connections
    union all by name
    select p.*, 'paths' as source, 1 as priority, 'data' as plane, path[-1] as name, is_archived
    from connection_paths p left join connections using (connection_id)
)

select
    inode_id, source, priority, plane, kind, name, parent_id, owner_ref, is_archived,
    is_synthetic, path_hint, created_at, updated_at
from described
