-- purpose:  What could not be told, and how many pairs of member and object it leaves open.
-- grain:    endpoint, reason
-- columns:
--   asked      what was asked, in words
--   reason     why it is not known
--   gap_count  places where access may be missing or too low
--   endpoint   the question's name
select coalesce(w.asked, n.endpoint) as asked, n.reason, count(*) as gap_count, n.endpoint,
from not_known n
left join endpoint_words w using (endpoint)
group by all
order by gap_count desc, n.endpoint, n.reason
