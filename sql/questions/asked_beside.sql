-- purpose:  What a run was asked for beside its plan: extras, samples, the seed.
-- grain:    name
-- columns:
--   name   the setting
--   value  what it was set to; what nobody asked for has no row
select name, value
from meta.settings
order by name
