-- purpose:  The answer to policies in one sentence.
-- grain:    sentence
-- columns:
--   sentence  the answer
with

counted as (
    select
        count(*) filter (is_shown and status = 'fail') as fails,
        count(*) filter (is_shown and status = 'fail' and severity in ('critical', 'high')) as grave,
        count(distinct "check") filter (is_shown and status = 'fail') as failing,
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
    || if(c.fails = 0, 'no finding of ', format('{:,}', c.fails) || if(c.fails = 1, ' finding of ', ' findings of '))
    || a.checks || if(a.checks = 1, ' check fails', if(c.fails = 1, ' checks fails', ' checks fail'))
    || if(c.fails = 0, '', ' (' || format('{:,}', c.grave) || ' of high severity or worse)')
    || '; ' || format('{:,}', c.waived) || if(c.waived = 1, ' is waived', ' are waived')
    || ' and ' || format('{:,}', c.not_known) || ' of ' || format('{:,}', c.examined)
    || ' subjects examined cannot be told.' as sentence
from snapshot_info i
cross join counted c
cross join asked a
