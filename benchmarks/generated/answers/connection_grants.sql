select w.inode_id as parent_id, e.grant_id as position, e.entry
from warehouses w
left join grant_entries e on e.inode_id = w.inode_id
where getvariable('plan') <> 'principals'
