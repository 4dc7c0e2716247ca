-- purpose:  The answer to organisation_wide in one sentence.
-- grain:    sentence
-- columns:
--   sentence  the answer
with

counted as (
    select
        count(distinct inode_id) as places,
        count(distinct inode_id) filter (permission in ('edit', 'admin')) as managed,
        coalesce(sum(beneath), 0)::bigint as beneath,
        any_value(people) as people,
    from the_table
)

select
    'As of ' || strftime(i.taken_at, '%-d %B %Y, %H:%M UTC') || ', '
    || if(i.status = 'complete', '', 'at least ') || format('{:,}', c.places)
    || if(c.places = 1, ' place is', ' places are') || ' given to the whole organisation'
    || if(c.places = 0, '.', ', that is to ' || format('{:,}', c.people) || ' people, with '
        || format('{:,}', c.beneath) || ' more objects beneath; everyone may change or administer '
        || if(c.managed = 0, 'none', format('{:,}', c.managed)) || ' of them.') as sentence,
from snapshot_info i
cross join counted c
