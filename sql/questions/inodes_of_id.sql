-- purpose:  Which inode a person at the terminal means by an id.
-- grain:    inode_id
-- columns:
--   inode_id    the inode
--   plane       content or data
--   kind        workspace, folder, workbook, connection, table …
--   name        its own name
--   path_text   names from the root down
--   matched_by  id
-- params:
--   what        varchar — an id as it is written
--   spelled_ids varchar = null — the ids it may spell (spelled_ids.sql), joined by commas
select i.inode_id, i.plane, i.kind, i.name, i.path_text, 'id' as matched_by,
from inodes i
semi join (
    select trim($what::varchar) as inode_id
    union all
    select unnest(string_split($spelled_ids::varchar, ','))
) a using (inode_id)
order by i.inode_id
