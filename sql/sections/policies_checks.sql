-- purpose:  Every check: what it demands and why, what it found out of how many, and how to mend it.
-- grain:    check
-- columns:
--   check       which check
--   severity    critical, high, medium, low or info
--   title       what it demands
--   result      fail, not_known, waived, pass, nothing (no subject) or not_asked: the worst found
--   fail        how many subjects fail
--   examined    how many were examined
--   not_known   how many cannot be told
--   waived      how many fail or cannot be told, and are waived
--   pass        how many pass
--   why         why it matters
--   fix         what to do about it
--   parameters  its parameters, as they were used
with

counted as (
    select
        "check", count(*) as examined,
        count(*) filter (status = 'fail') as fail,
        count(*) filter (status = 'not_known') as not_known,
        count(*) filter (status = 'waived') as waived,
        count(*) filter (status = 'pass') as pass
    from input.findings
    group by "check"
)

select
    p."check", p.severity, p.title,
    case
        when not p.is_asked then 'not_asked' when c.fail > 0 then 'fail'
        when c.not_known > 0 then 'not_known' when c.waived > 0 then 'waived'
        when c.pass > 0 then 'pass' else 'nothing'
    end as result,
    coalesce(c.fail, 0) as fail, coalesce(c.examined, 0) as examined,
    coalesce(c.not_known, 0) as not_known, coalesce(c.waived, 0) as waived,
    coalesce(c.pass, 0) as pass, p.why, p.fix, p.parameters
from input.policies p
left join counted c using ("check")
order by
    list_position(['fail', 'not_known', 'waived', 'pass', 'nothing', 'not_asked'], result),
    list_position(['critical', 'high', 'medium', 'low', 'info'], p.severity), p."check"
