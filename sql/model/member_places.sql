-- purpose:  A number for each member, so that a set of members is a string of bits.
-- grain:    member_id
-- columns:
--   member_id        the member
--   place            the number, from 0
--   account_type_id  the account type that caps them; empty for one that could not be read
--   is_usable        the account can be used
select
    member_id, (row_number() over (order by member_id) - 1)::integer as place,
    coalesce(account_type_id, '') as account_type_id, is_usable
from members
