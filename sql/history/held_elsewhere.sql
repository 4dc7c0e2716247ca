-- purpose:  What principals hold where a reason for changed access lies, worth on the inode reached.
-- grain:    side, inode_id, source_inode_id, principal_kind, principal_id, permission
-- columns:
--   side             before or after
--   inode_id         the inode reached
--   source_inode_id  where the reason lies
--   principal_kind   member, team or organization
--   principal_id     the member or team; null for the organisation
--   permission       what the grant is worth on the inode; verbatim when it does not count
with

places as (
    select distinct inode_id, source_inode_id from access_differences
),

grants as (
    select 'before' as side, inode_id, principal_kind, principal_id, permission
    from before.main.grants
    union all
    select 'after', inode_id, principal_kind, principal_id, permission
    from after.main.grants
),

inodes as (
    select inode_id, permission_class from after.main.inodes
    union
    select inode_id, permission_class from before.main.inodes
)

select distinct
    g.side, p.inode_id, p.source_inode_id, g.principal_kind, g.principal_id,
    coalesce(t.permission, g.permission) as permission
from grants g
join places p on p.source_inode_id = g.inode_id
join inodes i on i.inode_id = p.inode_id
left join after.main.permission_translations t
    on t.permission_class = i.permission_class and t.granted = g.permission
