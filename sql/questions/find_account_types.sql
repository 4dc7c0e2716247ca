-- purpose:  Which account type a person at the terminal means by its name or id.
-- grain:    account_type_id
-- columns:
--   account_type_id  the account type
--   name             its name
--   is_meant         whether it is the one asked for
-- params:
--   account_type varchar — an account type's name, in any case, or its id
select
    account_type_id, name,
    account_type_id = trim($account_type::varchar)
        or lower(name) = lower(trim($account_type::varchar)) as is_meant,
from account_types
order by is_meant desc, name, account_type_id
