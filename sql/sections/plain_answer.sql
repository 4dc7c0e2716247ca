-- purpose:  The answer of a report that words none of its own: how many rows there are.
-- grain:    sentence
-- columns:
--   sentence  the answer
select
    'As of ' || strftime(i.taken_at, '%-d %B %Y, %H:%M UTC') || ', '
    || if(i.status = 'complete', '', 'at least ')
    || if(n.rows_found = 1, '1 row.', format('{:,} rows.', n.rows_found)) as sentence,
from snapshot_info i
cross join (select count(*) as rows_found from the_table) n
