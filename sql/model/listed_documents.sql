-- purpose:  Every document that a list shows, with the owner it names.
-- grain:    inode_id, source
-- columns:
--   inode_id     the document
--   source       the list that shows it
--   kind         workbook, data_model, dataset or report
--   name         its name
--   owner_ref    owner as the list names them: a member's id or e-mail address
--   is_archived  in the trash: flagged so, or listed among the archived only
--   path_hint    names of its folders, as the API joins them
--   created_at   when it was made, UTC
--   updated_at   when it was changed last, UTC
with

listed as (
    select 'workbooks' as source, 'workbook' as kind, * from typed.workbooks
    union all by name
    select 'workbooks_archived' as source, 'workbook' as kind, * from typed.workbooks_archived
    union all by name
    select 'data_models' as source, 'data_model' as kind, * from typed.data_models
    union all by name
    select 'datasets' as source, 'dataset' as kind, * from typed.datasets
    union all by name
    select 'reports' as source, 'report' as kind, * from typed.reports
    union all by name
    select 'reports_archived' as source, 'report' as kind, * from typed.reports_archived
),

current as (
    select l.*, i.inode_id
    from listed l
    join chosen_readings r
        on r.endpoint = l.source and r.parent_id = l.parent_id and r.reading = l.reading
    join inode_ids i on i.ref = l.inode_ref
    qualify row_number() over (
        partition by i.inode_id, l.source order by l.seen_at desc, l.inode_ref
    ) = 1
),

live as (
    select inode_id
    from current
    where source not in ('workbooks_archived', 'reports_archived')
)

-- Newer answers nest the owner in an object, or give it as plain text.
select
    inode_id, source, kind, name,
    coalesce(
        owner_id,
        case json_type(owner_json)
            when 'OBJECT' then coalesce(owner_json ->> 'memberId', owner_json ->> 'email')
            when 'VARCHAR' then owner_json ->> '$'
        end
    ) as owner_ref,
    is_archived
        or (source in ('workbooks_archived', 'reports_archived')
            and inode_id not in (from live)) as is_archived,
    path as path_hint, created_at, updated_at
from current
