select
    '' as parent_id, i as position,
    to_json({
        'workspaceId': inode_id, 'workspaceUrlId': slug(inode_id), 'name': 'Workspace ' || i,
        'createdBy': getvariable('asker'), 'updatedBy': getvariable('asker'),
        'createdAt': getvariable('stamp'), 'updatedAt': getvariable('stamp')
    }) as entry
from workspaces
