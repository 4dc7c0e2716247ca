-- purpose:  Every connection: the roots of the data tree.
-- grain:    connection_id
-- columns:
--   connection_id   the connection, also the inode of its root
--   name            its name
--   type            which warehouse
--   use_oauth       each person's own warehouse rights apply; Sigma's are not the last word (R19)
--   write_access    Sigma may write to the warehouse
--   is_sample       Sigma's sample data
--   is_audit_log    Sigma's own audit log
--   is_archived     archived
--   last_active_at  when it was last used, UTC
--   created_at      when it was made, UTC
--   updated_at      when it was changed last, UTC
select
    i.inode_id as connection_id, c.name, c.type, c.use_oauth, c.write_access, c.is_sample,
    c.is_audit_log, c.is_archived, c.last_active_at, c.created_at, c.updated_at
from typed.connections c
join chosen_readings r
    on r.endpoint = 'connections' and r.parent_id = c.parent_id and r.reading = c.reading
join inode_ids i on i.ref = c.connection_ref
qualify row_number() over (partition by i.inode_id order by c.seen_at desc, c.connection_ref) = 1
