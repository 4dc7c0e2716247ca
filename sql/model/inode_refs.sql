-- purpose:  Every way in which some answer names an inode, as it came.
-- grain:    ref
-- columns:
--   ref  the id as written: a UUID, a URL slug or something else; never empty
with

refs as (
    select inode_ref as ref from typed.workspaces
    union select inode_ref from typed.workbooks
    union select inode_ref from typed.workbooks_archived
    union select inode_ref from typed.data_models
    union select inode_ref from typed.datasets
    union select inode_ref from typed.reports
    union select inode_ref from typed.reports_archived
    union select unnest([inode_ref, parent_ref]) from typed.files
    union select unnest([inode_ref, parent_ref]) from typed.file_nodes
    union select connection_ref from typed.connections
    union select unnest([inode_ref, connection_ref]) from typed.paths
    union select home_folder_ref from typed.members
    union select inode_ref from typed.team_grants
    union select inode_ref from typed.member_grants
    union select inode_ref from typed.object_grants
    union select inode_ref from typed.connection_grants
    union select inode_ref from typed.path_grants
    union select inode_ref from typed.all_grants
    union select inode_ref from typed.member_recents
    union select inode_ref from typed.member_files
    union select source_ref from document_source_rows where source_type <> 'custom-sql'
    union select connection_ref from document_source_rows
    union
    select parent_id from meta.chains
    where endpoint in ('file_nodes', 'object_grants', 'connection_grants', 'path_grants')
)

select ref
from refs
where ref <> ''
