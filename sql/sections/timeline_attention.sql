-- purpose:  What of a timeline should be looked at first, and why.
-- grain:    kind, severity, subject_id, reason
-- columns:
--   kind        which are alike, in the order of telling
--   severity    high, medium or low
--   subject     what it is about
--   subject_id  its id
--   reason      what stands out
--   weight      the heaviest of a kind come first
select
    if(change = 'not_known', 3, if(change in ('gained', 'raised'), 1, 2)) as kind,
    if(change = 'not_known', 'low', 'medium') as severity,
    strftime(after_at, '%-d %B %Y') as subject, step_no || ' ' || happening_id as subject_id,
    sentence || coalesce(', because ' || cause, '') || '.' as reason,
    step_no * 1000 + coalesce(member_count * inode_count, 1) as weight,
from input.happenings
where about = 'access'
order by kind, weight desc, subject, subject_id, reason
