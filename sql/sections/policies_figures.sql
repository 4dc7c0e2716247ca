-- purpose:  The figures of policies, each with what it is a part of.
-- grain:    label
-- columns:
--   label   what is counted
--   value   the count
--   of      out of how many; null when there is no such number
--   note    what to know about it; null when nothing
--   filter  column=value that shows just these rows; null when none does
with

counted as (
    select
        count(*) as examined,
        count(*) filter (status = 'fail' and severity = 'critical') as critical,
        count(*) filter (status = 'fail' and severity = 'high') as high,
        count(*) filter (status = 'fail') as fails,
        count(*) filter (status = 'waived') as waived,
        count(*) filter (status = 'not_known') as not_known,
        count(*) filter (status = 'pass') as passes,
        count(distinct "check") filter (status = 'fail') as failing
    from input.findings
),

asked as (
    select count(*) filter (is_asked) as checks, count(*) as known from input.policies
),

exceptions as (
    select count(*) as amount from input.exceptions
)

select f.label, f.value, f."of", f.note, f.filter
from counted c, asked a, exceptions e, lateral (
    values
        (1, 'checks that find something', c.failing, a.checks + if(e.amount > 0, 1, 0),
            if(a.checks < a.known, (a.known - a.checks) || if(a.known - a.checks = 1, ' check was', ' checks were') || ' not asked', null), '#checks?result=fail'),
        (2, 'findings that fail', c.fails, c.examined, 'of all examined; ' || format('{:,}', c.passes) || ' pass', 'status=fail'),
        (3, 'critical', c.critical, c.fails, null, 'severity=critical&status=fail'),
        (4, 'high', c.high, c.fails, null, 'severity=high&status=fail'),
        (5, 'waived', c.waived, c.waived + c.fails, 'each with its real result', 'status=waived'),
        (6, 'not known', c.not_known, c.examined, 'no pass and no fail', 'status=not_known')
) f(place, label, value, "of", note, filter)
order by f.place
