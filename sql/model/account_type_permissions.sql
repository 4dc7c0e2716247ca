-- purpose:  What each account type may do, in the API's words.
-- grain:    account_type_id, permission
-- columns:
--   account_type_id  the account type
--   permission       the API's word, verbatim
--   description      the same in words, verbatim
select
    p.parent_id as account_type_id, p.permission, p.description
from typed.account_type_permissions p
join chosen_readings r
    on r.endpoint = 'account_type_permissions' and r.parent_id = p.parent_id
    and r.reading = p.reading
