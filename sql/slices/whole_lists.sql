-- purpose:  Lists that were read to their end: what they do not show was not there.
-- grain:    endpoint
-- columns:
--   endpoint  the list
select endpoint
from main.chain_states
group by endpoint
having bool_and(is_known)
