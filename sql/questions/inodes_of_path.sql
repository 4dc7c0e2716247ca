-- purpose:  Which inodes a person at the terminal means by a path, written as it is.
-- grain:    inode_id
-- columns:
--   inode_id    the inode
--   plane       content or data
--   kind        workspace, folder, workbook, connection, table …
--   name        its own name
--   path_text   names from the root down
--   matched_by  path
-- params:
--   what varchar — a path such as Finance/Budgets/Q3 or Snowflake:DB.SCHEMA
select inode_id, plane, kind, name, path_text, 'path' as matched_by,
from inodes
where path_text = trim(trim($what::varchar), '/')
order by inode_id
