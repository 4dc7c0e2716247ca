-- purpose:  The inodes asked about.
-- grain:    inode_id
-- columns:
--   inode_id          as in model/inodes
--   plane             as in model/inodes
--   kind              as in model/inodes
--   path_text         as in model/inodes
--   permission_class  as in model/inodes
--   created_at        as in model/inodes
select i.inode_id, i.plane, i.kind, i.path_text, i.permission_class, i.created_at
from main.inodes i
semi join series.asked_inodes a using (inode_id)
