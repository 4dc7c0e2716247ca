-- purpose:  What a report's query of attention, or of changes, has found: ranked, tails told apart.
-- grain:    rank
-- columns:
--   rank       order of telling, from 1
--   severity   high, medium or low; of changes, what became of it
--   subject    what it is about
--   reason     what stands out
--   is_folded  whether it stands folded away below others of its kind
--   unsaid     how many more of the kind are not even folded; 0 but on the last that is
-- params:
--   said   integer — how many of a kind are said outright
--   folded integer = 50 — how many more stand folded below; the table has all
with

placed as (
    select
        *,
        row_number() over (
            partition by kind, severity order by weight desc nulls last, subject, subject_id, reason
        ) as place,
        count(*) over (partition by kind, severity) as alike,
        list_position(['critical', 'high', 'medium', 'low'], severity) as weight_of_severity,
    from the_candidates
)

select
    row_number() over (order by weight_of_severity, kind, severity, place) as rank,
    severity, subject, reason,
    place > $said as is_folded,
    if(place = $said + $folded, alike - place, 0) as unsaid,
from placed
where place <= $said + $folded
order by rank
