-- purpose:  What lies about: grants and teams that give nobody anything, or give it twice.
-- grain:    problem, subject_id
-- columns:
--   problem       which kind of leftover
--   subject       whom or what it is about, by name
--   grants        how many grants it concerns
--   detail        what is so, in words
--   remedy        what would tidy it
--   certainty     known, or at_least: something unread could change it
--   subject_kind  team, member or inode
--   subject_id    whom or what it is about
select
    l.problem, l.subject, l.grants, l.detail, p.remedy, l.certainty, l.subject_kind, l.subject_id,
from leftovers l
join leftover_kinds p using (problem)
order by p.place, l.grants desc, l.subject, l.subject_id
