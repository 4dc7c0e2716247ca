-- purpose:  In which way each leaver is gone, and what that means.
-- grain:    account_key
-- columns:
--   leaver          the person
--   status          archived, inactive or not_listed
--   status_meaning  what that means
--   last_active_at  last seen active, UTC
--   first_gone_at   first seen gone, UTC
--   due_at          the deadline, UTC
--   account_key     the account
select name as leaver, status, status_meaning, last_active_at, first_gone_at, due_at, account_key
from the_table
where status_meaning is not null
order by status, name, account_key
