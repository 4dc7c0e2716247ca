select
    '' as parent_id, i as position,
    to_json({
        'teamId': team_id, 'name': 'Team ' || i, 'description': null, 'visibility': 'public',
        'isArchived': is_archived,
        'createdBy': getvariable('asker'), 'updatedBy': getvariable('asker'),
        'createdAt': getvariable('stamp'), 'updatedAt': getvariable('stamp')
    }) as entry
from groups
