-- purpose:  Which columns the comparison leaves out, and why.
-- grain:    entity, column
-- columns:
--   entity  whose column
--   column  the column
--   why     why a change of it alone is none
select entity, "column", why
from compared_columns
where not is_compared
order by entity, "column"
