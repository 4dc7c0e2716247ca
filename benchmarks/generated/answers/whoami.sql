select
    '' as parent_id, 0 as position,
    to_json({'userId': getvariable('asker'), 'organizationId': getvariable('organization_id')}) as entry
