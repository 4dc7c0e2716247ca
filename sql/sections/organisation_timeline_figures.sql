-- purpose:  Where each count stands at the end, beside where it stood at the beginning.
-- grain:    label
-- columns:
--   label   what is counted
--   value   the count at the end
--   of      out of how many; null when there is no such number
--   note    where it stood at the beginning, and of when the end is where the last cannot tell
--   filter  column=value that shows just these rows; null when none does
with

-- What a count is a part of, in the same snapshot; people, of all accounts of the latest.
parts as (
    select
        c.*,
        case
            when c.place in (2, 3, 5) then w.value
            when c.place = 1 then (select count(*) from members where is_person)
        end as whole,
    from input.counts c
    left join input.counts w
        on w.snapshot_no = c.snapshot_no and w.place = if(c.place = 5, 4, 1)
    where c.value is not null
)

select
    counted as label, arg_max(value, snapshot_no) as value,
    arg_max(whole, snapshot_no) as "of",
    format('{:,} on ', arg_min(value, snapshot_no)) || strftime(min(taken_at), '%-d %B %Y')
    || if(max(snapshot_no) < (select max(snapshot_no) from input.counts),
        ', this on ' || strftime(max(taken_at), '%-d %B %Y'), '') as note,
    '#counts?counted=' || counted as filter,
from parts
group by counted, place
order by place
