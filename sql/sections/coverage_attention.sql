-- purpose:  What in coverage should be looked at first, and why.
-- grain:    rank
-- columns:
--   rank      order of telling, from 1
--   severity  high, medium or low
--   subject   what it is about
--   reason    what stands out
with

candidates as (
    select
        1 as kind, if(is_required, 'high', 'medium') as severity, endpoint as subject,
        endpoint as subject_id,
        count(*) || ' ' || status || if(is_required, ' and required', '')
        || coalesce(', for example ' || any_value(subject order by subject), '')
        || coalesce(': ' || any_value(detail order by subject), '') as reason,
        count(*) as weight,
    from the_table
    where status in ('failed', 'forbidden')
    group by endpoint, status, is_required
    union all
    select
        2, 'medium', endpoint, endpoint,
        'leaves ' || count(*) || if(count(*) = 1, ' gap: ', ' gaps: ') || reason || '.',
        count(*),
    from not_known
    group by endpoint, reason
    union all
    select
        3, 'medium', word, endpoint,
        'is a word of Sigma''s (' || kind || ', in ' || endpoint || ') that is not understood; '
        || row_count || ' rows carry it.',
        row_count,
    from new_words
    union all
    select
        4, 'low', entity, coalesce(member_id, '') || coalesce(team_id, ''),
        change || ' while it was read: ' || detail,
        1,
    from moved
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
