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
        string_split(coalesce($spelled_ids::varchar, ''), ',') as ids,
),

weighed as (
    select
        inode_id, i.plane, i.kind, i.name, i.path_text,
        case
            when list_contains(a.ids, inode_id) or inode_id = a.text then 1
            when i.path_text = a.path then 2
            when lower(i.path_text) = lower(a.path) then 3
        end as place,
        greatest(
            jaro_winkler_similarity(lower(i.path_text), lower(a.path)),
            jaro_winkler_similarity(lower(coalesce(i.name, '')), lower(a.path))
        ) as likeness,
    from inodes i
    cross join asked a
),

ranked as (
    select
        *,
        min(place) over () as best_place,
        row_number() over (order by likeness desc, inode_id) as nearness,
    from weighed
)

select
    inode_id, plane, kind, name, path_text,
    case place when 1 then 'id' when 2 then 'path' when 3 then 'path' end as matched_by,
from ranked
where place = best_place or (best_place is null and nearness <= 5 and likeness > 0.6)
order by nearness, inode_id
