-- purpose:  What each endpoint is asked for, as a reader would say it.
-- grain:    endpoint
-- as:       view
-- columns:
--   endpoint  the question's name
--   asked     what it tells, to follow “It was asked …”
select *
from (
    values
        ('whoami', 'whose credentials these are'),
        ('members', 'who has an account'),
        ('teams', 'which teams there are'),
        ('team_members', 'who is in a team'),
        ('account_types', 'which account types there are'),
        ('account_type_permissions', 'what an account type may do'),
        ('workspaces', 'which workspaces there are'),
        ('workbooks', 'which workbooks there are'),
        ('workbooks_archived', 'which workbooks are archived'),
        ('data_models', 'which data models there are'),
        ('datasets', 'which datasets there are'),
        ('reports', 'which reports there are'),
        ('reports_archived', 'which reports are archived'),
        ('files', 'which folders and documents there are'),
        ('file_nodes', 'what a folder or document lies in'),
        ('connections', 'which connections there are'),
        ('paths', 'which databases, schemas and tables there are'),
        ('member_grants', 'what a member was given'),
        ('team_grants', 'what a team was given'),
        ('object_grants', 'who was given a workspace, folder or document'),
        ('connection_grants', 'who was given a connection'),
        ('path_grants', 'who was given a database, schema or table'),
        ('all_grants', 'every grant at once'),
        ('workbook_schedules', 'to whom a workbook is sent'),
        ('report_schedules', 'to whom a report is sent'),
        ('workbook_embeds', 'where a workbook is embedded'),
        ('version_tags', 'which version tags there are'),
        ('user_attributes', 'which user attributes there are'),
        ('user_attribute_users', 'which members have a user attribute'),
        ('user_attribute_teams', 'which teams have a user attribute'),
        ('api_credentials', 'which API credentials there are'),
        ('member_recents', 'what a member opened lately'),
        ('member_files', 'what a member can open, in Sigma''s own words'),
        ('workbook_sources', 'what data a workbook reads'),
        ('data_model_sources', 'what data a data model reads'),
        ('dataset_sources', 'what data a dataset reads'),
        ('report_sources', 'what data a report reads')
) as words (endpoint, asked)
