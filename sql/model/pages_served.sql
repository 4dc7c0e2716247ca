-- purpose:  Every answer as it came, of all lists: what the relations of typed do not name is here.
-- grain:    endpoint, parent_id, reading, page_number
-- as:       view
-- columns:
--   endpoint     name of the endpoint
--   parent_id    of what it was asked; empty when of nothing
--   reading      which time of asking
--   page_number  which page of it
--   body         the answer, byte for byte
select 'whoami' as endpoint, parent_id, reading, page_number, body from raw.whoami
union all select 'members', parent_id, reading, page_number, body from raw.members
union all select 'teams', parent_id, reading, page_number, body from raw.teams
union all select 'workspaces', parent_id, reading, page_number, body from raw.workspaces
union all select 'workbooks', parent_id, reading, page_number, body from raw.workbooks
union all select 'workbooks_archived', parent_id, reading, page_number, body from raw.workbooks_archived
union all select 'data_models', parent_id, reading, page_number, body from raw.data_models
union all select 'datasets', parent_id, reading, page_number, body from raw.datasets
union all select 'reports', parent_id, reading, page_number, body from raw.reports
union all select 'reports_archived', parent_id, reading, page_number, body from raw.reports_archived
union all select 'files', parent_id, reading, page_number, body from raw.files
union all select 'file_nodes', parent_id, reading, page_number, body from raw.file_nodes
union all select 'connections', parent_id, reading, page_number, body from raw.connections
union all select 'paths', parent_id, reading, page_number, body from raw.paths
union all select 'account_types', parent_id, reading, page_number, body from raw.account_types
union all select 'account_type_permissions', parent_id, reading, page_number, body
from raw.account_type_permissions
union all select 'team_members', parent_id, reading, page_number, body from raw.team_members
union all select 'team_grants', parent_id, reading, page_number, body from raw.team_grants
union all select 'member_grants', parent_id, reading, page_number, body from raw.member_grants
union all select 'object_grants', parent_id, reading, page_number, body from raw.object_grants
union all select 'connection_grants', parent_id, reading, page_number, body from raw.connection_grants
union all select 'path_grants', parent_id, reading, page_number, body from raw.path_grants
union all select 'all_grants', parent_id, reading, page_number, body from raw.all_grants
union all select 'workbook_schedules', parent_id, reading, page_number, body from raw.workbook_schedules
union all select 'report_schedules', parent_id, reading, page_number, body from raw.report_schedules
union all select 'workbook_embeds', parent_id, reading, page_number, body from raw.workbook_embeds
union all select 'version_tags', parent_id, reading, page_number, body from raw.version_tags
union all select 'user_attributes', parent_id, reading, page_number, body from raw.user_attributes
union all select 'user_attribute_users', parent_id, reading, page_number, body from raw.user_attribute_users
union all select 'user_attribute_teams', parent_id, reading, page_number, body from raw.user_attribute_teams
union all select 'api_credentials', parent_id, reading, page_number, body from raw.api_credentials
union all select 'member_recents', parent_id, reading, page_number, body from raw.member_recents
union all select 'workbook_sources', parent_id, reading, page_number, body from raw.workbook_sources
union all select 'data_model_sources', parent_id, reading, page_number, body from raw.data_model_sources
union all select 'dataset_sources', parent_id, reading, page_number, body from raw.dataset_sources
union all select 'report_sources', parent_id, reading, page_number, body from raw.report_sources
union all select 'member_files', parent_id, reading, page_number, body from raw.member_files
