select
    '' as parent_id, i as position,
    to_json({
        'organizationId': getvariable('organization_id'), 'memberId': member_id,
        'memberType': account_type, 'firstName': 'Member', 'lastName': 'No ' || i,
        'email': 'member' || i || '@example.test', 'profileImgUrl': null,
        'homeFolderId': home_folder_id, 'userKind': user_kind,
        'isArchived': is_archived, 'isInactive': is_inactive,
        'createdBy': getvariable('asker'), 'updatedBy': getvariable('asker'),
        'createdAt': getvariable('stamp'), 'updatedAt': getvariable('stamp')
    }) as entry
from people
