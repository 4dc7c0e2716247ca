-- purpose:  What each document draws its data from, where `--with sources` asked (R7, R19).
-- grain:    inode_id, source_ref
-- columns:
--   inode_id         the document
--   source_ref       the source as it came; of a piece of SQL, its id
--   source_id        canonical inode of the source; null of a piece of SQL
--   source_type      data_model, dataset, table or custom_sql, else the API's word
--   connection_id    connection that a piece of SQL runs on
--   version_tag_id   tagged version of a data model that is used
select
    r.parent_id as inode_id, r.source_ref,
    case when r.source_type <> 'custom-sql' then s.inode_id end as source_id,
    replace(r.source_type, '-', '_') as source_type,
    c.inode_id as connection_id, r.version_tag_id
from document_source_rows r
join chosen_readings u using (endpoint, parent_id, reading)
left join inode_ids s on s.ref = r.source_ref
left join inode_ids c on c.ref = r.connection_ref
