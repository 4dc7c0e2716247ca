-- purpose:  The inferred decisions this snapshot's answers rest on, and how much each decides.
-- grain:    decision, title
-- columns:
--   decision      its number
--   title         in a few words
--   sentence      what is assumed
--   rows_decided  rows that would differ without it
select decision, title, sentence, rows_decided,
from inferred_decisions
order by rows_decided desc, decision, title
