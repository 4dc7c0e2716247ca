-- purpose:  Which columns a diff leaves out, as entity.column.
-- grain:    columns
-- columns:
--   columns  all of them, in order
select list(entity || '.' || "column" order by entity, "column") as columns
from compared_columns
where not is_compared
