-- purpose:  What moved effective access, each cause once, the widest first.
-- grain:    change, column, cause, cause_ids
-- columns:
--   change     gained, lost, raised, lowered or not_known
--   reach      how many members and objects
--   cause      because of what; what was not read where it is not known
--   column     granted_permission, or what changed although that did not
--   before     every earlier value
--   after      every later value
--   row_count  pairs of member and object
--   cause_ids  the changes that caused it, by change_id
select change, reach, cause, "column", before, after, row_count, cause_ids
from access_told
order by row_count desc, change, "column", cause, cause_ids
