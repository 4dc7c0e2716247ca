-- purpose:  What each account type makes of a permission.
-- grain:    account_type_id, permission_class, granted
-- columns:
--   account_type_id   as in model/account_type_caps
--   permission_class  as in model/account_type_caps
--   granted           as in model/account_type_caps
--   permission        as in model/account_type_caps
--   certainty         as in model/account_type_caps
select account_type_id, permission_class, granted, permission, certainty
from main.account_type_caps
