-- purpose:  The answer to the blast radius in one sentence.
-- grain:    sentence
-- columns:
--   sentence  the answer
with

heaviest as (
    select subject, gives, sole_accesses,
    from the_table
    where kind = 'Grant'
    order by sole_accesses desc, accesses desc, subject, gives, weight_id
    limit 1
),

counted as (
    select
        count(*) filter (kind = 'Grant') as grants,
        count(*) filter (kind = 'Grant' and sole_accesses = 0) as spare,
    from the_table
)

select
    'As of ' || strftime(i.taken_at, '%-d %B %Y, %H:%M UTC') || ', '
    || coalesce(
        'most hangs on ' || h.subject || ', ' || h.gives || ': '
        || format('{:,}', h.sole_accesses) || if(h.sole_accesses = 1, ' access', ' accesses')
        || ' that nothing else gives. ',
        if(i.status = 'complete', 'no grant gives anybody anything. ',
            'no grant that was read gives anybody anything. ')
    )
    -- What was not read can only give again what these give.
    || if(i.status = 'complete', '', 'at least ') || format('{:,}', c.spare) || ' of ' || format('{:,}', c.grants)
    || ' grants could go without ending any access at all.' as sentence,
from snapshot_info i
cross join counted c
left join heaviest h on true
