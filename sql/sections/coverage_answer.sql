-- purpose:  The answer to coverage in one sentence.
-- grain:    sentence
-- columns:
--   sentence  the answer
with

counted as (
    select
        count(*) filter (status != 'not_asked') as chains,
        count(*) filter (status = 'complete') as complete,
        count(*) filter (status = 'not_asked') as not_asked,
        sum(rows_stored)::bigint as row_count,
    from the_table
),

gaps as (
    select count(*) as gap_count,
    from not_known
)

select
    'The snapshot of ' || strftime(i.taken_at, '%-d %B %Y, %H:%M UTC') || ' is ' || i.status || ': '
    || format('{:,}', c.complete) || ' of ' || format('{:,}', c.chains)
    || ' questions were answered to the end (' || format('{:,}', c.row_count) || ' rows), '
    || if(g.gap_count = 0, 'and nothing is left unknown.',
        'and it says of ' || format('{:,}', g.gap_count)
            || ' places that access may be missing there.') as sentence,
from snapshot_info i
cross join counted c
cross join gaps g
