-- purpose:  The answer to policies in one sentence.
-- grain:    sentence
-- columns:
--   sentence  the answer
with

counted as (
    select
        count(*) filter (is_shown and status = 'fail') as fails,
        count(*) filter (is_shown and status = 'fail' and severity in ('critical', 'high')) as grave,
        count(distinct "check") filter (
            is_shown and status = 'fail' and "check" in (select "check" from input.policies)
        ) as failing,
        count(*) filter (is_shown and status = 'waived') as waived,
        count(*) filter (is_shown and status = 'not_known') as not_known,
        count(*) as examined
    from input.findings
),

asked as (
    select count(*) filter (is_asked) as checks from input.policies
)

select
    'As of ' || strftime(i.taken_at, '%-d %B %Y, %H:%M UTC') || ', '
    || c.failing || ' of ' || a.checks || if(a.checks = 1, ' check', ' checks') || ' found what must not be: '
    || format('{:,}', c.fails) || if(c.fails = 1, ' finding fails', ' findings fail') || ', '
    || format('{:,}', c.grave) || ' of high severity or worse'
    || '; ' || format('{:,}', c.waived) || if(c.waived = 1, ' is waived', ' are waived')
    || ' and ' || format('{:,}', c.not_known) || ' of ' || format('{:,}', c.examined)
    || ' subjects examined cannot be told.' as sentence
from snapshot_info i
cross join counted c
cross join asked a
