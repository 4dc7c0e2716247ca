-- purpose:  Every permission of a plane's order has a worth on every kind of inode of the plane.
-- grain:    permission_class, permission
-- columns:
--   permission_class  how permissions read on some inode
--   permission        the word without a worth there
select c.permission_class, l.permission
from (select distinct plane, permission_class from inodes) c
join permission_levels l on l.plane = c.plane and l.rank is not null
anti join permission_translations t
    on t.permission_class = c.permission_class and t.granted = l.permission
