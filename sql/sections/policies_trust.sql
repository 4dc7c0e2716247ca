-- purpose:  Which exceptions are in force over the findings of this report.
-- grain:    item
-- columns:
--   item      the point
--   state     plain, or warn where an exception does not stand
--   sentence  what is so
--   short     null: no doubt about the snapshot
--   rank      order of telling
with

counted as (
    select
        count(*) as given,
        count(*) filter (f.status = 'fail') as faulty,
        (select count(*) from input.findings where status = 'waived') as waived,
    from input.exceptions e
    left join input.findings f on f."check" = 'waivers' and f.subject_id = e.place
)

select
    'Waivers:' as item,
    if(faulty = 0, 'plain', 'warn') as state,
    case
        when given = 0 then 'none was given.'
        else format('{:,} given, ', given)
            || format('{:,} ', waived) || if(waived = 1, 'finding', 'findings') || ' waived; '
            || if(faulty = 0, 'all stand.', format('{:,} expired, unused, too wide or self-approved.', faulty))
    end as sentence,
    null::varchar as short,
    8 as rank,
from counted
