-- purpose:  How far an answer from many snapshots can be trusted: how many there are, and how whole.
-- grain:    item
-- columns:
--   item      the point
--   state     good, warn, bad, demo or plain
--   sentence  what is so
--   short     a word for the foot of a printed page, when it is a doubt; else null
--   rank      order of telling
with

counted as (
    select
        count(*) as snapshots, count(*) filter (status <> 'complete') as partial,
        count(*) filter (plan = 'principals') as blind,
        max(taken_at - before_at) as widest,
    from (
        select *, lag(taken_at) over (order by snapshot_no) as before_at,
        from input.snapshots
    )
)

select
    'All of this' as item, if(partial = 0, 'plain', 'bad') as state,
    'is read from ' || format('{:,} snapshots', snapshots)
    || if(partial = 0, ', all whole', format(', {:,} of them incomplete', partial))
    || if(blind = 0, '', format(', {:,} of a plan that cannot see organisation-wide grants', blind))
    || '; the points here are about the last.' as sentence,
    if(partial = 0, null, format('{:,} INCOMPLETE', partial)) as short, 20 as rank,
from counted
union all
select
    'Between snapshots', 'plain',
    'up to ' || greatest(1, round(epoch(widest) / 86400)::bigint)
    || if(round(epoch(widest) / 86400) <= 1, ' day passed', ' days passed')
    || ' unseen: what came and went in between is not told.', null, 21,
from counted
