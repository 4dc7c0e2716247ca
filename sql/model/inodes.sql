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

climbed as (
    select
        a.inode_id,
        string_agg(coalesce(f.name, a.ancestor_id), '/' order by a.distance desc) as names,
        arg_max(f.inode_id, a.distance) as top_id
    from inode_ancestry a
    join inode_facts f on f.inode_id = a.ancestor_id
    where f.plane = 'content'
    group by a.inode_id
),

tops as (
    select
        f.inode_id, f.is_root,
        case
            when f.is_root and f.kind = 'folder' then 'My Documents of ' || coalesce(m.email, f.owner_id)
            when not f.is_root then f.path_hint || '/' || f.name
        end as text,
        coalesce(f.name, f.inode_id) as name
    from inode_facts f
    left join members m on m.member_id = f.owner_id
),

-- A home folder's name alone would not say whose; one that lies nowhere keeps the API's own text.
content_paths as (
    select
        c.inode_id, t.is_root as is_placed,
        coalesce(t.text || substr(c.names, length(t.name) + 1), c.names) as path_text
    from climbed c
    join tops t on t.inode_id = c.top_id
),

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
