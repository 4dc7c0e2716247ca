-- purpose:  What is left to do for each leaver, in order.
-- grain:    account_key, step
-- columns:
--   leaver       the person
--   step         order of doing, from 1
--   action       what kind of step
--   sentence     what to do, and why now
--   call         the request of Sigma's API that does it
--   subject_id   what it is done to
--   account_key  the account
select t.name as leaver, s.step, replace(s.action, '_', ' ') as action, s.sentence, s.call,
    s.subject_id, account_key,
from leaver_steps s
join the_table t using (account_key)
order by t.name, account_key, s.step
