select
    '' as parent_id, number as position,
    to_json({
        'accountTypeId': uuid_of('account type', number), 'accountTypeName': name,
        'description': '', 'isCustom': number > 3
    }) as entry
from account_type_shares
