-- purpose:  What in policies should be looked at first: each check that fails, the worst first.
-- grain:    kind, severity, subject_id, reason
-- columns:
--   kind        which are alike, in the order of telling
--   severity    high, medium or low
--   subject     what it is about
--   subject_id  the check
--   reason      what stands out
--   weight      the heaviest of a kind come first
with

failing as (
    select
        "check", severity, count(*) as fails,
        arg_min(subject_name, (subject_name, subject_id)) as subject,
        arg_min(reason, (subject_name, subject_id)) as reason,
        list_position(['critical', 'high', 'medium', 'low', 'info'], severity) as place
    from input.findings
    where status = 'fail' and is_shown
    group by "check", severity
)

select
    place as kind,
    case when place <= 2 then 'high' when place = 3 then 'medium' else 'low' end as severity,
    subject,
    "check" as subject_id,
    -- A reason that begins with its subject goes on from there: the subject stands before it.
    if(starts_with(reason, subject || ' '), reason[length(subject) + 2:], reason) || if(
        fails > 1, '. And ' || format('{:,}', fails - 1) || ' more of the check ' || "check" || '.', '.'
    ) as reason,
    fails as weight,
from failing
order by kind, weight desc, subject, subject_id, reason
