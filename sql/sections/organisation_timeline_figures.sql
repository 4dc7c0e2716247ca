-- purpose:  Where each count stands at the end, beside where it stood at the beginning.
-- grain:    label
-- columns:
--   label   what is counted
--   value   the count at the end
--   of      out of how many; null when there is no such number
--   note    where it stood at the beginning
--   filter  column=value that shows just these rows; null when none does
select
    counted as label, arg_max(value, snapshot_no) as value, null::bigint as "of",
    format('{:,} on ', arg_min(value, snapshot_no)) || strftime(min(taken_at), '%-d %B %Y') as note,
    null::varchar as filter,
from input.counts
where value is not null
group by counted, place
order by place
