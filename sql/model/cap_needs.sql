-- purpose:  What an account type must hold for a permission to be usable (D6, D11).
--           Every need must be met; any one of its alternatives meets it.
-- grain:    permission_class, permission, need, account_permission
-- columns:
--   permission_class    container, workbook, report, document or data
--   permission          the permission as it stands on the inode
--   need                name of the need
--   account_permission  an account-type permission that meets it
select permission_class, permission, need, unnest(alternatives) as account_permission
from (
    values
        ('workbook', 'view', 'read', ['View workbooks']),
        ('workbook', 'explore', 'explore', ['Full explore']),
        ('workbook', 'edit', 'change', ['Create, edit, and publish workbooks']),
        ('report', 'view', 'read', ['View workbooks']),
        ('report', 'edit', 'change', ['Create, edit, and publish workbooks']),
        ('document', 'view', 'read', ['View datasets']),
        ('document', 'edit', 'change', ['Create, edit, and publish datasets']),
        ('container', 'organize', 'contribute', ['Contribute to shared folders']),
        ('data', 'usage', 'connect', ['View connections', 'Manage connections']),
        ('data', 'annotate', 'connect', ['View connections', 'Manage connections']),
        ('data', 'annotate', 'annotate', ['Annotate tables', 'Manage connections']),
        ('data', 'admin', 'connect', ['View connections', 'Manage connections']),
        ('data', 'admin', 'administer', ['Manage connections']),
        ('data', 'writeback', 'connect', ['View connections', 'Manage connections']),
        ('data', 'writeback', 'write', [
            'Create input tables', 'Upload CSV', 'Schedule materializations',
            'Create warehouse views'
        ])
) as t(permission_class, permission, need, alternatives)
