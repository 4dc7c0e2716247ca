-- purpose:  The answer to hygiene in one sentence.
-- grain:    sentence
-- columns:
--   sentence  the answer
with

counted as (
    select
        coalesce(sum(grants) filter (problem != 'Redundant grant in person'), 0)::bigint as idle,
        coalesce(sum(grants) filter (problem = 'Redundant grant in person'), 0)::bigint as redundant,
    from the_table
),

totals as (
    select count(*) as grants,
    from grants
)

select
    'As of ' || strftime(i.taken_at, '%-d %B %Y, %H:%M UTC') || ', '
    || if(i.status = 'complete', '', 'at least ') || format('{:,}', c.idle) || ' of '
    || format('{:,}', t.grants) || ' grants give nobody anything today, and '
    || format('{:,}', c.redundant) || ' give what is given already.' as sentence,
from snapshot_info i
cross join counted c
cross join totals t
