-- purpose:  Which answer mentions what: each id beside the chain and reading that named it.
-- grain:    subject_id, endpoint, parent_id, reading, role
-- as:       view
-- columns:
--   subject_id   inode (canonical), member, team, account type, or the path's id as it came
--   endpoint     endpoint whose answer mentions it
--   parent_id    what that chain was asked for, '' for none
--   reading      which time of asking
--   role         node, document, parent, home, grant, connection, path, team, member, account_type
with

inodes_named as (
    select inode_ref as ref, 'workspaces' as endpoint, parent_id, reading, 'node' as role
    from typed.workspaces
    union all
    select inode_ref, 'files', parent_id, reading, 'node' from typed.files
    union all
    select inode_ref, 'file_nodes', parent_id, reading, 'node' from typed.file_nodes
    union all
    select inode_ref, 'workbooks', parent_id, reading, 'document' from typed.workbooks
    union all
    select inode_ref, 'workbooks_archived', parent_id, reading, 'document'
    from typed.workbooks_archived
    union all
    select inode_ref, 'data_models', parent_id, reading, 'document' from typed.data_models
    union all
    select inode_ref, 'datasets', parent_id, reading, 'document' from typed.datasets
    union all
    select inode_ref, 'reports', parent_id, reading, 'document' from typed.reports
    union all
    select inode_ref, 'reports_archived', parent_id, reading, 'document'
    from typed.reports_archived
    union all
    select distinct parent_ref, 'files', parent_id, reading, 'parent' from typed.files
    union all
    select parent_ref, 'file_nodes', parent_id, reading, 'parent' from typed.file_nodes
    union all
    select home_folder_ref, 'members', parent_id, reading, 'home' from typed.members
    union all
    select connection_ref, 'connections', parent_id, reading, 'connection' from typed.connections
    union all
    select distinct connection_ref, 'paths', parent_id, reading, 'connection' from typed.paths
    union all
    select inode_ref, 'team_grants', parent_id, reading, 'grant' from typed.team_grants
    union all
    select inode_ref, 'member_grants', parent_id, reading, 'grant' from typed.member_grants
    union all
    select inode_ref, 'object_grants', parent_id, reading, 'grant' from typed.object_grants
),

inodes_known as (
    select distinct
        coalesce(inode_ids.inode_id, inodes_named.ref) as subject_id,
        inodes_named.endpoint, inodes_named.parent_id, inodes_named.reading, inodes_named.role
    from inodes_named
    left join inode_ids on inode_ids.ref = inodes_named.ref
    where inodes_named.ref <> ''
)

select subject_id, endpoint, parent_id, reading, role from inodes_known
union all
select member_id, 'members', parent_id, reading, 'member' from typed.members
union all
select team_id, 'teams', parent_id, reading, 'team' from typed.teams
union all
select account_type_id, 'account_types', parent_id, reading, 'account_type'
from typed.account_types
union all
select inode_ref, 'paths', parent_id, reading, 'path' from typed.paths
