with

asked as (
    select inode_id from workspaces
    union all
    select inode_id from folders
    union all
    select inode_id from documents
)

select a.inode_id as parent_id, e.grant_id as position, e.entry
from asked a
left join grant_entries e on e.inode_id = a.inode_id
where getvariable('plan') <> 'principals'
