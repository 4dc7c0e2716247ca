-- purpose:  Sources of documents as served, whichever kind of document was asked.
-- grain:    parent_id, reading, source_ref
-- as:       view
-- columns:
--   endpoint        which question showed it
--   parent_id       the document
--   reading         which time of asking
--   source_ref      table, dataset or data model as it came; of a piece of SQL, its id
--   source_type     the API's word: data-model, dataset, table, custom-sql
--   connection_ref  connection that a piece of SQL runs on
--   version_tag_id  tagged version of a data model that is used
select 'workbook_sources' as endpoint, parent_id, reading, source_ref, source_type, connection_ref,
    version_tag_id
from typed.workbook_sources
union all
select 'report_sources', parent_id, reading, source_ref, source_type, connection_ref, version_tag_id
from typed.report_sources
union all
select 'data_model_sources', parent_id, reading, source_ref, source_type, connection_ref, version_tag_id
from typed.data_model_sources
union all
select 'dataset_sources', parent_id, reading, source_ref, source_type, connection_ref, version_tag_id
from typed.dataset_sources
