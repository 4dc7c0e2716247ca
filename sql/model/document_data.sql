-- purpose:  Which data each document shows: what it draws from, through datasets and data models, down
--           to tables and pieces of SQL (R7); where `--with sources` asked.
-- grain:    document_id, source_ref
-- columns:
--   document_id    the document that is opened
--   source_ref     the table, or the piece of SQL, as it came
--   data_id        the table; of a piece of SQL, the connection it runs on; null when neither is known
--   connection_id  the connection
--   is_sql         a piece of SQL: which tables it reads is not known
--   through        the documents in between, the opened one first
--   steps          how many documents
with recursive

drawn as (
    select
        inode_id as document_id, source_ref, source_id, source_type, connection_id,
        [inode_id] as through, 1 as steps
    from document_sources
    union all
    select
        d.document_id, s.source_ref, s.source_id, s.source_type, s.connection_id,
        list_append(d.through, s.inode_id), d.steps + 1
    from drawn d
    join document_sources s on s.inode_id = d.source_id
    -- A model that draws on itself would never end.
    where not list_contains(d.through, s.inode_id) and d.steps < 16
),

shown as (
    select
        document_id, source_ref,
        any_value(case when source_type = 'custom_sql' then connection_id else source_id end) as data_id,
        any_value(connection_id) as connection_id, bool_or(source_type = 'custom_sql') as is_sql,
        arg_min(through, steps) as through, min(steps) as steps
    from drawn
    where source_type not in ('data_model', 'dataset')
    group by document_id, source_ref
)

select
    s.document_id, s.source_ref, s.data_id,
    coalesce(s.connection_id, p.connection_id, c.connection_id) as connection_id,
    s.is_sql, s.through, s.steps
from shown s
left join connection_paths p on p.inode_id = s.data_id
left join connections c on c.connection_id = s.data_id
-- In order, so that a question about one table reads a few blocks of it.
order by data_id, document_id
