-- purpose:  The answer to hygiene in one sentence.
-- grain:    sentence
-- columns:
--   sentence  the answer
with

counted as (
    select
        coalesce(sum(grants) filter (p.place <= 4), 0)::bigint as idle,
        coalesce(sum(grants) filter (p.place in (5, 7)), 0)::bigint as redundant,
        coalesce(sum(grants) filter (p.place = 6), 0)::bigint as latent,
    from the_table
    join leftover_kinds p using (problem)
),

totals as (
    select count(*) as grants,
    from grants
)

select
    'As of ' || strftime(i.taken_at, '%-d %B %Y, %H:%M UTC') || ', '
    || if(i.status = 'complete', '', 'at least ') || format('{:,}', c.idle) || ' of '
    || format('{:,}', t.grants) || ' grants give nobody anything today, '
    || format('{:,}', c.redundant) || ' give what is given already, and '
    || format('{:,}', c.latent) || ' more than anybody who holds them can use.' as sentence,
from snapshot_info i
cross join counted c
cross join totals t
