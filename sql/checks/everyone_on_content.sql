-- title:    Nothing is open to the whole organisation beyond viewing
-- severity: high
-- purpose:  What each grant to the whole organisation on content allows.
-- why:      Everything filed there later is open to everyone at once, and nobody is told.
-- fix:      Replace the grant by grants to teams, or lower it; the API can delete it, not make it.
-- grain:    subject_id
-- columns:
--   subject_kind  inode
--   subject_id    the inode that is open
--   subject_name  where it is
--   status        pass, fail or not_known
--   reason        what everyone may do there
--   beneath       how many inodes are open because of it
--   grant_ids     which grants
-- params:
--   minimum varchar = explore — the weakest permission that is too much for everyone
with

open_places as (
    select
        g.inode_id, max(l.rank) as rank, bool_or(l.rank is null) as is_strange,
        string_agg(distinct coalesce(l.container_label, g.permission), ' and ') as label,
        list(g.grant_id order by g.grant_id) as grant_ids
    from grants g
    join inodes i on i.inode_id = g.inode_id and i.plane = 'content'
    left join permission_levels l on l.plane = 'content' and l.permission = g.permission
    where g.principal_kind = 'organization'
    group by g.inode_id
),

beneath as (
    select ancestor_id as inode_id, count(*) - 1 as amount
    from inode_ancestry
    where ancestor_id in (select inode_id from open_places)
    group by ancestor_id
),

threshold as (
    select rank from permission_levels where plane = 'content' and permission = $minimum::varchar
)

select
    'inode' as subject_kind, o.inode_id as subject_id, i.path_text as subject_name,
    case
        when o.rank >= t.rank then 'fail' when o.is_strange then 'not_known' else 'pass'
    end as status,
    'The whole organisation has ' || o.label || ' on ' || i.path_text
        || if(b.amount > 0, ' and the ' || b.amount || ' things in it', '') as reason,
    coalesce(b.amount, 0) as beneath, o.grant_ids
from open_places o
join inodes i using (inode_id)
cross join threshold t
left join beneath b using (inode_id)
union all by name
select subject_kind, subject_id, subject_name, status, reason
from unseen_subjects
where about in ('organization_content_grants')
