-- purpose:  Active accounts that HR does not know; none without a list of everyone employed.
-- grain:    member_id
-- columns:
--   name           full name
--   email          the account's address
--   user_kind      internal, guest or embed
--   account_type   the account type
--   direct_grants  grants in their own name
--   teams          teams they are in
--   owned          what they own
--   reason         in a sentence
--   member_id      the account
select name, email, user_kind, account_type, direct_grants, teams, owned, reason, member_id
from input.unknown_accounts
order by name, member_id
