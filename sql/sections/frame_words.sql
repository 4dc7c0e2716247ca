-- purpose:  Words and shapes of Sigma's that this tool does not know, kept as they came.
-- grain:    kind, endpoint, word
-- columns:
--   kind       what sort of word
--   endpoint   where it was seen
--   word       as it came
--   row_count  rows that carry it
select kind, endpoint, word, row_count,
from new_words
order by kind, endpoint, word
