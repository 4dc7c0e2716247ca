-- purpose:  The figures of a report that counts nothing of its own: its rows.
-- grain:    label
-- columns:
--   label   what is counted
--   value   the count
--   of      out of how many; null, as only the report could say
--   note    what to know about it; null when nothing
--   filter  column=value that shows just these rows; null, as all are shown
select
    'rows' as label, count(*) as value, null::bigint as "of", null::varchar as note,
    null::varchar as filter,
from the_table
order by label
