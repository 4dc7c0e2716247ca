select
    '' as parent_id, i as position,
    to_json({
        'organizationId': getvariable('organization_id'), 'connectionId': inode_id,
        'name': 'Warehouse ' || i, 'type': 'snowflake', 'isSample': false, 'isAuditLog': false,
        'useOauth': i % 5 = 1, 'writeAccess': i % 3 = 0, 'lastActiveAt': getvariable('stamp'),
        'createdBy': getvariable('asker'), 'updatedBy': getvariable('asker'),
        'createdAt': getvariable('stamp'), 'updatedAt': getvariable('stamp')
    }) as entry
from warehouses
