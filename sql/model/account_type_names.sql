-- purpose:  Which account type a member's memberType means: names are compared in any case (D7).
-- grain:    name_key
-- columns:
--   name_key         the name in lower case
--   account_type_id  the only account type of that name
select
    lower(name) as name_key, min(account_type_id) as account_type_id
from account_types
where name is not null
group by lower(name)
having count(*) = 1
