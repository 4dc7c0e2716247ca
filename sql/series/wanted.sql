-- purpose:  Pairs of which some snapshot shows access: each other one is asked whether it would.
-- grain:    member_id, inode_id
-- columns:
--   member_id          the member
--   inode_id           the inode
--   plane              content or data
--   kind               workspace, folder, workbook, connection, table …
--   path_text          names from the root down, as last seen
--   name               the member's full name, as last seen
--   email              their e-mail address, as last seen
--   member_created_at  when the account was made, UTC
--   inode_created_at   when the inode was made, UTC
--   lists              the endpoints that would show the inode
select
    member_id, inode_id, any_value(plane) as plane, any_value(kind) as kind,
    arg_max(path_text, snapshot_no) as path_text, arg_max(name, snapshot_no) as name,
    arg_max(email, snapshot_no) as email, min(member_created_at) as member_created_at,
    min(inode_created_at) as inode_created_at,
    case any_value(kind)
        when 'workspace' then ['workspaces']
        when 'workbook' then ['workbooks', 'workbooks_archived']
        when 'report' then ['reports', 'reports_archived']
        when 'data_model' then ['data_models']
        when 'dataset' then ['datasets']
        when 'connection' then ['connections']
        when 'database' then ['connections', 'paths']
        when 'schema' then ['connections', 'paths']
        when 'table' then ['connections', 'paths']
        -- A folder may stay unseen without being gone: no list shows all of them.
        else []
    end as lists,
from series.sightings
group by member_id, inode_id
