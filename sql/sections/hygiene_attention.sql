-- purpose:  What in hygiene should be looked at first, and why.
-- grain:    rank
-- columns:
--   rank      order of telling, from 1
--   severity  high, medium or low
--   subject   what it is about
--   reason    what stands out
with

candidates as (
    select
        p.place as kind, if(p.place <= 2, 'high', if(p.place <= 4, 'medium', 'low')) as severity,
        t.subject, t.subject_id, t.detail || '.' as reason, t.grants as weight,
    from the_table t
    join leftover_kinds p using (problem)
    where p.place <= 5
),

ranked as (
    select
        *,
        row_number() over (partition by kind order by weight desc, subject, subject_id) as place,
        count(*) over (partition by kind) as alike,
    from candidates
)

select
    row_number() over (order by kind, place) as rank,
    severity, subject,
    -- What is not spelled out is counted, never dropped.
    reason || if(place = 4 and alike > 4, ' And ' || (alike - 4) || ' more like this.', '') as reason,
from ranked
where place <= 4
order by rank
