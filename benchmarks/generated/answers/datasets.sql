select
    '' as parent_id, i as position,
    to_json({
        'datasetId': inode_id, 'name': kind || ' ' || i,
        'url': 'https://app.example.test/' || slug(inode_id), 'path': 'Somewhere',
        'latestVersion': 1, 'ownerId': owner_id, 'isArchived': is_archived,
        'createdBy': getvariable('asker'), 'updatedBy': getvariable('asker'),
        'createdAt': getvariable('stamp'), 'updatedAt': getvariable('stamp')
    }) as entry
from documents
where kind = 'dataset'
