-- purpose:  What in account_types should be looked at first, and why.
-- grain:    kind, severity, subject_id, reason
-- columns:
--   kind        which are alike, in the order of telling
--   severity    high, medium or low
--   subject     what it is about
--   subject_id  its id
--   reason      what stands out
--   weight      the heaviest of a kind come first
select
    1 as kind, 'high' as severity, m.account_type as subject, min(m.member_id) as subject_id,
    'is held by ' || count(*) || if(count(*) = 1, ' member', ' members')
    || ' and is no account type that is listed: nothing is taken off what they are granted.' as reason,
    count(*) as weight,
from members m
where m.account_type_id is null and m.is_usable
group by m.account_type
union all
select
    2, 'medium', account_type, account_type_id,
    'could not be understood in full, so that what it takes away is counted as left.',
    people,
from the_table
where certainty != 'known' and people > 0
union all
select
    3, 'medium', account_type, account_type_id,
    'is the organisation''s own, may manage members or teams, and is held by ' || people || '.',
    people,
from the_table
where administers and people > 0 and origin != 'Sigma''s own'
union all
select
    4, 'low', account_type, account_type_id,
    'is the organisation''s own, and nobody active holds it.',
    gone,
from the_table
where people = 0 and origin != 'Sigma''s own'
order by kind, weight desc, subject, subject_id, reason
