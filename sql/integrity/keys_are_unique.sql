-- purpose:  No relation says two things about one key, and none leaves its key out.
-- grain:    relation, key
-- columns:
--   relation   the relation
--   key        the key, its parts joined by a slash
--   row_count  rows that carry it
with

-- The long ones: only what may stand twice, by its hash, is held against each other.
suspect as (
    select hashed
    from (
        select hash('inodes', inode_id) as hashed from inodes
        union all select hash('inode_ids', ref) from inode_ids
        union all select hash('connection_paths', inode_id) from connection_paths
        union all select hash(endpoint, parent_id, reading) from coverage
    )
    group by hashed
    having count(*) > 1
),

keys as (
    select 'snapshot_info' as relation, snapshot_id as key from snapshot_info
    union all select 'members', member_id from members
    union all select 'teams', team_id from teams
    union all select 'team_members', team_id || '/' || member_id from team_members
    union all select 'account_types', account_type_id from account_types
    union all
    select 'account_type_permissions', account_type_id || '/' || permission
    from account_type_permissions
    union all
    select 'account_type_caps', account_type_id || '/' || permission_class || '/' || granted
    from account_type_caps
    union all
    select 'inodes', inode_id from inodes
    where inode_id is null or hash('inodes', inode_id) in (from suspect)
    union all
    select 'inode_ids', ref from inode_ids
    where ref is null or hash('inode_ids', ref) in (from suspect)
    union all select 'connections', connection_id from connections
    union all
    select 'connection_paths', inode_id from connection_paths
    where inode_id is null or hash('connection_paths', inode_id) in (from suspect)
    union all select 'grants', grant_id from grants
    union all select 'access_sources', reason_id from access_sources
    union all
    select 'principal_members', principal_kind || '/' || principal_id || '/' || member_id
    from principal_members
    union all select 'permission_levels', plane || '/' || permission from permission_levels
    union all
    select 'permission_translations', permission_class || '/' || granted
    from permission_translations
    union all
    select 'coverage', endpoint || '/' || parent_id || '/' || reading from coverage
    where endpoint is null or parent_id is null or reading is null
        or hash(endpoint, parent_id, reading) in (from suspect)
    union all select 'not_known', gap_id from not_known
    union all select 'inode_gaps', inode_id from inode_gaps
    union all select 'member_gaps', member_id || '/' || plane from member_gaps
)

select relation, key, count(*) as row_count
from keys
group by relation, key
having count(*) > 1 or key is null
