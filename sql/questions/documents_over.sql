-- purpose:  Documents that draw on the data of one inode over a connection that is not OAuth (R7, R19).
-- grain:    document_id, data_id, is_sql
-- columns:
--   document_id  the document
--   path_text    its path
--   kind         workbook, report, data_model or dataset
--   owner_id     whose rights decide
--   data_id      the data it draws on, there or beneath; of SQL, the connection
--   data_path    its path
--   use_oauth    false; null where the connection is not known
--   is_sql       by a piece of SQL, whose tables are not known
--   steps        documents from the opened one down to the data
-- params:
--   inode_id varchar — a connection, database, schema or table
with

data_asked as (
    select inode_id, true as is_there,
    from inode_ancestry
    where ancestor_id = $inode_id
    union all
    -- What SQL on the connection reads may be any of its tables.
    select ancestor_id, false,
    from inode_ancestry
    where inode_id = $inode_id and distance > 0
)

select
    d.document_id, i.path_text, i.kind, i.owner_id, d.data_id, x.path_text as data_path,
    c.use_oauth, d.is_sql, d.steps,
from document_data d
join data_asked a on a.inode_id = d.data_id and (a.is_there or d.is_sql)
join inodes i on i.inode_id = d.document_id
join inodes x on x.inode_id = d.data_id
left join connections c on c.connection_id = d.connection_id
where c.use_oauth is distinct from true
qualify row_number() over (
    partition by d.document_id, d.data_id, d.is_sql order by d.steps, d.source_ref
) = 1
order by d.document_id, d.data_id, d.is_sql
