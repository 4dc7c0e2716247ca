-- purpose:  How many rows each reading of each chain gave, and how many were served twice.
-- grain:    endpoint, parent_id, reading
-- columns:
--   endpoint     which question was asked
--   parent_id    of what it was asked; empty when of nothing
--   reading      which time of asking
--   rows_stored  rows kept, each once
--   duplicates   rows served again
with

counted as (
    select 'whoami' as endpoint, parent_id, reading, seen_count from typed.whoami
    union all select 'members', parent_id, reading, seen_count from typed.members
    union all select 'teams', parent_id, reading, seen_count from typed.teams
    union all select 'workspaces', parent_id, reading, seen_count from typed.workspaces
    union all select 'workbooks', parent_id, reading, seen_count from typed.workbooks
    union all select 'workbooks_archived', parent_id, reading, seen_count from typed.workbooks_archived
    union all select 'data_models', parent_id, reading, seen_count from typed.data_models
    union all select 'datasets', parent_id, reading, seen_count from typed.datasets
    union all select 'reports', parent_id, reading, seen_count from typed.reports
    union all select 'reports_archived', parent_id, reading, seen_count from typed.reports_archived
    union all select 'files', parent_id, reading, seen_count from typed.files
    union all select 'file_nodes', parent_id, reading, seen_count from typed.file_nodes
    union all select 'connections', parent_id, reading, seen_count from typed.connections
    union all select 'paths', parent_id, reading, seen_count from typed.paths
    union all select 'account_types', parent_id, reading, seen_count from typed.account_types
    union all select 'account_type_permissions', parent_id, reading, seen_count
    from typed.account_type_permissions
    union all select 'team_members', parent_id, reading, seen_count from typed.team_members
    union all select 'team_grants', parent_id, reading, seen_count from typed.team_grants
    union all select 'member_grants', parent_id, reading, seen_count from typed.member_grants
    union all select 'object_grants', parent_id, reading, seen_count from typed.object_grants
    union all select 'connection_grants', parent_id, reading, seen_count from typed.connection_grants
    union all select 'path_grants', parent_id, reading, seen_count from typed.path_grants
    union all select 'all_grants', parent_id, reading, seen_count from typed.all_grants
    union all select 'workbook_schedules', parent_id, reading, seen_count from typed.workbook_schedules
    union all select 'report_schedules', parent_id, reading, seen_count from typed.report_schedules
    union all select 'workbook_embeds', parent_id, reading, seen_count from typed.workbook_embeds
    union all select 'version_tags', parent_id, reading, seen_count from typed.version_tags
    union all select 'user_attributes', parent_id, reading, seen_count from typed.user_attributes
    union all select 'user_attribute_users', parent_id, reading, seen_count from typed.user_attribute_users
    union all select 'user_attribute_teams', parent_id, reading, seen_count from typed.user_attribute_teams
    union all select 'api_credentials', parent_id, reading, seen_count from typed.api_credentials
    union all select 'member_recents', parent_id, reading, seen_count from typed.member_recents
    union all select 'workbook_sources', parent_id, reading, seen_count from typed.workbook_sources
    union all select 'data_model_sources', parent_id, reading, seen_count from typed.data_model_sources
    union all select 'dataset_sources', parent_id, reading, seen_count from typed.dataset_sources
    union all select 'report_sources', parent_id, reading, seen_count from typed.report_sources
    union all select 'member_files', parent_id, reading, seen_count from typed.member_files
)

select
    endpoint, parent_id, reading, count(*) as rows_stored,
    (sum(seen_count) - count(*))::bigint as duplicates
from counted
group by endpoint, parent_id, reading
