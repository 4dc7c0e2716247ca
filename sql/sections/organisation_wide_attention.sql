-- purpose:  What in organisation_wide should be looked at first, and why.
-- grain:    rank
-- columns:
--   rank      order of telling, from 1
--   severity  high, medium or low
--   subject   what it is about
--   reason    what stands out
with

candidates as (
    select
        1 as kind, 'high' as severity, object as subject, inode_id as subject_id,
        'can be ' || if(plane = 'data', 'administered', 'changed') || ' by everyone in the organisation ('
        || format('{:,}', people) || ' people).' as reason,
        beneath as weight,
    from (from the_table where permission in ('edit', 'admin'))
    union all
    select
        2, 'high', object, inode_id,
        'is data given to everyone' || if(beneath = 0, '.', ', with ' || format('{:,}', beneath)
            || ' below it.'),
        beneath,
    from the_table
    where plane = 'data' and permission != 'admin'
    union all
    select
        3, 'medium', object, inode_id,
        'is a ' || kind || ' given to everyone: the ' || format('{:,}', beneath)
        || ' things in it, and all that is filed there later.',
        beneath,
    from the_table
    where kind in ('workspace', 'folder') and permission != 'edit' and not is_archived
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
