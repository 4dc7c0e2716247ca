-- purpose:  Which grants and memberships weigh most, and why that matters.
-- grain:    kind, severity, subject_id, reason
-- columns:
--   kind        which are alike, in the order of telling
--   severity    high, medium or low
--   subject     what it is about
--   subject_id  its id
--   reason      what stands out
--   weight      the heaviest of a kind come first
select
    1 as kind, 'medium' as severity, subject, weight_id as subject_id,
    gives || ': ' || format('{:,}', sole_accesses)
    || if(sole_accesses = 1, ' access of ', ' accesses of ')
    || format('{:,}', members) || ' members' || if(sole_accesses = 1, ' hangs', ' hang')
    || ' on this grant alone.' as reason,
    sole_accesses as weight,
from the_table
where kind = 'Grant' and sole_accesses > 0 and members > 1
union all
select
    2, 'low', subject, weight_id,
    'has ' || format('{:,}', sole_accesses) || if(sole_accesses = 1, ' access', ' accesses') || ' by being ' || gives || ' alone.',
    sole_accesses,
from the_table
where kind = 'Team membership' and sole_accesses > 0
order by kind, weight desc, subject, subject_id, reason
