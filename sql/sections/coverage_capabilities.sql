-- purpose:  What this organisation's API was found to do.
-- grain:    question
-- columns:
--   question  what was tried
--   answer    what came
--   detail    in more words
select question, answer, detail,
from capabilities
order by question
