-- purpose:  Which inodes a person at the terminal may mean by WHAT.
-- grain:    inode_id
-- columns:
--   inode_id    the inode
--   plane       content or data
--   kind        workspace, folder, workbook, connection, table …
--   name        its own name
--   path_text   names from the root down
--   matched_by  id or path; null when the name is only near
-- params:
--   what        varchar — an id, a URL, or a path such as Finance/Budgets/Q3 or Snowflake:DB.SCHEMA
--   spelled_ids varchar = null — the ids it may spell (spelled_ids.sql), joined by commas
with

asked as (
    select
        trim($what::varchar) as text,
        trim(trim($what::varchar), '/') as path,
),

asked_ids as (
    select text as inode_id from asked
    union
    select unnest(string_split($spelled_ids::varchar, ','))
),

-- An id is looked up first, then a path; likeness, which reads every name, is the last resort.
by_id as materialized (
    select inode_id, 'id' as matched_by from inodes semi join asked_ids using (inode_id)
),

by_path as materialized (
    select i.inode_id, 'path' as matched_by
    from inodes i
    join (from asked where not exists (from by_id)) a on i.path_text = a.path
),

by_path_in_any_case as materialized (
    select i.inode_id, 'path' as matched_by
    from inodes i
    join (from asked where not exists (from by_id) and not exists (from by_path)) a
        on lower(i.path_text) = lower(a.path)
),

found as materialized (
    from by_id union all from by_path union all from by_path_in_any_case
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
