-- purpose:  How much of what a snapshot asked was answered, and what it never asked, in words.
-- grain:    sentence
-- columns:
--   sentence  chains answered of those asked, where not, and how many endpoints were left out
with

-- Columns of the contract alone: a file of an older version is listed as it was sealed.
counted as (
    select
        endpoint, count(*) filter (status <> 'not_asked') as asked,
        count(*) filter (status in ('complete', 'vanished')) as answered,
        count(*) filter (status = 'not_asked') as left_out,
    from coverage
    group by endpoint
)

select concat_ws('; ',
    format('{:,} of {:,} questions answered', sum(answered)::bigint, sum(asked)::bigint),
    'not all of ' || string_agg(endpoint, ', ' order by endpoint) filter (answered < asked),
    if(count(*) filter (asked = 0) > 0,
        format('{:,} of {:,} endpoints never asked', count(*) filter (asked = 0), count(*)), null),
    'not all asked of ' || string_agg(endpoint, ', ' order by endpoint)
        filter (asked > 0 and left_out > 0)
) as sentence,
from counted
