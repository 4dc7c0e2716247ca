-- purpose:  Every change but those of effective access in a sentence, names and all.
-- grain:    change_id
-- columns:
--   change_id  as in base_changes
--   subject    what it happened to
--   sentence   what happened, without a full stop
with

named as (
    select
        c.*,
        coalesce(m.name, c.member_id) as member, coalesce(t.name, 'team ' || c.team_id) as team,
        coalesce(i.name, c.inode_id) as inode, i.kind as inode_kind,
        coalesce(y.name, 'account type ' || c.account_type_id) as account_type,
        case
            when c.principal_kind = 'organization' then 'the whole organisation'
            else coalesce(p.name, c.principal_kind || ' ' || c.principal_id)
        end as principal,
        case c.entity
            when 'grant' then 'what is given to '
            when 'team_member' then 'the place of '
            when 'account_type_permission' then 'what is allowed to '
            else ''
        end as unknown_of,
        -- An owner, a parent and a home folder are said by name.
        coalesce(vb.name, c.before, 'nothing') as was, coalesce(va.name, c.after, 'nothing') as is_now
    from base_changes c
    left join change_names m on m.entity = 'member' and m.id = c.member_id
    left join change_names t on t.entity = 'team' and t.id = c.team_id
    left join change_names i on i.entity = 'inode' and i.id = c.inode_id
    left join change_names y on y.entity = 'account_type' and y.id = c.account_type_id
    left join change_names p on p.entity = c.principal_kind and p.id = c.principal_id
    left join change_names vb on vb.id = c.before and c."column" in ('owner_id', 'parent_id', 'home_folder_id')
    left join change_names va on va.id = c.after and c."column" in ('owner_id', 'parent_id', 'home_folder_id')
),

labelled as (
    select
        n.*,
        coalesce(if(n.inode_kind in ('workspace', 'folder') or b.plane = 'data', b.container_label, b.document_label), '“' || n.before || '”') as label_before,
        coalesce(if(n.inode_kind in ('workspace', 'folder') or a.plane = 'data', a.container_label, a.document_label), '“' || n.after || '”') as label_after
    from named n
    left join after.main.permission_levels b
        on n.entity = 'grant' and b.permission = n.before
        and b.plane = if(n.inode_kind in ('connection', 'database', 'schema', 'table'), 'data', 'content')
    left join after.main.permission_levels a
        on n.entity = 'grant' and a.permission = n.after
        and a.plane = if(n.inode_kind in ('connection', 'database', 'schema', 'table'), 'data', 'content')
)

select
    change_id,
    case entity
        when 'member' then member
        when 'team' then team
        when 'team_member' then member || ' in ' || team
        when 'grant' then principal || ' on ' || inode
        when 'account_type_permission' then account_type
        else inode
    end as subject,
    case
        when change = 'not_known' then 'it is not known whether ' || unknown_of || subject || coalesce(', ' || replace("column", '_', ' '), '') || ' changed'
        when entity = 'grant' then case change
            when 'added' then principal || ' was given ' || label_after || ' on ' || inode
            when 'removed' then principal || ' lost ' || label_before || ' on ' || inode
            else principal || '’s ' || label_before || ' on ' || inode || ' became ' || label_after
        end
        when entity = 'team_member' and "column" is null then member || if(change = 'added', ' joined ', ' left ') || team
        when entity = 'team_member' then member || if(after = 'true', ' became admin of ', ' is no longer admin of ') || team
        when entity = 'account_type_permission' and permission is not null then account_type || if(change = 'added', ' was given ', ' lost ') || permission
        when entity = 'member' and "column" is null then member || if(change = 'added', ' joined the organisation', ' is no longer in the organisation')
        when "column" is null then subject || if(change = 'added', ' was created', ' was deleted')
        when "column" = 'parent_id' then subject || ' was moved from ' || was || ' to ' || is_now
        when "column" = 'is_archived' then subject || if(after = 'true', ' was archived', ' was restored')
        when "column" = 'owner_id' then subject || ' passed from ' || was || ' to ' || is_now
        else subject || ': ' || replace(replace("column", '_', ' '), ' id', '') || ' changed from ' || was || ' to ' || is_now
    end as sentence
from labelled
