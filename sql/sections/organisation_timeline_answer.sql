-- purpose:  How the organisation changed in size and power over many snapshots, in one sentence.
-- grain:    sentence
-- columns:
--   sentence  the answer
with

ends as (
    select
        counted, place, arg_min(value, snapshot_no) as first_value,
        arg_max(value, snapshot_no) as last_value,
    from input.counts
    where value is not null
    group by counted, place
),

span as (
    select count(*) as snapshots, min(taken_at) as first_at, max(taken_at) as last_at,
    from input.snapshots
)

select
    'Between ' || strftime(any_value(s.first_at), '%-d %B %Y') || ' and '
    || strftime(any_value(s.last_at), '%-d %B %Y') || format(' ({:,} snapshots): ', any_value(s.snapshots))
    || string_agg(
        e.counted || if(e.first_value = e.last_value, format(' {:,} then and now', e.last_value),
            format(' from {:,} to {:,}', e.first_value, e.last_value)),
        ', ' order by e.place
    ) || '.' as sentence,
from ends e
cross join span s
