-- title:    No data is open to the whole organisation
-- severity: high
-- purpose:  What each grant to the whole organisation on a connection, database, schema or table opens.
-- why:      Everyone can query the warehouse there, whatever documents show them.
-- fix:      Replace the grant by grants to teams; the API can delete it, not make it.
-- grain:    subject_id
-- columns:
--   subject_kind   inode
--   subject_id     what is open
--   subject_name   where it is
--   status         pass, fail or not_known
--   reason         what everyone may do there
--   connection_id  its connection
--   grant_ids      which grants
with

open_places as (
    select
        g.inode_id, list(g.grant_id order by g.grant_id) as grant_ids,
        string_agg(distinct coalesce(l.container_label, g.permission), ' and ') as label
    from grants g
    join inodes i on i.inode_id = g.inode_id and i.plane = 'data'
    left join permission_levels l on l.plane = 'data' and l.permission = g.permission
    where g.principal_kind = 'organization'
    group by g.inode_id
),

of_connections as (
    select a.inode_id, c.connection_id, c.is_sample
    from inode_ancestry a
    join connections c on c.connection_id = a.ancestor_id
)

select
    'inode' as subject_kind, o.inode_id as subject_id, i.path_text as subject_name,
    if(coalesce(c.is_sample, false), 'pass', 'fail') as status,
    'The whole organisation has ' || o.label || ' on ' || i.path_text
        || if(coalesce(c.is_sample, false), ', which is sample data', '') as reason,
    c.connection_id, o.grant_ids
from open_places o
join inodes i using (inode_id)
left join of_connections c using (inode_id)
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('organization_data_grants', 'connections')
