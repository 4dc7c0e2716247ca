-- purpose:  Chains whose pages hold entries that are errors instead of rows.
-- grain:    endpoint, parent_id, reading
-- columns:
--   endpoint     which question
--   parent_id    of what; empty when of nothing
--   reading      which time of asking
--   entry_count  entries without an id of their own
select endpoint, parent_id, reading, rows_served - rows_stored - duplicates as entry_count
from coverage
where reading > 0 and rows_served > rows_stored + duplicates
