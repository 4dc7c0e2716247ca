-- purpose:  What in hygiene should be looked at first, and why.
-- grain:    kind, severity, subject_id, reason
-- columns:
--   kind        which are alike, in the order of telling
--   severity    high, medium or low
--   subject     what it is about
--   subject_id  its id
--   reason      what stands out
--   weight      the heaviest of a kind come first
select
    p.place as kind, if(p.place <= 2, 'high', if(p.place <= 4, 'medium', 'low')) as severity,
    t.subject, t.subject_id, t.detail || ' (' || lower(t.problem) || ').' as reason, t.grants as weight,
from the_table t
join leftover_kinds p using (problem)
where p.place <= 6
order by kind, weight desc, subject, subject_id, reason
