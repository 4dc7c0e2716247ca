-- purpose:  What in policies should be looked at first: each check that fails, the worst first.
-- grain:    rank
-- columns:
--   rank      order of telling, from 1
--   severity  high, medium or low
--   subject   what it is about
--   reason    what stands out
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
    row_number() over (order by place, "check") as rank,
    case when place <= 2 then 'high' when place = 3 then 'medium' else 'low' end as severity,
    subject,
    reason || if(
        fails > 1, '. And ' || format('{:,}', fails - 1) || ' more of the check ' || "check" || '.', '.'
    ) as reason
from failing
order by rank
limit 15
