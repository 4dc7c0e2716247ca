select
    uuid_of('account type', number) as parent_id, generate_subscripts(permissions, 1) as position,
    to_json({
        'permission': replace(replace(lower(unnest(permissions)), ',', ''), ' ', '-'),
        'description': unnest(permissions)
    }) as entry
from account_type_shares
