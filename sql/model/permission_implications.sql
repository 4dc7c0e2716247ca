-- purpose:  Which account-type permissions come with which others (Appendix C of the API facts).
-- grain:    account_permission, implied
-- columns:
--   account_permission  the permission held
--   implied             what comes with it
select account_permission, unnest(implications) as implied
from (
    values
        ('Manage connections', ['View connections']),
        ('Create stored procedure actions', ['Call stored procedure actions']),
        ('Create, edit, and publish datasets', ['View datasets']),
        ('Basic explore', ['View workbooks']),
        ('Full explore', ['Basic explore', 'View workbooks']),
        ('Create, edit, and publish workbooks',
            ['Full explore', 'Basic explore', 'View workbooks']),
        ('Set workbook data refresh', [
            'Create, edit, and publish workbooks', 'Full explore', 'Basic explore', 'View workbooks'
        ]),
        ('View SQL in usage dashboard', ['View usage dashboard']),
        ('Export to email', ['Download']),
        ('Export to Google Sheet', ['Download']),
        ('Export to Google Drive', ['Download']),
        ('Export to Slack', ['Download']),
        ('Export to Microsoft Teams and SharePoint', ['Download']),
        ('Run exports as recipient', ['Download', 'Export to email']),
        ('Schedule export', ['Download', 'Export to email']),
        ('Export to cloud', ['Download']),
        ('Export to webhook', ['Download']),
        ('Email burst', ['Download', 'Export to email']),
        ('Create new workspace', ['Contribute to shared folders', 'Share documents'])
) as t(account_permission, implications)
