-- purpose:  What in offboarding should be looked at first, and why.
-- grain:    kind, severity, subject_id, reason
-- columns:
--   kind        which are alike, in the order of telling
--   severity    high, medium or low
--   subject     what it is about
--   subject_id  its id
--   reason      what stands out
--   weight      the heaviest of a kind come first
with

candidates as (
    select
        1 as kind, 'high' as severity, name as subject, account_key as subject_id, due_at,
        reason || if(is_admin, ' And is an Admin.', '') as reason,
    from the_table
    where still_has_access
    union all
    select 2, 'high', t.name, t.account_key, t.due_at,
        'left, and ' || h.heir_name || ' gained more access to ' || count(*) || if(count(*) = 1, ' object', ' objects')
        || ' by taking over what was theirs.',
    from the_table t
    join leaver_handovers h using (account_key)
    where h.gain in ('new', 'more')
    group by t.name, t.account_key, t.due_at, h.heir_id, h.heir_name
    union all
    select 3, 'medium', name, account_key, due_at, reason
    from the_table
    where verdict = 'missed' and not coalesce(still_has_access, false)
    union all
    select 4, 'medium', name, account_key, due_at,
        'is gone and still owns ' || owned || if(owned = 1, ' thing', ' things') || ', which nobody inherited.',
    from the_table
    where status in ('archived', 'inactive', 'not_listed') and owned > 0
    union all
    select 5, 'medium', name, account_key, due_at,
        'is gone and keeps ' || concat_ws(' and ',
            if(direct_grants > 0, direct_grants || if(direct_grants = 1, ' grant', ' grants') || ' of their own', null),
            if(teams > 0, teams || if(teams = 1, ' team', ' teams'), null)
        ) || ', which wake with the account.',
    from the_table
    where status in ('archived', 'inactive') and direct_grants + teams > 0
    union all
    select 6, 'low', name, account_key, due_at, reason
    from the_table
    where not found
)

-- The longest overdue first.
select kind, severity, subject, subject_id, reason, -epoch(due_at) as weight,
from candidates
order by kind, due_at, subject, subject_id, reason
