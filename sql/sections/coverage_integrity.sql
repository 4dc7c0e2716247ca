-- purpose:  The questions asked of the finished snapshot that must find nothing.
-- grain:    name
-- columns:
--   name     the question's file in sql/integrity
--   purpose  what it looks for
--   found    rows it found; 0 is good
select name, purpose, found,
from meta.integrity
order by found desc, name
