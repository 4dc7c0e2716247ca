-- purpose:  Every account type: what caps a member, whatever they are granted.
-- grain:    account_type_id
-- columns:
--   account_type_id  the account type
--   name             its name, which members carry in any case
--   is_custom        made by the organisation
--   description      what it is for
select
    a.account_type_id, a.name, a.is_custom, a.description
from typed.account_types a
join chosen_readings r
    on r.endpoint = 'account_types' and r.parent_id = a.parent_id and r.reading = a.reading
