-- purpose:  Everything that still stands in a leaver's name, each with its id.
-- grain:    account_key, holding, holding_id
-- columns:
--   account_key   the account
--   member_id     the account
--   holding       direct_grant, team_grant, team, team_admin, owned, given_grant, schedule, embed …
--   holding_id    the grant, the team, or what is owned; of a grant by a team, team and grant
--   plane         content or data; null of a team
--   subject_kind  workspace, folder, workbook, connection … or team
--   subject_id    what the grant sits on, what is owned, or the team
--   subject_name  its path, or the team's name
--   permission    what was granted, in Sigma's words
--   team_id       the team it comes through
--   team_name     its name
--   grantee       who has it, of a grant the leaver gave
--   grant_id      the grant
--   is_archived   the thing, or the team, is archived: it gives nothing while it is
with

leavers as (
    select account_key, member_id
    from leaver_accounts
    where member_id is not null
),

worded_grants as (
    select
        g.grant_id, g.principal_id, g.principal_kind, g.created_by, i.plane,
        coalesce(i.kind, 'unknown') as subject_kind, g.inode_id as subject_id,
        coalesce(i.path_text, g.inode_id) as subject_name,
        coalesce(if(i.is_container, p.container_label, p.document_label), g.permission) as permission,
        coalesce(i.is_archived, false) as is_archived,
    from grants g
    left join inodes i using (inode_id)
    left join permission_levels p on p.plane = i.plane and p.permission = g.permission
),

memberships as (
    select l.*, t.team_id, t.name as team_name, t.is_archived, m.is_team_admin
    from leavers l
    join team_members m using (member_id)
    join teams t using (team_id)
),

-- Only where `collect --with` asked: without it, leaver_steps says to look.
left_running as (
    select s.owner_id as member_id, 7 as place, 'schedule' as holding, s.schedule_id as holding_id,
        i.plane, i.kind as subject_kind, s.inode_id as subject_id,
        coalesce(i.path_text, s.inode_id) || coalesce(': ' || nullif(s.title, ''), '') as subject_name,
        coalesce(s.is_suspended, false) as is_archived,
    from schedules s
    left join inodes i using (inode_id)
    union all
    select i.owner_id, 8, 'embed', e.embed_id, i.plane, i.kind, i.inode_id,
        i.path_text || if(e.is_public, ', public', ''), i.is_archived,
    from embeds e
    join inodes i using (inode_id)
    union all
    select owner_id, 9, 'api_credential', client_id, null, 'api_credential', client_id,
        coalesce(name, client_id), false,
    from api_credentials
),

holdings as (
    select l.*, 1 as place, 'direct_grant' as holding, g.grant_id as holding_id, g.*,
        null as team_id, null as team_name, null as grantee,
    from leavers l
    join worded_grants g on g.principal_id = l.member_id
    union all by name
    select m.account_key, m.member_id, 2 as place, 'team_grant' as holding,
        m.team_id || '/' || g.grant_id as holding_id, g.*, m.team_id, m.team_name,
    from memberships m
    join worded_grants g on g.principal_kind = 'team' and g.principal_id = m.team_id
    where not m.is_archived
    union all by name
    select account_key, member_id, if(k.is_admin, 4, 3) as place,
        if(k.is_admin, 'team_admin', 'team') as holding, team_id as holding_id,
        'team' as subject_kind, team_id as subject_id, team_name as subject_name, is_archived,
        team_id, team_name,
    from memberships m
    join (select unnest([false, true]) as is_admin) k on not k.is_admin or m.is_team_admin
    union all by name
    select l.*, 5 as place, 'owned' as holding, i.inode_id as holding_id, i.plane,
        i.kind as subject_kind, i.inode_id as subject_id, i.path_text as subject_name, i.is_archived,
    from leavers l
    join inodes i on i.owner_id = l.member_id
    anti join (select home_folder_id as inode_id from members) h on h.inode_id = i.inode_id
    union all by name
    select l.*, 6 as place, 'given_grant' as holding, g.grant_id as holding_id, g.*,
        coalesce(m.name, t.name, 'everyone') as grantee,
    from leavers l
    join worded_grants g on g.created_by = l.member_id and g.principal_id is distinct from l.member_id
    left join members m on m.member_id = g.principal_id
    left join teams t on t.team_id = g.principal_id
    union all by name
    select l.*, h.place, h.holding, h.holding_id, h.plane, h.subject_kind, h.subject_id, h.subject_name,
        h.is_archived,
    from leavers l
    join left_running h using (member_id)
)

select
    account_key, member_id, holding, holding_id, plane, subject_kind, subject_id, subject_name,
    permission, team_id, team_name, grantee, grant_id, is_archived,
from holdings
order by account_key, place, subject_name, holding_id
