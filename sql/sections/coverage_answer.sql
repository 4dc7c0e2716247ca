-- purpose:  The answer to coverage in one sentence.
-- grain:    sentence
-- columns:
--   sentence  the answer
with

counted as (
    select
        count(*) filter (status != 'not_asked') as chains,
        count(*) filter (status = 'complete') as complete,
    from the_table
),

told as (
    select
        string_agg(lower(subject[1]) || subject[2:], '; ' order by place) filter (open = 0) as relied,
        string_agg(
            lower(subject[1]) || subject[2:] || ' (' || format('{:,}', open) || ' of '
            || format('{:,}', total) || ' ' || unit || ' leave something open)', '; ' order by place
        ) filter (open > 0) as doubtful,
    from reliance
)

select
    'The snapshot of ' || strftime(i.taken_at, '%-d %B %Y, %H:%M UTC') || ' is ' || i.status || ': '
    || format('{:,}', c.complete) || ' of ' || format('{:,}', c.chains)
    || ' questions were answered to the end.'
    || coalesce(' It can be relied on for ' || t.relied || '.', '')
    || coalesce(' It is at least so, and may be more, ' || if(t.relied is null, 'for ', 'only for ')
        || t.doubtful || '.', ' Nothing is left unknown.') as sentence,
from snapshot_info i
cross join counted c
cross join told t
