-- purpose:  Which counts moved most between two snapshots, and which snapshots could not tell.
-- grain:    kind, severity, subject_id, reason
-- columns:
--   kind        which are alike, in the order of telling
--   severity    high, medium or low
--   subject     what it is about
--   subject_id  its id
--   reason      what stands out
--   weight      the heaviest of a kind come first
with

steps as (
    select
        *, lag(value) over (partition by counted order by snapshot_no) as before,
        lag(taken_at) over (partition by counted order by snapshot_no) as before_at,
        lag(missed) over (partition by counted order by snapshot_no) as missed_before,
    from input.counts
    where value is not null
)

select
    if(place in (2, 3, 5) and value > before, 1, 2) as kind,
    if(place in (2, 3, 5) and value > before, 'medium', 'low') as severity,
    counted as subject, counted || ' ' || snapshot_no as subject_id,
    format('went from {:,} to {:,}', before, value) || ' between ' || strftime(before_at, '%-d %B %Y')
    || ' and ' || strftime(taken_at, '%-d %B %Y') || '.' as reason,
    abs(value - before) as weight,
from steps
where value <> before
    -- What could not be read on the side that counts less may be all the difference.
    and (missed = missed_before or if(value < before, missed, missed_before) = '')
union all
select
    3, 'low', file, file || ' ' || (seen is null),
    if(seen is null, 'cannot tell how many: ', 'asks other questions than most, and is not counted beside them: ')
    || string_agg(counted, ', ' order by place) || '.', 1,
from input.counts
where value is null
group by file, seen is null
order by kind, weight desc, subject, subject_id, reason
