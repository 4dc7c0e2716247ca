-- purpose:  What in teams should be looked at first, and why.
-- grain:    kind, severity, subject_id, reason
-- columns:
--   kind        which are alike, in the order of telling
--   severity    high, medium or low
--   subject     what it is about
--   subject_id  its id
--   reason      what stands out
--   weight      the heaviest of a kind come first
with

given as (
    select principal_id as team_id, count(*) as grants,
    from grants
    where principal_kind = 'team'
    group by principal_id
)

select
    1 as kind, 'high' as severity, t.person as subject, t.team_id || t.member_id as subject_id,
    'from outside the organisation may add anyone to ' || t.team || ', which holds '
    || coalesce(g.grants, 0) || if(g.grants = 1, ' grant.', ' grants.') as reason,
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
order by kind, weight desc, subject, subject_id, reason
