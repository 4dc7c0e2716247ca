-- purpose:  The answer to external in one sentence.
-- grain:    sentence
-- columns:
--   sentence  the answer
with

reached as (
    select
        count(distinct member_id) filter (effective_permission is not null) as people,
        count(distinct inode_id) filter (effective_permission is not null and plane = 'content'
            and kind not in ('workspace', 'folder')) as documents,
        count(distinct inode_id) filter (effective_permission is not null and plane = 'data') as data,
    from the_table
)

select
    'As of ' || strftime(i.taken_at, '%-d %B %Y, %H:%M UTC') || ', '
    || if(i.status = 'complete', '', 'at least ') || format('{:,}', r.people)
    || if(r.people = 1, ' person', ' people') || ' from outside can open '
    || format('{:,}', r.documents) || if(r.documents = 1, ' document', ' documents') || ' and reach data at '
    || format('{:,}', r.data) || if(r.data = 1, ' place.', ' places.') as sentence,
from snapshot_info i
cross join reached r
