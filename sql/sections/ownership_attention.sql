-- purpose:  What in ownership should be looked at first, and why.
-- grain:    rank
-- columns:
--   rank      order of telling, from 1
--   severity  high, medium or low
--   subject   what it is about
--   reason    what stands out
with

candidates as (
    select
        1 as kind, 'high' as severity, owner as subject, owner_id as subject_id,
        'is ' || state || ' and still owns ' || format('{:,}', count(*))
        || if(count(*) = 1, ' document', ' documents') || ', for example ' || min(object) || '.' as reason,
        count(*) as weight,
    from the_table
    where state in ('inactive', 'archived') and not is_archived
    group by owner, owner_id, state
    union all
    select
        2, 'medium', object, inode_id,
        'has no known owner, and ' || format('{:,}', openers) || ' people can open it.',
        openers,
    from the_table
    where state = 'nobody known' and not is_archived
    union all
    select
        3, 'low', owner, owner_id,
        'alone can change ' || format('{:,}', count(*)) || ' documents that others open.',
        count(*),
    from the_table
    where state = 'active' and editors = 0 and openers > 0 and not is_archived
    group by owner, owner_id
    having count(*) >= 5
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
