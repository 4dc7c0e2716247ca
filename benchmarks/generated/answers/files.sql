-- Home folders are not listed: they are known from members, and from what lies in them.
with

listed as (
    select i, inode_id, 'Folder ' || i as name, 'folder' as type, parent_id, owner_id, false as is_archived
    from folders
    union all
    select
        getvariable('folders') + i, inode_id, kind || ' ' || i, replace(kind, '_', '-'), parent_id,
        owner_id, is_archived
    from documents
)

select
    '' as parent_id, i as position,
    to_json({
        'id': inode_id, 'urlId': slug(inode_id), 'name': name, 'type': type,
        'parentId': parent_id, 'parentUrlId': slug(parent_id), 'permission': 'view',
        'path': 'Somewhere', 'badge': null, 'ownerId': owner_id, 'isArchived': is_archived,
        'createdBy': getvariable('asker'), 'updatedBy': getvariable('asker'),
        'createdAt': getvariable('stamp'), 'updatedAt': getvariable('stamp')
    }) as entry
from listed
