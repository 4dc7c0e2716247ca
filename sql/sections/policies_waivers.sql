-- purpose:  Every exception that was made: for what, by whom, until when, and how it stands today.
-- grain:    place
-- columns:
--   check     the check it speaks of
--   subject   for which subject
--   standing  pass, fail or not_known: whether it is in force, in use, narrow and well approved
--   verdict   how it stands, in a sentence
--   reason    why it was made
--   approver  who approved it
--   expires   the last day it holds
--   scope     for subjects of which kind alone; null for any
--   place     file and line
select
    e."check", e.subject, f.status as standing, f.reason as verdict, e.reason, e.approver, e.expires,
    e.scope, e.place
from input.exceptions e
left join input.findings f on f."check" = 'waivers' and f.subject_id = e.place
order by list_position(['fail', 'not_known', 'pass'], f.status), e."check", e.subject, e.place
