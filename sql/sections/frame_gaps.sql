-- purpose:  What could not be told, and how many pairs of member and object it leaves open.
-- grain:    endpoint, reason
-- columns:
--   endpoint   what was asked
--   reason     why it is not known
--   gap_count  places where access may be missing or too low
select endpoint, reason, count(*) as gap_count,
from not_known
group by endpoint, reason
order by gap_count desc, endpoint, reason
