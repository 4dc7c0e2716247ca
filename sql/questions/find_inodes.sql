-- purpose:  Which inodes a person at the terminal may mean by a path that is written otherwise.
-- grain:    inode_id
-- columns:
--   inode_id    the inode
--   plane       content or data
--   kind        workspace, folder, workbook, connection, table …
--   name        its own name
--   path_text   names from the root down
--   matched_by  path, in another case; null when the name is only near
-- params:
--   what varchar — a path such as Finance/Budgets/Q3 or Snowflake:DB.SCHEMA
with

asked as (
    select trim(trim($what::varchar), '/') as path,
),

found as materialized (
    select i.inode_id, 'path' as matched_by
    from inodes i
    join asked a on lower(i.path_text) = lower(a.path)
),

likely as (
    select
        i.inode_id, null as matched_by,
        greatest(
            jaro_winkler_similarity(lower(i.path_text), lower(a.path)),
            jaro_winkler_similarity(lower(coalesce(i.name, '')), lower(a.path))
        ) as likeness,
    from inodes i
    join (from asked where not exists (from found)) a on true
    where likeness > 0.6
    order by likeness desc, i.inode_id
    limit 5
)

select i.inode_id, i.plane, i.kind, i.name, i.path_text, f.matched_by,
from inodes i
join (select *, 1.0 as likeness from found union all from likely) f using (inode_id)
order by f.likeness desc, i.inode_id
