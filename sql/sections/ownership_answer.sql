-- purpose:  The answer to ownership in one sentence.
-- grain:    sentence
-- columns:
--   sentence  the answer
with

counted as (
    select
        count(*) as documents,
        count(*) filter (state in ('inactive', 'archived')) as orphans,
        count(distinct owner_id) filter (state in ('inactive', 'archived')) as leavers,
        count(*) filter (state = 'nobody known') as ownerless,
    from the_table
    where not is_archived
)

select
    'As of ' || strftime(i.taken_at, '%-d %B %Y, %H:%M UTC') || ', '
    || if(i.status = 'complete', '', 'at least ') || format('{:,}', c.orphans) || ' of '
    || format('{:,}', c.documents) || ' documents that are not archived belong to '
    || if(c.leavers = 1, 'a person who is', format('{:,}', c.leavers) || ' people who are')
    || ' inactive or archived'
    || if(c.ownerless = 0, '.', '; of ' || format('{:,}', c.ownerless) || ' no owner is known.') as sentence,
from snapshot_info i
cross join counted c
