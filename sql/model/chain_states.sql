-- purpose:  How each chain stands that the widest plan could ask, and the inode it tells about.
-- grain:    endpoint, parent_id
-- columns:
--   endpoint   which question
--   parent_id  of what; empty when of nothing
--   status     as in coverage, of the reading the answers rest on
--   is_known   nothing is missing here: complete, or vanished
--   detail     what went wrong, or why it was not asked
--   inode_id   the inode it was asked for, for questions about one
--   plane      content or data, for questions about one inode
select
    c.endpoint, c.parent_id, c.status, c.status in ('complete', 'vanished') as is_known, c.detail,
    if(i.inode_id is null, null, coalesce(i.inode_id, c.parent_id)) as inode_id,
    case
        when c.endpoint in ('connection_grants', 'path_grants') then 'data'
        when c.endpoint in ('file_nodes', 'object_grants') then 'content'
    end as plane
from coverage c
left join inode_ids i
    on i.ref = c.parent_id
    and c.endpoint in ('file_nodes', 'object_grants', 'connection_grants', 'path_grants')
where c.is_used
