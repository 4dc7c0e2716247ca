-- purpose:  The documented account-type permissions and the spellings they are known by (D6).
--           A spelling is compared in lower case, letters and digits only, brackets left out.
-- grain:    spelling
-- columns:
--   spelling            a slug or description, reduced to letters and digits
--   account_permission  the documented name
with

names as (
    select unnest([
        'View connections', 'Manage connections', 'Annotate tables',
        'Create stored procedure actions', 'Call stored procedure actions', 'Create input tables',
        'Schedule materializations', 'Upload CSV', 'Create warehouse views', 'View datasets',
        'Create, edit, and publish datasets', 'Write Python', 'Write SQL', 'View workbooks',
        'Can comment on workbooks', 'Basic explore', 'Full explore',
        'Create, edit, and publish workbooks', 'Set workbook data refresh', 'Apply tag',
        'Manage users', 'Manage user attributes', 'Manage teams', 'View usage dashboard',
        'View SQL in usage dashboard', 'Manage email branding', 'Manage branding settings',
        'Manage themes and fonts', 'Manage plugins', 'Manage badges', 'Manage export integrations',
        'Download', 'Export to email', 'Export to Google Sheet', 'Export to Google Drive',
        'Export to Slack', 'Export to Microsoft Teams and SharePoint', 'Run exports as recipient',
        'Schedule export', 'Share documents', 'Export to cloud', 'Export to webhook',
        'Email burst', 'Create new folders', 'Contribute to shared folders',
        'Create new workspace', 'Explain charts with AI', 'Use AI with formulas', 'Use Ask Sigma',
        'Create API key'
    ]) as account_permission
),

other_spellings as (
    select unnest(spellings) as spelling, account_permission
    from (
        values
            (['create-edit-publish-workbooks', 'create, edit and publish workbooks'],
                'Create, edit, and publish workbooks'),
            (['create-edit-publish-datasets', 'create, edit and publish datasets',
                'create-edit-and-publish-data-models', 'create-edit-publish-data-models'],
                'Create, edit, and publish datasets'),
            (['view-data-models', 'view datasets and data models'], 'View datasets'),
            (['upload-csvs', 'upload CSV files'], 'Upload CSV'),
            (['contribute-shared-folders'], 'Contribute to shared folders'),
            (['create-new-workspaces', 'create workspaces'], 'Create new workspace')
    ) as t(spellings, account_permission)
),

spelled as (
    select account_permission as spelling, account_permission from names
    union all
    from other_spellings
)

select
    regexp_replace(lower(spelling), '[^a-z0-9]', '', 'g') as spelling,
    min(account_permission) as account_permission
from spelled
group by 1
