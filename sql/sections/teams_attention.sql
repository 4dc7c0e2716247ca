-- purpose:  What in teams should be looked at first, and why.
-- grain:    rank
-- columns:
--   rank      order of telling, from 1
--   severity  high, medium or low
--   subject   what it is about
--   reason    what stands out
with

given as (
    select principal_id as team_id, count(*) as grants,
    from grants
    where principal_kind = 'team'
    group by principal_id
),

candidates as (
    select
        1 as kind, 'high' as severity, t.person as subject, t.team_id || t.member_id as subject_id,
        'from outside the organisation may add anyone to ' || t.team || ', which holds '
        || coalesce(g.grants, 0) || ' grants.' as reason,
        coalesce(g.grants, 0) as weight,
    from the_table t
    left join given g using (team_id)
    where t.role = 'admin' and t.user_kind != 'internal' and t.status = 'active'
    union all
    select
        2, 'medium', t.team, t.team_id,
        'mixes ' || count(*) filter (t.user_kind != 'internal') || ' from outside with '
        || count(*) filter (t.user_kind = 'internal') || ' of the organisation.',
        count(*) filter (t.user_kind != 'internal'),
    from the_table t
    where t.status = 'active' and not t.is_archived
    group by t.team, t.team_id
    having count(*) filter (t.user_kind = 'internal') > 0 and count(*) filter (t.user_kind != 'internal') > 0
    union all
    select
        3, 'medium', t.team, t.team_id,
        'still lists ' || count(*) || if(count(*) = 1, ' account that is', ' accounts that are')
        || ' off: ' || string_agg(t.person, ', ' order by t.person, t.member_id) || '.',
        count(*),
    from the_table t
    where t.status != 'active' and not t.is_archived
    group by t.team, t.team_id
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
