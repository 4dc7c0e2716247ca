-- purpose:  Every node of both trees: workspaces to documents, connections to tables.
-- grain:    inode_id
-- columns:
--   inode_id          canonical id
--   plane             content or data
--   kind              workspace, folder, workbook, …, connection, database, schema, table; unknown
--   name              its name
--   parent_id         what it lies in; null for a root and where it is not known
--   path_text         names from the root down; of a path, connection:DATABASE.SCHEMA.TABLE
--   owner_id          member who owns it
--   is_archived       in the trash, or archived; a path as its connection
--   is_synthetic      not listed by the API, known from a deeper path only
--   created_at        when it was made, UTC
--   updated_at        when it was changed last, UTC
--   is_container      a workspace or folder
--   permission_class  how permissions read here: container, workbook, report, document, unknown, data
--   is_placed         it is known what it lies in, up to a root
with

data_paths as (
    select
        p.inode_id,
        coalesce(c.name, p.connection_id) || ':' || array_to_string(p.path, '.') as path_text
    from connection_paths p
    left join connections c using (connection_id)
)

select
    f.inode_id, f.plane, f.kind, f.name, f.parent_id,
    coalesce(c.path_text, d.path_text, f.name, f.inode_id) as path_text,
    f.owner_id, f.is_archived, f.is_synthetic, f.created_at, f.updated_at,
    f.permission_class = 'container' as is_container,
    f.permission_class,
    coalesce(c.is_placed, true) as is_placed
from inode_facts f
left join content_paths c using (inode_id)
left join data_paths d using (inode_id)
-- In order, so that a question about one inode reads a few blocks of it.
order by f.inode_id
