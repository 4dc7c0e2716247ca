-- purpose:  Inodes of which it is not known what they lie in: they may inherit from there (D10).
-- grain:    inode_id
-- columns:
--   inode_id   the inode
--   endpoint   the question that would tell
--   plane      content
--   what       what is missing, in words
--   parent_id  the chain's own parent
--   status     how the question stands
--   detail     what went wrong
select
    i.inode_id, 'file_nodes' as endpoint, 'content' as plane,
    'what it lies in is not known' as what,
    coalesce(s.parent_id, i.inode_id) as parent_id, coalesce(s.status, 'not_asked') as status,
    coalesce(s.detail, '') as detail
from inodes i
left join chain_states s on s.endpoint = 'file_nodes' and s.inode_id = i.inode_id
where i.plane = 'content' and not i.is_placed and i.parent_id is null
    and s.status is distinct from 'vanished'
